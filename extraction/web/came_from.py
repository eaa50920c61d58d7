"""The list from which somebody came to a document, so that they are led back to it when it is gone."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.http import HttpRequest
from django.urls import Resolver404, resolve, reverse

LISTS = ("documents", "dashboard", "batch")


def of(request: HttpRequest) -> str:
    """The address of that list, as the link said that was followed; empty where it was none."""
    came_from = urlsplit(request.headers.get("Referer", ""))
    address = came_from._replace(scheme="", netloc="", fragment="").geturl()
    return address if came_from.netloc == request.get_host() and _is_list(address) else ""


def back_to(address: str) -> str:
    """That list; all documents where it is none of ours."""
    return address if _is_list(address) else reverse("documents")


def _is_list(address: str) -> bool:
    parts = urlsplit(address)
    if parts.scheme or parts.netloc or not address.startswith("/") or address.startswith("//"):
        return False
    try:
        return resolve(parts.path).url_name in LISTS
    except Resolver404:
        return False
