"""From which computer a request comes, as far as proxies that are known to stand in front say so."""

from __future__ import annotations

from contextlib import suppress

from allauth.account.adapter import get_adapter
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.http import HttpRequest


def address(request: HttpRequest) -> str | None:
    """The same that rate limits count. What proxies say wrongly is no reason to refuse anything."""
    with suppress(ImproperlyConfigured, PermissionDenied):
        return str(get_adapter().get_client_ip(request))
    return None
