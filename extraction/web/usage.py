"""The page about usage: a month or a year by day and by key, as chart, figures and CSV; and who is told."""

from __future__ import annotations

from dataclasses import astuple, dataclass
from datetime import date, datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from accounts.models import ApiKey, User
from accounts.pages import MemberRequest, page
from billing import months
from billing.months import Month
from billing.usage import alerts, metering, pace, reports
from billing.usage.reports import Report, Tally
from extraction.engine import render
from extraction.review import words
from extraction.web import charts, request_log
from extraction.web.charts import Chart, Pile
from extraction.web.usage_forms import AlertForm

YEAR = "year"
PORTAL = "Uploads in the portal"
COLUMNS = ("day", "key", "prefix", "read", "processing", "failed", "withdrawn")


@dataclass(frozen=True, slots=True)
class Span:
    """The months that somebody looks at: one, or all that can be told of."""

    first: Month
    last: Month

    @property
    def is_year(self) -> bool:
        return self.first != self.last

    def report(self, user: User, now: datetime) -> Report:
        return reports.report(user=user, first=self.first, last=self.last, now=now)


@dataclass(frozen=True, slots=True)
class KeyRow:
    """A line of the table of keys. `share` is of what was read, in per cent."""

    name: str
    note: str
    read: int
    share: int
    limit: int | None


@login_required
@require_GET
def usage(request: MemberRequest) -> HttpResponse:
    now = timezone.now()
    span = _span(request, now)
    report = span.report(request.user, now)
    shown = {
        "span": span,
        "months": _months(request.user, now),
        "report": report,
        "chart": _chart(span, report, now.date()),
        "figures": list(reversed(_columns(span, report))),
        "keys": _key_rows(report, now),
        "alerts": alerts.choices(request.user),
        "rows": request_log.newest(request.user),
        "today": now.date(),
        "limit": metering.usage(user=request.user, now=now).limit,
        **({} if span.is_year else _standing(span.last, request.user, now)),
    }
    return page(request, "extraction/usage/page.html", shown)


@login_required
@require_GET
def usage_csv(request: MemberRequest) -> HttpResponse:
    """A row for each day and key that had any, oldest first."""
    now = timezone.now()
    span = _span(request, now)
    text = render.csv_text(COLUMNS, _rows(span.report(request.user, now)))
    name = f"usage-{span.first}-to-{span.last}" if span.is_year else f"usage-{span.last}"
    attached = {"Content-Disposition": f'attachment; filename="{name}.csv"'}
    return HttpResponse(text.encode(), content_type="text/csv; charset=utf-8", headers=attached)


@login_required
@require_POST
def choose_alerts(request: MemberRequest) -> HttpResponse:
    form = AlertForm(request.POST)
    form.is_valid()  # boxes are ticked or not: there is nothing that could be wrong
    alerts.choose(request.user, **form.cleaned_data)
    messages.success(request, "Saved. You get the mails that you chose.")
    return redirect("usage")


def _span(request: MemberRequest, now: datetime) -> Span:
    """That of the address; this month if it names none."""
    told = _months(request.user, now)
    chosen = request.GET.get("period") or str(told[0])
    if chosen == YEAR:
        return Span(first=told[-1], last=told[0])
    for month in told:
        if str(month) == chosen:
            return Span(first=month, last=month)
    raise Http404


def _months(user: User, now: datetime) -> list[Month]:
    """Latest first, and none from before there was an account."""
    return [month for month in months.told_of(now) if month.ends_at > user.date_joined]


def _standing(month: Month, user: User, now: datetime) -> dict[str, Any]:
    """One month against its limit; what will come of it only while it lasts."""
    usage = metering.usage_in(month, user=user, now=now)
    if month != months.of(now):
        return {"usage": usage, "is_over": True}
    coming = {"expected": pace.expected(usage, now=now), "used_up_on": pace.used_up_on(usage, now=now)}
    return {"usage": usage, **coming}


def _columns(span: Span, report: Report) -> list[tuple[str, Tally]]:
    if span.is_year:
        return [(f"{month.first:%b %Y}", tally) for month, tally in report.by_month()]
    return [(_day(day), tally) for day, tally in report.by_day()]


def _chart(span: Span, report: Report, today: date) -> Chart:
    """A month has room for the days to come."""
    told = [(label, pile(tally)) for label, tally in _columns(span, report)]
    to_come = range(len(told) + 1, 1 if span.is_year else span.last.last.day + 1)
    days = [(_day(span.last.first.replace(day=day)), None) for day in to_come]
    goes_on = len(told) - 1 if report.last == today else None
    return charts.chart([*told, *days], now=goes_on)


def pile(tally: Tally) -> Pile:
    parts = [f"{tally.read:,} read"]
    if tally.processing:
        parts.append(f"{tally.processing:,} being read")
    if tally.failed:
        parts.append(f"{tally.failed:,} failed")
    return Pile(well=tally.read, failed=tally.failed, says=", ".join(parts))


def _day(day: date) -> str:
    return f"{day.day} {day:%b}"


def _key_rows(report: Report, now: datetime) -> list[KeyRow]:
    total = report.total.read
    return [
        KeyRow(
            name=key.name if key else PORTAL,
            note=_note(key, now) if key else "",
            read=tally.read,
            share=words.per_cent(tally.read / total) if total else 0,
            limit=key.first.monthly_limit if key else None,
        )
        for key, tally in report.by_key()
    ]


def _note(key: ApiKey, now: datetime) -> str:
    if key.revoked_at:
        return "revoked"
    return "expired" if key.expires_at and key.expires_at <= now else ""


def _rows(report: Report) -> list[tuple[object, ...]]:
    rows = []
    for line in report.lines:
        key = report.keys.get(line.key) if line.key else None
        named = (key.name, key.prefix) if key else (PORTAL, "")
        rows.append((line.day.isoformat(), *named, *astuple(line.tally)))
    return sorted(rows)
