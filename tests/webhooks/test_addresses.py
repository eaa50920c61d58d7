"""Nothing is sent to a private, loopback, link-local or otherwise special address, however it is written."""

import ipaddress
import socket

import pytest

from extraction import destinations, safe_http
from tests.webhooks.receiver import Receiver, listening

SPECIAL = [
    "0.0.0.0",  # noqa: S104 - nobody binds to it here
    "0.1.2.3",
    "10.0.0.1",
    "100.64.0.1",
    "127.0.0.1",
    "127.255.255.254",
    "169.254.169.254",
    "172.16.0.1",
    "172.31.255.255",
    "192.0.0.8",
    "192.0.2.1",
    "192.88.99.1",
    "192.168.1.1",
    "198.18.0.1",
    "198.51.100.1",
    "203.0.113.1",
    "224.0.0.1",
    "239.255.255.255",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::7f00:1",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "64:ff9b::7f00:1",
    "64:ff9b:1::1",
    "100::1",
    "2001::1",
    "2001:db8::1",
    "2002:7f00:1::",
    "3fff::1",
    "5f00::1",
    "fc00::1",
    "fd12:3456::1",
    "fe80::1",
    "fec0::1",
    "ff02::1",
]
PUBLIC = ["93.184.216.34", "8.8.8.8", "1.1.1.1", "2606:4700:4700::1111", "2a00:1450:4001::8a"]


class Network:
    """The edge of the network: names mean what the test says, and who connects is written down."""

    def __init__(self, *answers):
        self.answers = list(answers)
        self.asked = []
        self.connected = []

    def getaddrinfo(self, host, port, *_, **__):
        """As a resolver, for names; addresses that are written out mean themselves."""
        self.asked.append(host)
        try:
            address = str(ipaddress.ip_address(host))
        except ValueError:
            address = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        kind = socket.AF_INET6 if ":" in address else socket.AF_INET
        place = (address, port, 0, 0) if ":" in address else (address, port)
        return [(kind, socket.SOCK_STREAM, 6, "", place)]

    def connect(self, place):
        self.connected.append(place[0])
        raise ConnectionRefusedError(111, "Connection refused")


@pytest.fixture
def network(monkeypatch):
    def stand_in(*answers):
        network = Network(*answers)
        monkeypatch.setattr(socket, "getaddrinfo", network.getaddrinfo)
        monkeypatch.setattr(socket.socket, "connect", network.connect)
        return network

    return stand_in


def send(url):
    return safe_http.post(url, body=b"{}", headers={}, seconds=5, keep_bytes=1024)


@pytest.mark.parametrize("address", SPECIAL)
@pytest.mark.parametrize("scheme", ["https", "http"])
def test_a_name_that_leads_to_a_special_address_is_not_called(network, address, scheme):
    outside = network(address)
    with pytest.raises(safe_http.NotAnswered, match="does not lead to a public address"):
        send(f"{scheme}://receiver.example.com/hook")
    assert outside.connected == []


@pytest.mark.parametrize("address", PUBLIC)
def test_a_name_that_leads_to_a_public_address_is_called_there(network, address):
    outside = network(address)
    with pytest.raises(safe_http.NotAnswered, match="refused"):
        send("https://receiver.example.com/hook")
    assert outside.connected == [address]


def test_a_name_that_changes_its_mind_is_called_where_it_was_checked(network):
    outside = network("93.184.216.34", "127.0.0.1")
    with pytest.raises(safe_http.NotAnswered, match="refused"):
        send("http://rebinding.example.com/hook")
    assert outside.connected == ["93.184.216.34"]
    assert outside.asked.count("rebinding.example.com") == 1


def test_a_proxy_in_the_environment_is_not_asked(network, monkeypatch):
    monkeypatch.setenv("HTTP_PROXY", "http://10.0.0.1:3128")
    monkeypatch.setenv("HTTPS_PROXY", "http://10.0.0.1:3128")
    outside = network("93.184.216.34")
    with pytest.raises(safe_http.NotAnswered, match="refused"):
        send("https://receiver.example.com/hook")
    assert outside.connected == ["93.184.216.34"]


@pytest.mark.parametrize("allowed", ["10.0.0.1", "169.254.169.254", "::ffff:192.168.1.1", "fd00::1"])
def test_the_setting_for_tests_opens_this_machine_and_nothing_else(network, settings, allowed):
    settings.WEBHOOKS_MAY_CALL_PRIVATE = True
    outside = network(allowed)
    with pytest.raises(safe_http.NotAnswered, match="does not lead to a public address"):
        send("http://receiver.example.com/hook")
    assert outside.connected == []


def test_a_name_that_is_not_known_is_said_to_be_so(monkeypatch):
    def unknown(*_, **__):
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    with pytest.raises(safe_http.NotAnswered, match="could not be resolved"):
        send("https://nowhere.example.com/")


@pytest.mark.parametrize("address", [*SPECIAL, *PUBLIC])
def test_what_is_public_is_told_from_what_is_not(address):
    assert destinations.is_public(ipaddress.ip_address(address)) == (address in PUBLIC)


@pytest.mark.parametrize(
    "url",
    [
        *(f"https://[{address}]/" if ":" in address else f"https://{address}/" for address in SPECIAL),
        "https://localhost/",
        "https://LOCALHOST./",
        "https://www.localhost/",
        "https://127.1/",
        "https://2130706433/",
        "https://0x7f000001/",
        "https://017700000001/",
        "https://①②⑦.0.0.①/",
        "https://127.0.0.①②⑦/",
        "https://[::1%25lo]/",
        "https://user@example.com/",
        "https://user:password@example.com/",
        "https://:@example.com/",
        "http://example.com/",
        "ftp://example.com/",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "//example.com/",
        "example.com",
        "https://",
        "https:///path",
        "https://example.com:99999/",
        "https://exa mple.com/",
        "https://example.com/\n",
        "https://example.com/" + "x" * 2000,
        "https://" + "\ufdfa" * 60 + ".com/",
        "",
    ],
)
def test_an_address_that_says_by_itself_that_it_is_unsuitable_is_refused_at_once(url):
    with pytest.raises(destinations.UnsuitableUrl):
        destinations.host_of(url)


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://example.com/hook?key=1#x", "example.com"),
        ("https://Example.COM:8443", "example.com"),
        ("https://93.184.216.34/", "93.184.216.34"),
        ("https://[2606:4700:4700::1111]/", "2606:4700:4700::1111"),
        ("https://müller.example/", "müller.example"),
    ],
)
def test_a_public_address_is_suitable(url, host):
    assert destinations.host_of(url) == host


def test_without_the_setting_this_machine_is_not_called():
    with listening(Receiver()) as receiver, pytest.raises(safe_http.NotAnswered):
        send(receiver.url)
    assert receiver.received == []
