"""No address of IANA's registries of special purposes is called, however it is wrapped.

The registries (iana-ipv4-special-registry, iana-ipv6-special-registry) list what is not for everybody;
the last octets tried are the first and the last of each block. What they call globally reachable is left out.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator

import pytest

from extraction import destinations

IPV4 = [
    "0.0.0.0/8",
    "0.0.0.0/32",
    "10.0.0.0/8",
    "100.64.0.0/10",
    "127.0.0.0/8",
    "169.254.0.0/16",
    "172.16.0.0/12",
    "192.0.0.0/24",
    "192.0.0.0/29",
    "192.0.0.8/32",
    "192.0.0.170/32",
    "192.0.0.171/32",
    "192.0.2.0/24",
    "192.88.99.0/24",
    "192.168.0.0/16",
    "198.18.0.0/15",
    "198.51.100.0/24",
    "203.0.113.0/24",
    "240.0.0.0/4",
    "255.255.255.255/32",
    "224.0.0.0/4",
]
IPV6 = [
    "::1/128",
    "::/128",
    "::ffff:0:0/96",
    "64:ff9b:1::/48",
    "100::/64",
    "100:0:0:1::/64",
    "2001::/32",
    "2001:2::/48",
    "2001:10::/28",
    "2001:db8::/32",
    "2002::/16",
    "3fff::/20",
    "5f00::/16",
    "fc00::/7",
    "fe80::/10",
    "ff00::/8",
    "fec0::/10",
]
# An IPv4 address inside one of IPv6, by every mechanism that carries it to the network of the former.
WRAPPED = {
    "mapped": "::ffff:{}",
    "compatible": "::{}",
    "translated": "::ffff:0:{}",
    "NAT64": "64:ff9b::{}",
    "NAT64 of a site": "64:ff9b:1::{}",
    "Teredo": "2001:0:{}::",
    "6to4": "2002:{}::",
}


def edges(networks: list[str]) -> Iterator[destinations.IPAddress]:
    for text in networks:
        network = ipaddress.ip_network(text)
        yield network[0]
        yield network[-1]


@pytest.mark.parametrize("address", sorted({*map(str, edges(IPV4)), *map(str, edges(IPV6))}))
def test_what_is_for_somebody_in_particular_is_not_public(address):
    assert not destinations.is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize("way", WRAPPED)
def test_nor_is_it_in_a_wrapping(way):
    for inner in edges(IPV4):
        high, low = f"{int(inner) >> 16:x}", f"{int(inner) & 0xFFFF:x}"
        wrapped = ipaddress.ip_address(WRAPPED[way].format(f"{high}:{low}"))
        assert not destinations.is_public(wrapped), wrapped


@pytest.mark.parametrize(
    "text", ["[::ffff:127.0.0.1]", "[64:ff9b::10.0.0.1]", "[2002:7f00:1::]", "[::ffff:0:169.254.169.254]"]
)
def test_an_address_that_says_so_itself_is_refused_when_it_is_given(text):
    with pytest.raises(destinations.UnsuitableUrl):
        destinations.host_of(f"https://{text}/hook")
