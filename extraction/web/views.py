"""The portal's pages around documents: each view translates in, makes one call, translates out."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import PurePath
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_POST

from accounts.pages import MemberRequest, is_part, page
from billing.plans import PLANS
from extraction import jobs, payloads
from extraction.engine import render as render_result
from extraction.exports import ubl
from extraction.models import Extraction
from extraction.review import words
from extraction.uploads import MAX_BYTES
from extraction.web import intake, missing_terms, result, rows

RECENT = 20
STOP_POLLING = 286  # htmx takes the content and asks no more


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    return render(request, "extraction/home.html", {"plans": PLANS.values()})


@login_required
@require_GET
def dashboard(request: MemberRequest) -> HttpResponse:
    recent = _recent(request)
    if not is_part(request):
        return page(request, "extraction/dashboard.html", recent)
    status = 200 if recent["is_moving"] else STOP_POLLING
    return page(request, "extraction/moving.html", recent, status=status)


@login_required
@require_POST
def upload(request: MemberRequest) -> HttpResponse:
    refusals = intake.take(request.FILES.getlist("file"), user=request.user, now=timezone.now())
    if is_part(request):
        return page(request, "extraction/uploaded.html", {"refusals": refusals, **_recent(request)})
    for refusal in refusals:
        messages.error(request, str(refusal))
    return redirect("dashboard")


@login_required
@require_GET
def document(request: MemberRequest, public_id: str) -> HttpResponse:
    extraction = _own(request, public_id)
    completed = extraction.status == Extraction.Status.COMPLETED
    shown = {
        "extraction": extraction,
        "progress": words.progress(extraction.pages_read, extraction.pages),
        "result": result.of(extraction) if completed else None,
    }
    status = STOP_POLLING if is_part(request) and extraction.is_finished else 200
    return page(request, "extraction/document.html", shown, status=status)


@login_required
@require_GET
def document_file(request: MemberRequest, public_id: str) -> FileResponse:
    """The original, always as a download: what customers send is never shown as part of this site."""
    extraction = _own(request, public_id)
    try:
        file = extraction.file.open("rb")
    except (FileNotFoundError, ValueError) as error:  # ValueError: it was refused, and never kept
        raise Http404 from error
    return FileResponse(
        file, as_attachment=True, filename=extraction.filename, content_type="application/octet-stream"
    )


@login_required
@require_GET
def document_export(request: MemberRequest, public_id: str, kind: str) -> HttpResponse:
    extraction = _own(request, public_id)
    if extraction.status != Extraction.Status.COMPLETED or kind not in EXPORTS:
        raise Http404
    content_type, write = EXPORTS[kind]
    try:
        content = write(extraction)
    except ubl.MissingTerms:
        return redirect("missing_terms", extraction.public_id)
    name = f"{PurePath(extraction.filename).stem or extraction.public_id}.{kind}"
    disposition = content_disposition_header(as_attachment=True, filename=name) or "attachment"
    return HttpResponse(content, content_type=content_type, headers={"Content-Disposition": disposition})


@login_required
@require_GET
def document_missing_terms(request: MemberRequest, public_id: str) -> HttpResponse:
    """What a document lacks for an electronic invoice; one that lacks nothing has no such page."""
    extraction = _own(request, public_id)
    if extraction.status != Extraction.Status.COMPLETED:
        raise Http404
    missing = missing_terms.of(payloads.document(extraction))
    if not missing:
        return redirect("document", public_id)
    return page(request, "extraction/missing_terms.html", {"extraction": extraction, "missing": missing})


@login_required
@require_GET
def ask_delete(request: MemberRequest, public_id: str) -> HttpResponse:
    return page(request, "extraction/delete.html", {"extraction": _own(request, public_id)})


@login_required
@require_POST
def delete(request: MemberRequest, public_id: str) -> HttpResponse:
    extraction = _own(request, public_id)
    jobs.delete(extraction)
    messages.success(request, f"{extraction.filename} is deleted, file and result.")
    return redirect("dashboard")


def _json(extraction: Extraction) -> str:
    return render_result.to_json(payloads.document(extraction), indent=2)


def _ubl(extraction: Extraction) -> bytes:
    return ubl.to_ubl(payloads.document(extraction))


EXPORTS: dict[str, tuple[str, Callable[[Extraction], str | bytes]]] = {
    "json": ("application/json", _json),
    "csv": ("text/csv; charset=utf-8", payloads.csv),
    "xml": (f"{ubl.MEDIA_TYPE}; charset=utf-8", _ubl),
}


def _own(request: MemberRequest, public_id: str) -> Extraction:
    extraction: Extraction = get_object_or_404(request.user.extractions, public_id=public_id)
    return extraction


def _recent(request: MemberRequest) -> dict[str, Any]:
    recent = list(request.user.extractions.all()[:RECENT])
    return {
        "rows": [rows.of(extraction) for extraction in recent],
        "is_moving": any(not extraction.is_finished for extraction in recent),
        "max_bytes": MAX_BYTES,
        "max_megabytes": MAX_BYTES >> 20,
    }
