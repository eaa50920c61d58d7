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
                _tell_limits(response, key, timezone.now())
        return response

    return answer


def _tell_limits(response: HttpResponse, key: ApiKey, now: datetime) -> None:
    """As draft-ietf-httpapi-ratelimit-headers writes it; the window is that of the month."""
    usage = metering.usage(user=key.user, now=now)
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
