"""The pages of a document by themselves: what each looks like, and the words on it."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_GET

from accounts.pages import MemberRequest
from extraction import page_pictures, page_words
from extraction.models import Extraction

KEPT_BY_BROWSERS = "private, max-age=3600"
DRAWING_ALONE = "default-src 'none'; frame-ancestors 'none'; sandbox"


@login_required
@require_GET
def picture(request: MemberRequest, public_id: str, number: int) -> HttpResponseBase:
    """Our own drawing of a page: what was sent is never shown as it is."""
    extraction, width = _own(request, public_id), _width(request)
    if not page_pictures.is_there(extraction, page=number):
        raise Http404
    tag = page_pictures.tag(extraction, page=number, width=width)
    unchanged = get_conditional_response(request, etag=tag)
    answer = unchanged or _drawn(extraction, number, width)
    if answer.status_code in (200, 304):
        answer["ETag"], answer["Cache-Control"] = tag, KEPT_BY_BROWSERS
    return answer


@login_required
@require_GET
def words(request: MemberRequest, public_id: str, number: int) -> JsonResponse:
    """The words of a page, each with its box as fractions of the page, in the order of reading."""
    found = [page for page in page_words.of(_own(request, public_id)) if page.number == number]
    if not found:
        raise Http404
    listed = {"page": number, "words": page_words.as_shown(found[0])}
    return JsonResponse(listed, headers={"Cache-Control": KEPT_BY_BROWSERS})


def _drawn(extraction: Extraction, number: int, width: int) -> HttpResponse:
    try:
        jpeg = page_pictures.draw(extraction, page=number, width=width)
    except page_pictures.NotThere as error:
        raise Http404 from error
    except page_pictures.CannotBeShown:
        return _said("This page cannot be shown", status=422)
    except page_pictures.Busy:
        answer = _said("Many pages are being drawn", status=503)
        answer["Retry-After"] = str(page_pictures.AGAIN_AFTER)
        return answer
    return _alone(HttpResponse(jpeg, content_type="image/jpeg"), f"{extraction.public_id}-{number}.jpg")


def _said(sentence: str, *, status: int) -> HttpResponse:
    """A picture of a sentence, for it stands where a picture does."""
    drawing = render_to_string("extraction/review/not_shown.svg", {"sentence": sentence})
    answer = HttpResponse(drawing, content_type="image/svg+xml", status=status)
    answer["Cache-Control"] = "no-store"
    return _alone(answer, "not-shown.svg")


def _alone(answer: HttpResponse, name: str) -> HttpResponse:
    """Whoever opens it by itself sees a picture, in which nothing can run."""
    answer["Content-Disposition"] = f'inline; filename="{name}"'
    answer["Content-Security-Policy"] = DRAWING_ALONE
    answer["Cross-Origin-Resource-Policy"] = "same-origin"
    return answer


def _width(request: HttpRequest) -> int:
    asked = request.GET.get("width", str(page_pictures.USUAL_WIDTH))
    if asked not in map(str, page_pictures.WIDTHS):
        raise Http404
    return int(asked)


def _own(request: MemberRequest, public_id: str) -> Extraction:
    without_results = request.user.extractions.defer("result", "corrected")
    extraction: Extraction = get_object_or_404(without_results, public_id=public_id)
    return extraction
