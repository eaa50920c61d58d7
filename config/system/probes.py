"""What load balancers and orchestrators ask: does this process answer, and may it be sent requests?"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from config.system import readiness


@require_safe
@never_cache
def healthz(_: HttpRequest) -> HttpResponse:
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8")


@require_safe
@never_cache
def readyz(_: HttpRequest) -> JsonResponse:
    """Without readers documents are taken and wait: that is told, and no reason to send nobody here."""
    found = readiness.checks(now=timezone.now())
    is_ready = not any(check.fault for check in found if check.is_needed)
    is_well = not any(check.fault for check in found)
    said = {check.name: check.fault or "ok" for check in found}
    status = "ready" if is_well else "degraded" if is_ready else "unready"
    return JsonResponse({"status": status, "checks": said}, status=200 if is_ready else 503)
