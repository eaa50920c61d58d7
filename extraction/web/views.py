"""The portal's pages around documents: each view translates in, makes one call, translates out."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from accounts.pages import MemberRequest, is_part, page
from billing.plans import PLANS
from extraction.uploads import MAX_BYTES
from extraction.web import intake, rows

RECENT = 20
STOP_POLLING = 286  # htmx takes the content and asks no more


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    return render(request, "extraction/home.html", {"plans": PLANS.values()})


@login_required
@require_GET
def dashboard(request: MemberRequest) -> HttpResponse:
    recent = _recent(request)
    if not is_part(request):
        return page(request, "extraction/dashboard.html", recent)
    status = 200 if recent["is_moving"] else STOP_POLLING
    return page(request, "extraction/moving.html", recent, status=status)


@login_required
@require_POST
def upload(request: MemberRequest) -> HttpResponse:
    refusals = intake.take(request.FILES.getlist("file"), user=request.user, now=timezone.now())
    if is_part(request):
        return page(request, "extraction/uploaded.html", {"refusals": refusals, **_recent(request)})
    for refusal in refusals:
        messages.error(request, str(refusal))
    return redirect("dashboard")


def _recent(request: MemberRequest) -> dict[str, Any]:
    recent = list(request.user.extractions.without_results()[:RECENT])
    return {
        "rows": [rows.of(extraction) for extraction in recent],
        "is_moving": any(not extraction.is_finished for extraction in recent),
        "max_bytes": MAX_BYTES,
        "max_megabytes": MAX_BYTES >> 20,
    }
