"""The endpoint for usage: where a month stands and, when asked for, what each day and key brought."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.http import QueryDict
from django.utils import timezone
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.authentication import KeyedRequest
from accounts.models import ApiKey
from billing import months
from billing.months import Month
from billing.usage import metering, reports
from billing.usage.metering import Usage
from billing.usage.reports import Report, Tally
from extraction.api import queries
from extraction.api.schema import usage as described

INCLUDES = ("by_day", "by_key")


@dataclass(frozen=True, slots=True)
class Wanted:
    """The month that is asked for, and the parts that shall be told of it."""

    period: Month
    include: tuple[str, ...] = ()


class UsageView(APIView):
    @described.usage
    def get(self, request: KeyedRequest) -> Response:
        now = timezone.now()
        wanted = _wanted(request._request.GET, now)
        body = _standing(metering.usage_in(wanted.period, user=request.user, now=now))
        if wanted.include:
            month = wanted.period
            report = reports.report(user=request.user, first=month, last=month, now=now)
            body |= {name: PARTS[name](report) for name in wanted.include}
        return Response(body)


def _wanted(query: QueryDict, now: datetime) -> Wanted:
    """Raises `InvalidRequest`."""
    known = {str(month): month for month in months.told_of(now)}
    parameters: queries.Parameters = {
        "include": (_parts, f"takes {' and '.join(INCLUDES)}, with a comma between them"),
        "period": (
            lambda text: _one_of(known, text),
            f"takes one of the months from {min(known)} to {max(known)}",
        ),
    }
    return Wanted(**{"period": months.of(now), **queries.read(query, parameters)})


def _parts(text: str) -> tuple[str, ...]:
    named = text.split(",")
    if set(named) - set(INCLUDES):
        raise ValueError(text)
    return tuple(name for name in INCLUDES if name in named)


def _one_of(known: dict[str, Month], text: str) -> Month:
    if text not in known:
        raise ValueError(text)
    return known[text]


def _standing(usage: Usage) -> dict[str, Any]:
    """The reference's keys."""
    return {
        "plan": usage.plan.code,
        "period": usage.period,
        "invoices_used": usage.used + usage.reserved,
        "invoices_limit": usage.limit,
        "invoices_remaining": usage.remaining,
    }


def _by_day(report: Report) -> list[dict[str, Any]]:
    return [{"date": day.isoformat(), **asdict(tally)} for day, tally in report.by_day()]


def _by_key(report: Report) -> list[dict[str, Any]]:
    return [_of_key(key, tally) for key, tally in report.by_key()]


def _of_key(key: ApiKey | None, tally: Tally) -> dict[str, Any]:
    return {
        "name": key.name if key else None,
        "prefix": key.prefix if key else None,
        **asdict(tally),
        "limit": key.first.monthly_limit if key else None,
    }


PARTS = {"by_day": _by_day, "by_key": _by_key}
