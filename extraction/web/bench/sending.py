"""Sending a document that failed once more: its file is still here."""

from __future__ import annotations

from datetime import datetime

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.files.base import File
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.pages import MemberRequest
from extraction import duplicates, jobs, refusals, uploads
from extraction.models import Extraction
from extraction.web.bench.documents import own


@login_required
@require_POST
def send_again(request: MemberRequest, public_id: str) -> HttpResponse:
    extraction = own(request, public_id)
    try:
        again = _sent_again(extraction, now=timezone.now())
    except refusals.REASONS as error:
        reason = refusals.of(error, filename=extraction.filename)
        messages.error(request, f"{extraction.filename} was not sent. {reason}")
    except (FileNotFoundError, ValueError):  # ValueError: it was refused, and never kept
        messages.error(request, f"{extraction.filename} is no longer kept. Drop it again.")
    else:
        return redirect("document", again.public_id)
    return redirect("dashboard")


def _sent_again(extraction: Extraction, *, now: datetime) -> Extraction:
    with extraction.file.open("rb") as stored:
        upload = uploads.store(File(stored, name=extraction.filename), today=now.date())
    with transaction.atomic():
        duplicates.one_at_a_time(extraction.user_id)
        sent = _sent_before(extraction)
        if sent is None:
            return jobs.submit(user=extraction.user, upload=upload, now=now, takes_place=False)
    uploads.discard([upload.name])
    return sent


def _sent_before(extraction: Extraction) -> Extraction | None:
    """By a second press of the button, or in another window: it is read and counted once."""
    later = Extraction.objects.filter(user=extraction.user_id, pk__gt=extraction.pk)
    return later.filter(sha256=extraction.sha256).exclude(status=Extraction.Status.FAILED).first()
