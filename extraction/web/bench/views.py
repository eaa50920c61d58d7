"""The page of one document."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.views.decorators.http import require_GET

from accounts.pages import STOP_POLLING, MemberRequest, is_part, page
from extraction.models import Extraction
from extraction.review import words
from extraction.web import result
from extraction.web.bench.documents import own


@login_required
@require_GET
def document(request: MemberRequest, public_id: str) -> HttpResponse:
    extraction = own(request, public_id)
    completed = extraction.status == Extraction.Status.COMPLETED
    shown = {
        "extraction": extraction,
        "progress": words.progress(extraction.pages_read, extraction.pages),
        "result": result.of(extraction) if completed else None,
    }
    status = STOP_POLLING if is_part(request) and extraction.is_finished else 200
    return page(request, "extraction/document.html", shown, status=status)
