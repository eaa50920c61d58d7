"""The operator's page, behind the admin's door."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts.pages import is_part, page
from config.system import standing


@require_GET
def system(request: HttpRequest) -> HttpResponse:
    """Whole, or what changes by the second where the page itself asks for that again."""
    now = timezone.now()
    if is_part(request):
        return render(request, "system/_now.html", {"now": standing.right_now(now=now)})
    return page(request, "system/page.html", {"system": standing.of_the_service(now=now)})
