"""`/metrics`: what all processes of this machine have counted, and how the queues stand that machines share.

Each process counts in files of one folder (prometheus_client calls it multiprocess mode); here they are
added up. Who runs workers on machines of their own gets their counts at `METRICS_PORT` there.
"""

from __future__ import annotations

import hmac
import ipaddress
import shutil
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest, start_http_server
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from config.observing.queues import QueueCollector

NOT_FOR_YOU = "Set METRICS_TOKEN, and send it as a bearer token.\n"


@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    if not _may_look(request):
        return HttpResponse(NOT_FOR_YOU, status=403, content_type="text/plain; charset=utf-8")
    told = generate_latest(_registry(QueueCollector()))
    return HttpResponse(told, content_type=CONTENT_TYPE_LATEST)


def serve_at(port: int, *, host: str) -> None:
    """For a machine without a web server; from a thread of the process that calls it."""
    start_http_server(port, addr=host, registry=_registry())


def start_anew() -> None:
    """Counts of processes that are gone are of no use to those that start now."""
    folder = Path(settings.METRICS_DIR)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)


def _registry(*others: Collector) -> CollectorRegistry:
    registry = CollectorRegistry()
    for collector in others:
        registry.register(collector)
    MultiProcessCollector(registry, path=str(settings.METRICS_DIR))
    return registry


def _may_look(request: HttpRequest) -> bool:
    """With the token where there is one; else from this machine itself, and not through a proxy on it."""
    if settings.METRICS_TOKEN:
        given = request.headers.get("Authorization", "")
        return hmac.compare_digest(given.encode(), f"Bearer {settings.METRICS_TOKEN}".encode())
    return "X-Forwarded-For" not in request.headers and _is_loopback(request.META.get("REMOTE_ADDR", ""))


def _is_loopback(address: str) -> bool:
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False
