"""Lines of the log: each names its request, account and message, as text for people or JSON for machines.

Loaded while Django is set up, before there are models.
"""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.encoding import escape_uri_path
from pythonjsonlogger.json import JsonFormatter

from config import request_ids

FIELDS = "%(asctime)s %(levelname)s %(name)s %(message)s %(request_id)s %(account)s %(job)s"
NAMES = {"asctime": "time", "levelname": "level", "name": "logger", "request_id": "request"}
OPENS = re.compile(r"(?P<door>/confirm-email/|/password/reset/key/|iocr_live_|whsec_)[^\s\"'?]+")
UNSAID = ("/static/", "/healthz", "/readyz", "/metrics")


@dataclass(frozen=True, slots=True)
class Work:
    """A message of the queue that is worked on, and for which account, if that is known."""

    account: int | None = None
    message: str = ""
    began: float = 0.0


NONE = Work()
logger = logging.getLogger("requests")
_answering: ContextVar[HttpRequest | None] = ContextVar("answering", default=None)
_working: ContextVar[Work] = ContextVar("working", default=NONE)


def work(*, account: int | None, message: str) -> None:
    """From here on this thread works on this message of the queue, for this account if it is known."""
    _working.set(Work(account, message, time.perf_counter()))


def milliseconds_at_work() -> int:
    return round((time.perf_counter() - _working.get().began) * 1000)


def rest() -> None:
    _working.set(NONE)


def account() -> int | None:
    """The account for which something is done at the moment, in a request or in a job that one led to."""
    request = _answering.get()
    if request is None:
        return _working.get().account
    key, user = getattr(request, "auth", None), getattr(request, "_cached_user", None)
    return getattr(key, "user_id", None) or getattr(user, "pk", None)


class Named(logging.Filter):
    """Each line gets `request_id`, `account` and `job`, empty where there is none, and `prefix`.

    And loses what opens a door, whoever wrote it: Django names the addresses that it does not find.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        record.__dict__.pop("request", None)  # Django's own, which has its query
        said = record.getMessage()
        if OPENS.search(said):
            record.msg, record.args = harmless(said), None
        request_id = request_ids.current()
        record.__dict__ |= {
            "request_id": request_id,
            "account": account(),
            "job": _working.get().message,
            "prefix": f" [{request_id}]" if request_id else "",
        }
        return True


class AsJson(JsonFormatter):
    """One object a line; what is empty is left out."""

    def __init__(self) -> None:
        super().__init__(FIELDS, rename_fields=NAMES, json_ensure_ascii=False)

    def process_log_record(self, log_data: dict[str, Any]) -> dict[str, Any]:
        return {
            name: value for name, value in log_data.items() if name != "prefix" and value not in (None, "")
        }


def middleware(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """A line for each request: without its query, which may hold what nobody else should read."""

    def answer(request: HttpRequest) -> HttpResponse:
        token, began = _answering.set(request), time.perf_counter()
        try:
            response = get_response(request)
            _say(request, response, seconds=time.perf_counter() - began)
        finally:
            _answering.reset(token)
        return response

    return answer


def harmless(text: str) -> str:
    """Without what opens an account: keys, and the links that mails have."""
    return OPENS.sub(r"\g<door>…", text)


def _say(request: HttpRequest, response: HttpResponse, *, seconds: float) -> None:
    if not request.path_info.startswith(UNSAID):
        milliseconds = round(seconds * 1000)
        logger.info(
            "%s %s %d in %d ms",
            request.method,
            escape_uri_path(request.path_info),
            response.status_code,
            milliseconds,
        )
