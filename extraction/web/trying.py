"""Trying it without an account: the built-in samples on the bench, with what the engine read in them.

Nothing is kept of what is changed there, so the page says so and no form leads anywhere.
"""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.http import require_safe

from extraction import page_words, samples
from extraction.engine import render as render_result
from extraction.page_words import WordsOfPage
from extraction.samples import SAMPLES, Sample
from extraction.web import viewer
from extraction.web.bench import sheet

PICTURE_WIDTH = 1600


@require_safe
def sample(request: HttpRequest, name: str) -> HttpResponse:
    found = _sample(name)
    document = samples.document(found)
    shown = {
        "sample": found,
        "samples": SAMPLES.values(),
        "pages": leaves(found, document),
        "sheet": sheet.of_document(document, viewer=request.user),
        "json": render_result.to_json({k: v for k, v in document.items() if k != "evidence"}, indent=2),
    }
    return render(request, "extraction/try.html", shown)


@require_safe
def sample_words(_: HttpRequest, name: str, number: int) -> JsonResponse:
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
    return page_words.read(samples.transcript(sample))


def _sample(name: str) -> Sample:
    if name not in SAMPLES:
        raise Http404
    return SAMPLES[name]
