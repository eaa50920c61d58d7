"""What every answer to a key carries: where its account's month stands, and that it is for nobody else."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from accounts.models import ApiKey
from billing.usage import metering
from billing.usage.metering import KeyUsage, Usage


def middleware(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Adds the headers after the view, so that they count what it took."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        key = getattr(request, "auth", None)
        if isinstance(key, ApiKey):
            response.headers.setdefault("Cache-Control", "no-store")
            with suppress(DatabaseError):  # not worth failing an answer for that is made already
                now = timezone.now()
                _tell_limits(response, key, _usage(request, key, now), now)
        return response

    return answer


def note_usage(request: HttpRequest, usage: Usage | None) -> None:
    """What a view knows of the month, if it does, needs not be asked for once more."""
    request.usage = usage  # type: ignore[attr-defined]  # ours


def _usage(request: HttpRequest, key: ApiKey, now: datetime) -> Usage:
    noted: Usage | None = getattr(request, "usage", None)
    return noted or metering.usage(user=key.user, now=now)


def _tell_limits(response: HttpResponse, key: ApiKey, usage: Usage, now: datetime) -> None:
    """As draft-ietf-httpapi-ratelimit-headers writes it; the window is that of the month."""
    window, left = _seconds(usage.starts_at, usage.resets_at), _seconds(now, usage.resets_at)
    counts: dict[str, Usage | KeyUsage] = {"monthly": usage}
    if own := metering.usage_of(key, now=now):
        counts["key"] = own
    policy = [f'"{name}";q={count.limit};w={window}' for name, count in counts.items()]
    policy.append(f'"concurrent";q={usage.plan.concurrent_requests};qu="concurrent-requests"')
    response["RateLimit-Policy"] = ", ".join(policy)
    response["RateLimit"] = ", ".join(
        f'"{name}";r={count.remaining};t={left}' for name, count in counts.items()
    )


def _seconds(start: datetime, end: datetime) -> int:
    """Whole seconds, never so few that somebody comes back too early."""
    return int(-((start - end).total_seconds() // 1))
