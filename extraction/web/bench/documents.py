"""Whose document it is that a page is about."""

from __future__ import annotations

from django.http import Http404
from django.shortcuts import get_object_or_404

from accounts.pages import MemberRequest
from extraction.models import Extraction


def own(request: MemberRequest, public_id: str) -> Extraction:
    extraction: Extraction = get_object_or_404(request.user.extractions, public_id=public_id)
    return extraction


def own_completed(request: MemberRequest, public_id: str) -> Extraction:
    """Only what was read: of what is on its way or failed there is nothing to correct or to take along."""
    extraction = own(request, public_id)
    if extraction.status != Extraction.Status.COMPLETED:
        raise Http404
    return extraction
