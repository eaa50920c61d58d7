"""How many requests there are, how long they take and how they end, counted by the kind of address."""

from __future__ import annotations

import time
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from prometheus_client import Histogram

SECONDS = Histogram(
    "invoice_ocr_request_seconds",
    "Requests by method, route and status, and how long each took.",
    ["method", "route", "status"],
    buckets=(0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60),
)
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
NO_ROUTE = "none"


def middleware(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    def answer(request: HttpRequest) -> HttpResponse:
        began = time.perf_counter()
        response = get_response(request)
        _labelled(request, response).observe(time.perf_counter() - began)
        return response

    return answer


def _labelled(request: HttpRequest, response: HttpResponse) -> Histogram:
    """Routes and not paths, and known methods only: strangers must not be able to make up labels."""
    match = request.resolver_match
    return SECONDS.labels(
        method=request.method if request.method in METHODS else "other",
        route=f"/{match.route}" if match else NO_ROUTE,
        status=str(response.status_code),
    )
