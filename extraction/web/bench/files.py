"""What can be taken along of a document: the original, and its result in every form."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import PurePath

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET

from accounts.pages import MemberRequest, page
from extraction import exports, first_read, payloads
from extraction.engine import render as render_result
from extraction.exports import ubl
from extraction.models import Extraction
from extraction.web.bench import missing_terms
from extraction.web.bench.documents import own, own_completed


@login_required
@require_GET
def document_file(request: MemberRequest, public_id: str) -> FileResponse:
    """The original, always as a download: what customers send is never shown as part of this site."""
    extraction = own(request, public_id)
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
    extraction = own_completed(request, public_id)
    if kind not in EXPORTS:
        raise Http404
    first_read.note(extraction, user=request.user, now=timezone.now(), stays=first_read.AFTER_PAGE)
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
    extraction = own_completed(request, public_id)
    missing = missing_terms.of(payloads.document(extraction))
    if not missing:
        return redirect("document", public_id)
    return page(request, "extraction/missing_terms.html", {"extraction": extraction, "missing": missing})


def _json(extraction: Extraction) -> str:
    return render_result.to_json(payloads.document(extraction), indent=2)


def _xlsx(extraction: Extraction) -> bytes:
    title, created = extraction.filename, extraction.created_at
    with exports.xlsx.written([extraction], title=title, created=created) as file:
        return file.read()


def _ubl(extraction: Extraction) -> bytes:
    return ubl.to_ubl(payloads.document(extraction))


EXPORTS: dict[str, tuple[str, Callable[[Extraction], str | bytes]]] = {
    "json": ("application/json", _json),
    "csv": ("text/csv; charset=utf-8", payloads.csv),
    "xlsx": (exports.xlsx.MEDIA_TYPE, _xlsx),
    "xml": (f"{ubl.MEDIA_TYPE}; charset=utf-8", _ubl),
}
NAMES = {"json": "JSON", "csv": "CSV", "xlsx": "Excel (XLSX)", "xml": "UBL 2.1"}
