"""What is done with documents that were picked from the list."""

from __future__ import annotations

from contextlib import suppress

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.pages import MemberRequest, page
from extraction.finding import approving, deleting
from extraction.finding.searches import NotUnderstood
from extraction.finding.selections import Selection
from extraction.web.history import files, picking


@login_required
@require_POST
def picked(request: MemberRequest) -> HttpResponseBase:
    """The buttons of the list: each file, and what changes the documents."""
    try:
        selection = picking.selection(request)
    except NotUnderstood as error:
        return _back(request, str(error))
    wanted = request.POST.get("do", "")
    if wanted in files.KINDS:
        return files.sent(request, selection, wanted)
    if wanted == "approve":
        return _approve(request, selection)
    if wanted == "delete":
        return _ask_delete(request, selection)
    return _back(request, "Choose what to do with the documents.")


@login_required
@require_POST
def delete_picked(request: MemberRequest) -> HttpResponse:
    try:
        selection = picking.selection(request)
    except NotUnderstood as error:
        return _back(request, str(error))
    count = selection.count()
    if deleting.delete(selection):
        messages.success(request, f"{_documents(count)} deleted, files and results.")
    else:
        messages.success(request, f"{_documents(count)} are being deleted. You may leave this page.")
    return redirect("documents")


def _approve(request: MemberRequest, selection: Selection) -> HttpResponse:
    approved = approving.approve(selection, now=timezone.now())
    if approved is None:
        messages.success(request, f"{_documents(selection.count())} are being approved.")
    elif approved:
        messages.success(request, f"{_documents(approved)} approved.")
    else:
        messages.info(request, "Nothing to approve: these are approved already, or not read.")
    return redirect(_list(request))


def _ask_delete(request: MemberRequest, selection: Selection) -> HttpResponse:
    count = selection.count()
    if not count:
        return _back(request, "These documents are not here any more.")
    shown = {"selection": selection, "count": count, "back": _list(request)}
    return page(request, "extraction/documents/delete.html", shown)


def _back(request: MemberRequest, message: str) -> HttpResponse:
    messages.error(request, message)
    return redirect(_list(request))


def _list(request: MemberRequest) -> str:
    """The address of the list as it was."""
    address = ""
    with suppress(NotUnderstood):
        address = picking.search(request.POST).address()
    return f"{reverse('documents')}?{address}".rstrip("?")


def _documents(count: int) -> str:
    return "1 document" if count == 1 else f"{count:,} documents"
