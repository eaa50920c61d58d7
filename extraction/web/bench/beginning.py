"""Where checking begins: at the first of the documents that wait for a person."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from accounts.pages import MemberRequest
from extraction.corrections import reviewing


@never_cache
@login_required
@require_GET
def review_next(request: MemberRequest) -> HttpResponse:
    first = reviewing.first(request.user)
    if first is None:
        return redirect(f"{reverse('documents')}?state=review")
    return redirect("document", first.public_id)
