"""Deleting a document, on a page that asks."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_POST

from accounts.pages import MemberRequest, page
from extraction import jobs
from extraction.web import came_from
from extraction.web.bench.documents import own


@login_required
@require_GET
def ask_delete(request: MemberRequest, public_id: str) -> HttpResponse:
    back = came_from.back_to(request.GET.get("back", ""))
    return page(request, "extraction/delete.html", {"extraction": own(request, public_id), "back": back})


@login_required
@require_POST
def delete(request: MemberRequest, public_id: str) -> HttpResponse:
    extraction = own(request, public_id)
    jobs.delete(extraction)
    messages.success(request, f"{extraction.filename} is deleted, file and result.")
    return redirect(came_from.back_to(request.POST.get("back", "")))
