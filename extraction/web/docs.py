"""The documentation's pages: which there are, in which order, and what they are given to show."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.requests.writing import LISTED_A_DAY
from billing.plans import PLANS
from extraction.uploads import MAX_BYTES


@dataclass(frozen=True, slots=True)
class Page:
    """One page. `verb` is that of the request it is about, if it is about one."""

    name: str
    title: str
    group: str
    verb: str = ""

    @property
    def address(self) -> str:
        return reverse("docs") if self.name == FIRST else reverse("docs_page", args=[self.name])


FIRST = "quickstart"
PAGES = {
    page.name: page
    for page in (
        Page(FIRST, "Quickstart", "Start"),
        Page("portal", "The portal", "Start"),
        Page("keys", "Keys", "Start"),
        Page("limits", "Limits and plans", "Start"),
        Page("extract", "Extract", "Reference", "POST"),
        Page("extraction", "One extraction", "Reference", "GET"),
        Page("extractions", "All extractions", "Reference", "GET"),
        Page("batches", "Batches", "Reference", "POST"),
        Page("validate", "Validate", "Reference", "POST"),
        Page("usage", "Usage", "Reference", "GET"),
        Page("api", "Try every request", "Reference"),
        Page("fields", "Fields", "Guides"),
        Page("confidence", "Confidence", "Guides"),
        Page("accuracy", "Accuracy", "Guides"),
        Page("rules", "Vendor rules", "Guides"),
        Page("warnings", "Warnings and duplicates", "Guides"),
        Page("headers", "Headers", "Guides"),
        Page("requests", "The request log", "Guides"),
        Page("webhooks", "Webhooks", "Guides"),
        Page("idempotency", "Sending it again", "Guides"),
        Page("errors", "Errors", "Guides"),
        Page("changelog", "What changed", "Guides"),
    )
}


@require_safe
def docs(request: HttpRequest, name: str = FIRST) -> HttpResponse:
    if name not in PAGES:
        raise Http404
    shown = {
        "page": PAGES[name],
        "contents": list(_contents()),
        **_neighbours(name),
        "base_url": request.build_absolute_uri("/").rstrip("/"),
        "own_keys": _own_keys(request),
        "plans": PLANS.values(),
        "max_megabytes": MAX_BYTES >> 20,
        "batch_max_megabytes": settings.BATCH_MAX_MB,
        "wait_seconds": round(settings.SYNC_WAIT_SECONDS),
        "listed_a_day": f"{LISTED_A_DAY:,}",
        "retention_days": settings.RETENTION_DAYS,
    }
    return render(request, f"docs/{name}.html", shown)


def _contents() -> Iterator[tuple[str, list[Page]]]:
    for group, pages in groupby(PAGES.values(), key=lambda page: page.group):
        yield group, list(pages)


def _neighbours(name: str) -> dict[str, Page | None]:
    pages = [None, *PAGES.values(), None]
    here = pages.index(PAGES[name])
    return {"before": pages[here - 1], "after": pages[here + 1]}


def _own_keys(request: HttpRequest) -> list[Any]:
    """The reader's keys, to be recognised by their beginning: nobody has the rest but the reader."""
    if not request.user.is_authenticated:
        return []
    return list(request.user.api_keys.live(now=timezone.now()))
