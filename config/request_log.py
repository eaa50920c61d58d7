"""Notes each request of the API in its account's log: after it was answered, and in memory alone."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from accounts import authentication, keys
from accounts.models import ApiKey
from accounts.requests import entry
from accounts.requests.entry import Entry
from accounts.requests.log import LOG
from config import request_ids

LONGEST_ENVELOPE = 100_000


def middleware(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Stands right behind the one that names requests, so that it measures all that comes after."""

    def answer(request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith("/v1/"):
            return get_response(request)
        now, before = timezone.now(), time.perf_counter()
        response = get_response(request)
        _note(request, response, now, round((time.perf_counter() - before) * 1000))
        return response

    return answer


def _note(request: HttpRequest, response: HttpResponse, now: datetime, milliseconds: int) -> None:
    whose = _whose(request)
    if whose:
        LOG.add(
            Entry(
                created_at=now,
                method=entry.harmless(request.method or "", longest=entry.LONGEST_METHOD),
                path=entry.harmless(request.path, longest=entry.LONGEST_PATH),
                status=response.status_code,
                milliseconds=milliseconds,
                request_id=entry.harmless(request_ids.current(), longest=entry.LONGEST_NAME),
                error_code=_error_code(response) if response.status_code >= 400 else "",
                made=entry.made(request),
                **whose,
            )
        )


def _whose(request: HttpRequest) -> dict[str, Any]:
    """The key that opened the door; else what one can be recognised by that did not, or was not asked."""
    key = getattr(request, "auth", None)
    if isinstance(key, ApiKey):
        return {"key": key.pk}
    digest = keys.digest_of(authentication.secret_of(request) or "")
    return {"digest": digest} if digest else {}


def _error_code(response: HttpResponse) -> str:
    """As its envelope says: answers that are kept and sent again have one too."""
    try:
        return str(json.loads(response.content[:LONGEST_ENVELOPE])["error"]["code"])[:40]
    except (AttributeError, ValueError, LookupError, TypeError):
        return ""
