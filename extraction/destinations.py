"""Where requests of ours may go: to public addresses, never to this machine or its neighbours."""

from __future__ import annotations

import contextlib
import ipaddress
import socket
import unicodedata
from urllib.parse import SplitResult, urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

LONGEST_URL = 2_000
LONGEST_HOST = 253  # that a name can have; some letters are many once they are written out

IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address

# Which Python's own properties take for public, all of them or those of its older versions.
SPECIAL = tuple(
    ipaddress.ip_network(network)
    for network in ("192.0.0.0/24", "192.88.99.0/24", "100.64.0.0/10", "2001::/23", "2002::/16", "3fff::/20")
)


class UnsuitableUrl(ValueError):
    """Nothing will be sent to this address, whatever it resolves to. Its text says why."""


def host_of(url: str) -> str:
    """The host that a suitable address names. Raises `UnsuitableUrl`."""
    parts = _parts(url)
    host = _as_resolved(parts.hostname or "")
    if parts.username is not None or parts.password is not None:
        raise UnsuitableUrl("It must not contain a user name or password.")
    if len(host) > LONGEST_HOST:
        raise UnsuitableUrl("Its host's name is too long.")
    if _names_special_address(host):
        raise UnsuitableUrl("It must lead to a public address.")
    if parts.scheme != "https" and not settings.WEBHOOKS_MAY_CALL_PRIVATE:
        raise UnsuitableUrl("It must start with https://.")
    return host


def is_public(address: IPAddress) -> bool:
    mapped = getattr(address, "ipv4_mapped", None)
    if mapped is not None:
        return is_public(mapped)
    return not (
        not address.is_global
        or address.is_private
        or address.is_multicast
        or address.is_reserved
        or getattr(address, "is_site_local", False)
        or any(address in network for network in SPECIAL if network.version == address.version)
    )


def may_be_called(address: IPAddress) -> bool:
    """Public ones, and with the setting for tests and development this machine."""
    return is_public(address) or (settings.WEBHOOKS_MAY_CALL_PRIVATE and address.is_loopback)


def _parts(url: str) -> SplitResult:
    try:
        URLValidator(schemes=["http", "https"])(url)
        parts = urlsplit(url)
        _ = parts.port
    except (ValidationError, ValueError) as error:
        raise UnsuitableUrl("It is not a valid http or https address.") from error
    if len(url) > LONGEST_URL:
        raise UnsuitableUrl(f"It is longer than {LONGEST_URL} characters.")
    return parts


def _as_resolved(host: str) -> str:
    """Without the disguises of letters and digits that a resolver sees through."""
    return unicodedata.normalize("NFKC", host).replace("\u3002", ".").rstrip(".").lower()


def _names_special_address(host: str) -> bool:
    """Whether it says by itself where it leads; other names are checked when they are resolved."""
    if host == "localhost" or host.endswith(".localhost"):
        return not settings.WEBHOOKS_MAY_CALL_PRIVATE
    address = _literal(host)
    return address is not None and not may_be_called(address)


def _literal(host: str) -> IPAddress | None:
    """The address that is written out, also as resolvers read it: 127.1, 0x7f000001, 017700000001."""
    with contextlib.suppress(ValueError):
        return ipaddress.ip_address(host.partition("%")[0])
    with contextlib.suppress(OSError):
        return ipaddress.IPv4Address(socket.inet_aton(host))
    return None
