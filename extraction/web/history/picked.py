"""What is done with documents that were picked from the list."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.pages import MemberRequest, page
from extraction.corrections import reviewing
from extraction.finding import approving, deleting
from extraction.finding.approving import Outlook
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
    if deleting.delete(selection, now=timezone.now()):
        messages.success(request, f"{_documents(count)} deleted, files and results.")
    else:
        messages.success(request, f"{_documents(count)} are being deleted. You may leave this page.")
    return redirect("documents")


@login_required
@require_POST
def reopen_picked(request: MemberRequest) -> HttpResponse:
    """Undo: those that were approved at this moment are open again."""
    try:
        at = datetime.fromisoformat(request.GET.get("at", "")).astimezone(UTC)
    except (ValueError, OverflowError):
        at = None
    if at and (reopened := reviewing.reopen_approved(request.user, at=at)):
        messages.success(request, f"{_documents(reopened)} can be changed again.")
    else:
        messages.info(request, "There is nothing to undo any more.")
    return redirect(_list(request.GET))


def _approve(request: MemberRequest, selection: Selection) -> HttpResponse:
    now, outlook = timezone.now(), approving.outlook(selection)
    if outlook.to_check and not request.POST.get("sure"):
        return _ask_approve(request, selection, outlook)
    approved = approving.approve(selection, now=now)
    if approved is None:
        messages.success(request, f"{_documents(selection.count())} are being approved.")
    elif approved:
        said = urlencode({"at": now.isoformat(), "search": request.POST.get("search", "")})
        undo = f"{reverse('reopen_picked_documents')}?{said}"
        messages.success(request, _said(f"{_documents(approved)} approved.", outlook), extra_tags=undo)
    else:
        messages.info(request, _said("Nothing to approve.", outlook))
    return redirect(_list(request.POST))


def _ask_approve(request: MemberRequest, selection: Selection, outlook: Outlook) -> HttpResponse:
    return page(
        request, "extraction/documents/approve.html", {"outlook": outlook, **_asked(request, selection)}
    )


def _said(done: str, outlook: Outlook) -> str:
    """And why the others were not."""
    reasons = [
        (outlook.failed, "failed, so it cannot be approved.", "failed, so they cannot be approved."),
        (outlook.unread, "is not read yet.", "are not read yet."),
        (outlook.approved, "was approved already.", "were approved already."),
    ]
    told = [f"{count:,} {one if count == 1 else many}" for count, one, many in reasons if count]
    return " ".join([done, *told])


def _ask_delete(request: MemberRequest, selection: Selection) -> HttpResponse:
    count = selection.count()
    if not count:
        return _back(request, "These documents are not here any more.")
    return page(request, "extraction/documents/delete.html", {"count": count, **_asked(request, selection)})


def _asked(request: MemberRequest, selection: Selection) -> dict[str, Any]:
    """What a page that asks first sends again: what was picked, and the list from which it was."""
    search = request.POST.get("search", "")
    return {"selection": selection, "search": search, "back": _list(request.POST)}


def _back(request: MemberRequest, message: str) -> HttpResponse:
    messages.error(request, message)
    return redirect(_list(request.POST))


def _list(said: QueryDict) -> str:
    """The address of the list as it was."""
    address = ""
    with suppress(NotUnderstood):
        address = picking.search(said).address()
    return f"{reverse('documents')}?{address}".rstrip("?")


def _documents(count: int) -> str:
    return "1 document" if count == 1 else f"{count:,} documents"
