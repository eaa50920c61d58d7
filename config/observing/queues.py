"""How the queues stand that all machines share, asked for whenever Prometheus asks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from django.utils import timezone
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from config.system import queues
from config.system.queues import Queue
from extraction import backlog


class QueueCollector(Collector):
    """Messages of the broker, and documents by state: a document may wait although its message is lost."""

    def collect(self) -> Iterator[Metric]:
        now = timezone.now()
        yield _messages(queues.standing(now=now) or [])
        yield from _documents(now)


def _messages(standing: Sequence[Queue]) -> Metric:
    family = GaugeMetricFamily(
        "invoice_ocr_messages", "Messages by queue and state.", labels=["queue", "state"]
    )
    for queue in standing:
        for state in ("waiting", "at_work", "later", "dead"):
            family.add_metric([queue.name, state], getattr(queue, state))
    return family


def _documents(now: datetime) -> Iterator[Metric]:
    unfinished = GaugeMetricFamily(
        "invoice_ocr_unfinished",
        "Documents that are not finished, by queue and state.",
        labels=["queue", "state"],
    )
    age = GaugeMetricFamily(
        "invoice_ocr_queue_age_seconds", "How long the oldest document has waited.", labels=["queue"]
    )
    for queue in backlog.standing(now=now):
        unfinished.add_metric([queue.name, "queued"], queue.queued)
        unfinished.add_metric([queue.name, "processing"], queue.processing)
        age.add_metric([queue.name], queue.waited.total_seconds())
    yield unfinished
    yield age
