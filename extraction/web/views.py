"""The portal's front page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from billing.plans import PLANS
from extraction.samples import SAMPLES
from extraction.web import specimen


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    shown = {
        "plans": PLANS.values(),
        "specimen": specimen.of_front_page(),
        "to_check": specimen.to_check(),
        "samples": SAMPLES.values(),
    }
    return render(request, "extraction/home.html", shown)
