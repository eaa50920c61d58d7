"""The page of a batch: how far it is, its documents, what failed and why, and its results as files."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from accounts.pages import STOP_POLLING, MemberRequest, is_part, page
from extraction import batches, exports, first_read, forecast, overviews
from extraction.engine import render
from extraction.models import Batch, Extraction
from extraction.web import rows

ROWS = 50


@login_required
@require_GET
def batch(request: MemberRequest, public_id: str) -> HttpResponse:
    told = _told(_counted(request, public_id), request.GET.get("page", "1"))
    status = STOP_POLLING if is_part(request) and not told["is_moving"] else 200
    return page(request, "extraction/batch/page.html", told, status=status)


@login_required
@require_GET
def batch_export(request: MemberRequest, public_id: str, kind: str) -> HttpResponse:
    found = _own(request, public_id)
    if found.finished_at:
        stays = first_read.AFTER_PAGE
        first_read.note_all(found.extractions.all(), user=request.user, now=timezone.now(), stays=stays)
    if kind == "json":
        return _file(found, _json(found), "json", "application/json")
    if kind not in exports.batches.KINDS:
        raise Http404
    chosen = exports.batches.KINDS[kind]
    return _file(found, chosen.write(found), chosen.ending, chosen.content_type)


@login_required
@require_GET
def ask_delete_batch(request: MemberRequest, public_id: str) -> HttpResponse:
    return page(request, "extraction/batch/delete.html", {"batch": _counted(request, public_id)})


@login_required
@require_POST
def delete_batch(request: MemberRequest, public_id: str) -> HttpResponse:
    batches.delete(_own(request, public_id), now=timezone.now())
    messages.success(request, "The batch is deleted, files and results.")
    return redirect("dashboard")


def _json(found: Batch) -> bytes:
    return render.to_json(overviews.results(found), indent=2).encode()


def _file(found: Batch, content: bytes, ending: str, content_type: str) -> HttpResponse:
    attached = {"Content-Disposition": f'attachment; filename="{found.public_id}.{ending}"'}
    return HttpResponse(content, content_type=content_type, headers=attached)


def _told(found: Batch, number: str) -> dict[str, Any]:
    documents = found.extractions.without_results().order_by("position", "pk")
    of_page = Paginator(documents, ROWS).get_page(number)
    failed = documents.filter(status=Extraction.Status.FAILED)
    is_moving = found.finished_at is None
    return {
        "batch": found,
        "is_moving": is_moving,
        "time_left": _time(forecast.seconds_until_complete(found)) if is_moving else "",
        "rows": [rows.of(extraction) for extraction in of_page],
        "page": of_page,
        "failed": [rows.of(extraction) for extraction in failed[:ROWS]],
        "to_check": documents.to_review().count(),
    }


def _time(seconds: int) -> str:
    """`40 seconds`, `2 minutes`; empty where nothing is waiting."""
    if seconds < 100:
        return f"{seconds} second{'s' if seconds != 1 else ''}" if seconds else ""
    return f"{-(-seconds // 60)} minutes"


def _counted(request: MemberRequest, public_id: str) -> Batch:
    found: Batch = get_object_or_404(request.user.batches.counted(), public_id=public_id)
    return found


def _own(request: MemberRequest, public_id: str) -> Batch:
    found: Batch = get_object_or_404(request.user.batches, public_id=public_id)
    return found
