"""The page of one document, and what is done on it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from accounts.pages import STOP_POLLING, MemberRequest, is_part, page
from extraction import first_read
from extraction.corrections import reviewing
from extraction.models import Extraction
from extraction.review import words
from extraction.web import came_from, viewer
from extraction.web.bench import differences, files, orders, sheet, working
from extraction.web.bench.documents import own, own_completed
from extraction.web.bench.looking import Typed
from extraction.web.bench.orders import Order
from extraction.web.bench.sheet import NOTHING_TYPED
from extraction.web.bench.working import Outcome


@never_cache
@login_required
@require_GET
def document(request: MemberRequest, public_id: str) -> HttpResponse:
    extraction = own(request, public_id)
    first_read.note(extraction, user=request.user, now=timezone.now(), stays=first_read.AFTER_PAGE)
    if extraction.status == Extraction.Status.COMPLETED and not is_part(request):
        return _bench(request, extraction, part=_part(request))
    return _waiting(request, extraction)


@login_required
@require_http_methods(["GET", "POST"])
def work(request: MemberRequest, public_id: str) -> HttpResponse:
    """What a button asks for. Who had to log in first only opens this address, and comes to the document."""
    if request.method == "GET":
        return redirect("document", public_id)
    extraction = own_completed(request, public_id)
    try:
        order = orders.of(request.POST)
    except orders.NotAnOrder:
        return HttpResponseBadRequest("This is not a button of this page.")
    before = sheet.of(extraction, viewer=request.user, part=order.part)
    texts = before.texts
    changed = {path: text for path, text in order.typed.items() if text != texts.get(path)}
    try:
        outcome = working.carry_out(extraction, order, changed, by=request.user, now=timezone.now())
    except working.Decided:
        messages.error(request, "Somebody has decided on this document. Reopen it to change something.")
        return _go(request, reverse("document", args=[public_id]))
    except Extraction.DoesNotExist as error:  # deleted while this was on its way
        raise Http404 from error
    if outcome.is_decided:
        return _decided(request, outcome, order)
    if is_part(request):
        return _answer(request, outcome, order, before)
    return _whole(request, outcome, order)


@login_required
@require_GET
def line(request: MemberRequest, public_id: str, place: int) -> HttpResponse:
    """One line with all its values, also those that its row has no cell for."""
    extraction = own_completed(request, public_id)
    found = sheet.line(extraction, place - 1, viewer=request.user)
    if found is None:
        raise Http404
    return page(request, "extraction/review/line.html", {"extraction": extraction, "line": found})


def _waiting(request: MemberRequest, extraction: Extraction) -> HttpResponse:
    """On its way or failed. Who waits for it here sees it as soon as it is there."""
    shown = {
        "extraction": extraction,
        "progress": words.progress(extraction.pages_read, extraction.pages),
        "came_from": came_from.of(request),
    }
    is_over = is_part(request) and extraction.is_finished
    response = page(request, "extraction/document.html", shown, status=STOP_POLLING if is_over else 200)
    if is_over and extraction.status == Extraction.Status.COMPLETED:
        response["HX-Refresh"] = "true"
    return response


def _bench(
    request: MemberRequest, extraction: Extraction, *, part: int, typed: Typed = NOTHING_TYPED
) -> HttpResponse:
    shown = _shown(request, extraction, part=part, typed=typed)
    shown["came_from"] = came_from.of(request)
    shown["pages"] = viewer.pages(extraction, shown["sheet"].document)
    shown["exports"] = [(kind, name) for kind, name in files.NAMES.items() if kind in files.EXPORTS]
    return page(request, "extraction/review/page.html", shown)


def _shown(request: MemberRequest, extraction: Extraction, *, part: int, typed: Typed) -> dict[str, Any]:
    return {
        "extraction": extraction,
        "sheet": sheet.of(extraction, viewer=request.user, part=part, typed=typed),
        "beside": reviewing.neighbours(extraction),
    }


def _answer(request: MemberRequest, outcome: Outcome, order: Order, before: sheet.Sheet) -> HttpResponse:
    """The parts of the sheet that are others now, and what was done."""
    shown = _shown(request, outcome.extraction, part=order.part, typed=outcome.typed)
    changes = differences.between(before, shown["sheet"], touched=outcome.touched)
    off = [] if order.verb == "keep" else shown["sheet"].still_off(outcome.touched)
    shown |= {"changes": changes, "said": " ".join([outcome.said, *off])}
    return page(request, "extraction/review/answer.html", shown)


def _whole(request: MemberRequest, outcome: Outcome, order: Order) -> HttpResponse:
    if outcome.typed.faults:
        return _bench(request, outcome.extraction, part=order.part, typed=outcome.typed)
    if outcome.said:
        messages.success(request, outcome.said)
    address = reverse("document", args=[outcome.extraction.public_id])
    return redirect(
        f"{address}?part={order.part}{_anchor(order)}" if order.part > 1 else address + _anchor(order)
    )


def _decided(request: MemberRequest, outcome: Outcome, order: Order) -> HttpResponse:
    """On to the next one that waits, if there is one; the one before can be opened again from there."""
    if order.verb == "reopen":
        messages.success(request, outcome.said)
        return _go(request, reverse("document", args=[outcome.extraction.public_id]))
    undo = reverse("document_work", args=[outcome.extraction.public_id])
    messages.success(request, outcome.said, extra_tags=undo)
    beside = reviewing.neighbours(outcome.extraction)
    following = beside.next or beside.previous
    if following is None:
        messages.success(request, "Nothing is left to review.")
        return _go(request, reverse("dashboard"))
    return _go(request, reverse("document", args=[following.public_id]))


def _go(request: MemberRequest, address: str) -> HttpResponse:
    if is_part(request):
        return HttpResponse(status=204, headers={"HX-Redirect": address})
    return redirect(address)


def _anchor(order: Order) -> str:
    if order.row >= 0:
        return f"#f-line_items.{order.row}"
    return f"#f-{order.path}" if order.path else ""


def _part(request: MemberRequest) -> int:
    asked = request.GET.get("part", "1")
    if not (asked.isascii() and asked.isdigit() and len(asked) < 6):
        raise Http404
    return int(asked)
