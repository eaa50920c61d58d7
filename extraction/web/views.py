"""The portal's front page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from billing.plans import PLANS


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    return render(request, "extraction/home.html", {"plans": PLANS.values()})
