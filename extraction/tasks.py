"""What workers do. Messages carry ids; every actor is safe to run twice."""

from __future__ import annotations

import dramatiq
from django.utils import timezone

from extraction import closing, work
from extraction.finding import running
from extraction.webhooks import delivery, notices


@dramatiq.actor(queue_name="interactive", max_retries=5, min_backoff=1_000, time_limit=900_000)
def extract(pk: int) -> None:
    work.run(pk=pk)


@dramatiq.actor(queue_name="bulk", max_retries=5, min_backoff=1_000, time_limit=7_200_000)
def extract_next() -> None:
    work.run_next()


@dramatiq.actor(queue_name="delivery", max_retries=5, min_backoff=1_000, time_limit=120_000)
def deliver(pk: int) -> None:
    delivery.run(pk=pk)


@dramatiq.actor(queue_name="delivery", max_retries=10, min_backoff=15_000, time_limit=60_000)
def tell_of_disabled_endpoint(pk: int) -> None:
    notices.endpoint_disabled(pk=pk)


@dramatiq.actor(queue_name="delivery", max_retries=12, min_backoff=15_000, time_limit=1_800_000)
def close_account(pk: int) -> None:
    closing.finish(pk=pk, now=timezone.now())


@dramatiq.actor(queue_name="delivery", max_retries=12, min_backoff=15_000, time_limit=1_800_000)
def run_errand(pk: int) -> None:
    running.run(pk=pk, now=timezone.now())
