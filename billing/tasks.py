"""What workers do about payment. Messages carry ids; every actor is safe to run twice.

What fails is tried again by the sweeper, which knows for how long it has failed.
"""

from __future__ import annotations

import dramatiq
from django.utils import timezone

from billing import sending


@dramatiq.actor(queue_name="billing", max_retries=0, time_limit=110_000)
def send_letter(pk: int) -> None:
    sending.send(pk=pk, now=timezone.now())
