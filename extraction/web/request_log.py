"""The log of what programs asked for: its page, the newest of it for the usage page, and one request."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts import keyset
from accounts.keyset import Cursor
from accounts.models import ApiKey, ApiRequest, User
from accounts.pages import MemberRequest, page
from accounts.requests import reading, writing
from accounts.requests.reading import Day
from extraction.models import public_ids
from extraction.web import charts
from extraction.web.charts import Chart, Pile
from extraction.web.request_forms import FilterForm

A_PAGE, NEWEST = 30, 8


@login_required
@require_GET
def request_list(request: MemberRequest) -> HttpResponse:
    now = timezone.now()
    form = FilterForm(request.GET, keys=_choices(request.user, now))
    wanted = form.wanted
    rows = wanted.of(request.user).select_related("key")
    found = keyset.page(rows, cursor=keyset.asked(request.GET.get("cursor", "")), limit=A_PAGE)
    days = reading.days(request.user, now=now)
    shown = {
        "form": form,
        "is_narrowed": wanted != reading.Wanted(),
        "rows": found.rows,
        "older": _address(request, found.next),
        "newer": _address(request, found.previous),
        "days": list(reversed(days)),
        "chart": _chart(days),
        "total": sum(day.requests for day in days),
        "well": sum(day.requests - day.errors for day in days),
        "errors": sum(day.errors for day in days),
        "listed_a_day": writing.LISTED_A_DAY,
        "today": now.date(),
    }
    return page(request, "extraction/requests/page.html", shown)


@login_required
@require_GET
def one_request(request: MemberRequest, pk: int) -> HttpResponse:
    found: ApiRequest = get_object_or_404(request.user.api_requests.select_related("key"), pk=pk)
    document = _document(request.user, found.made)
    is_gone = found.made.startswith(public_ids.EXTRACTION) and not document
    shown = {"one": found, "document": document, "is_gone": is_gone}
    return page(request, "extraction/requests/one.html", shown)


def newest(user: User) -> list[ApiRequest]:
    return list(user.api_requests.select_related("key")[:NEWEST])


def _document(user: User, made: str) -> str:
    """That of a request which made one, unless it was deleted since."""
    is_document = made.startswith(public_ids.EXTRACTION)
    return made if is_document and user.extractions.filter(public_id=made).exists() else ""


def _choices(user: User, now: datetime) -> list[tuple[str, str]]:
    return [(str(key.pk), _named(key)) for key in reading.recognised(user, now)]


def _named(key: ApiKey) -> str:
    return f"{key.name} ({key.prefix}…)"


def _chart(days: list[Day]) -> Chart:
    columns = [(f"{one.day.day} {one.day:%b}", _pile(one)) for one in days]
    return charts.chart(columns, now=len(columns) - 1)


def _pile(one: Day) -> Pile:
    errors = f", {one.errors:,} with an error" if one.errors else ""
    says = f"{one.requests:,} request{'' if one.requests == 1 else 's'}{errors}"
    return Pile(well=one.requests - one.errors, failed=one.errors, says=says)


def _address(request: MemberRequest, cursor: Cursor | None) -> str:
    """Of the page that begins there, with the same filters."""
    if cursor is None:
        return ""
    query = request.GET.copy()
    query["cursor"] = str(cursor)
    return f"?{query.urlencode()}"
