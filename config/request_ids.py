"""A name for each request: in its answer, in every line that is logged for it, and in those of its jobs."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable
from contextvars import ContextVar
from typing import Any

from django.core.signals import request_finished
from django.http import HttpRequest, HttpResponse

HEADER = "X-Request-Id"
SANE = re.compile(r"[\x21-\x7e]{1,128}")

_current: ContextVar[str] = ContextVar("request_id", default="")


def current() -> str:
    """Empty outside of requests, and of the jobs that they asked for."""
    return _current.get()


def enter(name: str) -> None:
    """From here on this thread works for the request of this name."""
    _current.set(name)


def leave(**_signal: Any) -> None:
    _current.set("")


def middleware(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Takes the client's name for its request, or makes one. Stands first, so that every answer has it."""

    def answer(request: HttpRequest) -> HttpResponse:
        given = request.headers.get(HEADER, "")
        enter(given if SANE.fullmatch(given) else secrets.token_hex(16))
        response = get_response(request)
        response[HEADER] = current()
        return response

    return answer


# Not at the end of the middleware: Django logs refusals after that.
request_finished.connect(leave, dispatch_uid="request_ids")
