"""Trying it without an account: the built-in samples on the bench, with what the engine read in them.

Nothing is kept of what is changed there, so the page says so and no form leads anywhere.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.http import require_GET

from extraction import page_words, samples
from extraction.engine import render as render_result
from extraction.page_words import WordsOfPage
from extraction.review import checks, confidence, doubts, fields, words
from extraction.review.confidence import Chip
from extraction.samples import SAMPLES, Sample
from extraction.web import viewer

PICTURE_WIDTH = 1600
CELLS = ("description", "quantity", "unit_price", "amount")


@dataclass(frozen=True, slots=True)
class Cell:
    path: str
    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Value:
    """A field as it is shown; `printed` when it looks different on the page."""

    path: str
    label: str
    value: str
    kind: str
    chip: Chip
    printed: str = ""


@require_GET
def sample(request: HttpRequest, name: str) -> HttpResponse:
    found = _sample(name)
    document = samples.document(found)
    shown = {
        "sample": found,
        "samples": SAMPLES.values(),
        "pages": leaves(found, document),
        "groups": {group: list(_values(document, group)) for group in fields.GROUPS},
        "lines": [_cells(index, item) for index, item in enumerate(document["line_items"])],
        "checks": checks.of(document),
        "doubts": doubts.of(document),
        "json": render_result.to_json({k: v for k, v in document.items() if k != "evidence"}, indent=2),
    }
    return render(request, "extraction/try.html", shown)


@require_GET
def sample_words(request: HttpRequest, name: str, number: int) -> JsonResponse:
    del request
    pages = [page for page in _transcript(_sample(name)) if page.number == number]
    if not pages:
        raise Http404
    return JsonResponse({"page": number, "words": page_words.as_shown(pages[0])})


def leaves(sample: Sample, document: dict[str, Any]) -> list[viewer.Leaf]:
    """The sample's pages, with a box around each value."""
    at = partial(_addresses, sample)
    return viewer.leaves(document, _transcript(sample), count=sample.pages, at=at)


def _addresses(sample: Sample, number: int) -> viewer.Addresses:
    asked = reverse("sample_words", kwargs={"name": sample.name, "number": number})
    return viewer.Addresses(static(sample.picture(number)), asked, (PICTURE_WIDTH,), PICTURE_WIDTH)


def _transcript(sample: Sample) -> tuple[WordsOfPage, ...]:
    return page_words.unpacked(page_words.pack(samples.transcript(sample)))


def _values(document: dict[str, Any], group: str) -> Iterator[Value]:
    for spec in fields.GROUPS[group]:
        value, evidence = fields.at(document, spec.path), document["evidence"].get(spec.path)
        if value is not None:
            said = fields.in_words(value, spec.kind, document["currency"])
            printed = str((evidence or {}).get("text") or "") if spec.kind == "day" else ""
            yield Value(spec.path, spec.label, said, spec.kind, confidence.chip(evidence), printed)
        elif spec.is_always_shown:
            yield Value(spec.path, spec.label, "", spec.kind, confidence.NOT_FOUND)


def _cells(index: int, item: dict[str, Any]) -> list[Cell]:
    return [
        Cell(f"line_items.{index}.{name}", name.replace("_", " "), _written(item[name])) for name in CELLS
    ]


def _written(value: Any) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else words.amount(value, None)


def _sample(name: str) -> Sample:
    if name not in SAMPLES:
        raise Http404
    return SAMPLES[name]
