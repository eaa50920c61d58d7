"""How a page answers: whole, or only its content where htmx asked for that."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers

from accounts.models import User

WHOLE, PART = "app.html", "fragment.html"
STOP_POLLING = 286  # htmx takes the content and asks no more


class MemberRequest(HttpRequest):
    """A request behind `login_required`: somebody is there."""

    user: User


def page(request: HttpRequest, template: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    """`Vary` keeps a browser's back button from showing the part where the whole page was."""
    layout = PART if is_part(request) else WHOLE
    response = render(request, template, {"layout": layout, **context}, status=status)
    patch_vary_headers(response, ["HX-Request"])
    return response


def is_part(request: HttpRequest) -> bool:
    return bool(getattr(request, "htmx", False))
