"""The list of documents: searched, narrowed, sorted and turned page by page, all by its address."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts.models import User
from accounts.pages import MemberRequest, is_part, page
from extraction.finding import pages, searches
from extraction.finding.searches import NotUnderstood, Search
from extraction.review import words
from extraction.web.history import lines

MOST_KEYS = 100
MORE = ("received_from", "received_to", "currency", "source")  # of the filters, those that are out of sight


@login_required
@require_GET
def documents(request: MemberRequest) -> HttpResponse:
    """Its address says all of it, so that it can be kept, and sent to somebody."""
    typed = {name: request.GET.get(name, "") for name in asdict(Search())}
    narrows_more = any(typed[name] for name in MORE)
    shown = {"typed": typed, "narrows_more": narrows_more, **_choices(request.user)}
    try:
        search = searches.read(typed)
    except NotUnderstood as error:
        return page(request, "extraction/documents/list.html", {**shown, "faults": error.faults})
    response = page(request, "extraction/documents/list.html", {**shown, **_found(request, search)})
    if is_part(request):
        response["HX-Push-Url"] = f"{request.path}?{lines.turned(search, _number(request))}".rstrip("?")
    return response


def _found(request: MemberRequest, search: Search) -> dict[str, Any]:
    now = timezone.now()  # what comes in later is not on this page, so it is not picked with it
    found = pages.page(search, user=request.user, number=_number(request))
    return {
        "search": search,
        "found": found,
        "lines": [lines.of(extraction) for extraction in found.rows],
        "headings": lines.headings(search),
        "pages": lines.pages(search, found),
        "is_all": bool(request.GET.get("all")),
        "seen": now.isoformat(),
    }


def _choices(user: User) -> dict[str, Any]:
    return {
        "states": [(name, title) for name, (title, _) in searches.STATES.items()],
        "sources": [(name, title) for name, (title, _) in searches.SOURCES.items()],
        "keys": [(f"key-{key.pk}", key.name) for key in user.api_keys.order_by("name", "pk")[:MOST_KEYS]],
        "currencies": list(words.SIGNS),
        "orders": lines.SORTED_BY.items(),
    }


def _number(request: MemberRequest) -> int:
    """What is no number is the first page."""
    text = request.GET.get("page", "")
    return max(1, int(text)) if text.isascii() and text.isdigit() and len(text) < 10 else 1
