"""What workers do. Messages carry ids; every actor is safe to run twice."""

from __future__ import annotations

import dramatiq

from extraction import work


@dramatiq.actor(queue_name="interactive", max_retries=5, min_backoff=1_000, time_limit=900_000)
def extract(pk: int) -> None:
    work.run(pk=pk)


@dramatiq.actor(queue_name="bulk", max_retries=5, min_backoff=1_000, time_limit=900_000)
def extract_next() -> None:
    work.run_next()
