"""The overview: where files are dropped and seen turning to done, and where the month stands."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts.models import User
from accounts.pages import STOP_POLLING, MemberRequest, is_part, page
from billing import months, subscriptions
from billing.usage import reports
from extraction.uploads import MAX_BYTES
from extraction.web import charts, rows
from extraction.web.uploading import views as uploading
from extraction.web.usage import pile

RECENT = 20
DAYS = 30


@login_required
@require_GET
def dashboard(request: MemberRequest) -> HttpResponse:
    recent = _recent(request.user)
    if not is_part(request):
        return page(request, "extraction/dashboard.html", recent | _beside(request.user, timezone.now()))
    if recent["is_moving"]:
        return page(request, "extraction/moving.html", recent)
    drawn = recent | _days(request.user, timezone.now())
    return page(request, "extraction/moving.html", drawn, status=STOP_POLLING)


def _recent(user: User) -> dict[str, Any]:
    recent = list(user.extractions.without_results()[:RECENT])
    return {
        "rows": [rows.of(extraction) for extraction in recent],
        "is_moving": any(not extraction.is_finished for extraction in recent),
        "total": len(recent) if len(recent) < RECENT else user.extractions.count(),
    }


def _beside(user: User, now: datetime) -> dict[str, Any]:
    return {
        **uploading.shown(user),
        **_days(user, now),
        "batch_files": subscriptions.plan_for(user, now=now).batch_files,
        "max_megabytes": MAX_BYTES >> 20,
    }


def _days(user: User, now: datetime) -> dict[str, Any]:
    """The last thirty, of this month and the one before."""
    month = months.of(now)
    by_day = reports.report(user=user, first=month.after(-1), last=month, now=now).by_day()[-DAYS:]
    read = sum(tally.read for _, tally in by_day)
    most = max(tally.read for _, tally in by_day)
    return {
        "chart": charts.chart([(_short(day), pile(tally)) for day, tally in by_day], now=len(by_day) - 1),
        "days_in_words": f"Invoices read in the last {DAYS} days: {read:,}, at most {most:,} on one day. "
        "The figures are on the usage page.",
    }


def _short(day: date) -> str:
    return f"{day.day} {day:%b}"
