"""Sending a document that failed once more: its file is still here."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.files.base import File
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.pages import MemberRequest
from extraction.web import intake
from extraction.web.bench.documents import own


@login_required
@require_POST
def send_again(request: MemberRequest, public_id: str) -> HttpResponse:
    extraction = own(request, public_id)
    try:
        with extraction.file.open("rb") as stored:
            file = File(stored, name=extraction.filename)
            refusals = intake.take([file], user=request.user, now=timezone.now())
    except (FileNotFoundError, ValueError):  # ValueError: it was refused, and never kept
        messages.error(request, f"{extraction.filename} is no longer kept. Drop it again.")
        return redirect("dashboard")
    for refusal in refusals:
        messages.error(request, str(refusal))
    return redirect("dashboard")
