"""Documents of the list as one file: all that it shows, or those that were picked."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts import audit
from accounts.happenings import Happening
from accounts.pages import MemberRequest
from extraction import exports
from extraction.finding import searches
from extraction.finding.searches import NotUnderstood
from extraction.finding.selections import Selection

KINDS = {"csv": "CSV", "xlsx": "Excel", "json": "JSON", "ubl": "UBL"}


@login_required
@require_GET
def export_documents(request: MemberRequest, kind: str) -> HttpResponseBase:
    """All that a search finds; its address is that of the list."""
    try:
        search = searches.read(request.GET.dict())
    except NotUnderstood as error:
        raise Http404 from error
    if kind not in KINDS:
        raise Http404
    return sent(request, Selection(user=request.user, seen=timezone.now(), search=search), kind)


def sent(request: MemberRequest, selection: Selection, kind: str) -> HttpResponseBase:
    """Sent while it is written. What goes wrong on the way ends it."""
    now = timezone.now()
    if (count := selection.count()) > 1:
        about = {"count": f"{count:,}", "kind": KINDS[kind]}
        audit.record(Happening.DOCUMENTS_EXPORTED, user=request.user, **about)
    name = f"documents-{now:%Y-%m-%d}"
    if kind == "xlsx":
        return _workbook(request, selection, name)
    if kind == "ubl":
        if len(selection.ids) == 1:  # it has a page of its own for what it may lack
            return redirect("document_export", selection.ids[0], "xml")
        return _stream(
            exports.invoices.stream(selection.documents(), now=now), f"{name}.zip", "application/zip"
        )
    if kind == "json":
        return _stream(exports.json.stream(selection.documents()), f"{name}.json", "application/json")
    return _stream(exports.csv.stream(selection.documents()), f"{name}.csv", "text/csv; charset=utf-8")


def _workbook(request: MemberRequest, selection: Selection, name: str) -> HttpResponseBase:
    try:
        file = exports.xlsx.written(selection.documents(), title=name, created=timezone.now())
    except exports.xlsx.TooManyRows as error:
        messages.error(request, str(error))
        return redirect("documents")
    return FileResponse(
        file, as_attachment=True, filename=f"{name}.xlsx", content_type=exports.xlsx.MEDIA_TYPE
    )


def _stream(parts: Iterable[bytes], name: str, content_type: str) -> StreamingHttpResponse:
    headers: dict[str, Any] = {"Content-Disposition": f'attachment; filename="{name}"'}
    return StreamingHttpResponse(parts, content_type=content_type, headers=headers)
