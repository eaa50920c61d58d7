"""What workers do. Messages carry ids; every actor is safe to run twice."""

from __future__ import annotations

from datetime import datetime

import dramatiq
from django.utils import timezone

from extraction import closing, work
from extraction.finding import approving, deleting
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
def delete_found(user_pk: int, address: str, seen: str) -> None:
    deleting.finish(user_pk=user_pk, address=address, seen=datetime.fromisoformat(seen))


@dramatiq.actor(queue_name="delivery", max_retries=12, min_backoff=15_000, time_limit=1_800_000)
def approve_found(user_pk: int, address: str, seen: str) -> None:
    until = datetime.fromisoformat(seen)
    approving.finish(user_pk=user_pk, address=address, seen=until, now=timezone.now())
