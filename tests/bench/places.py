"""Where the service runs that is measured: on the embedded stack, or on PostgreSQL and Redis.

Unlike for the tests, PostgreSQL waits for the disk here, as it does where invoices are real.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path

from tests import servers
from tests.bench import first
from tests.service import Service, running_service
from tests.stack import NEUTRAL

STACKS = ("embedded", "servers")
FIRST = "BENCH_FIRST"
DURABLE = "-c max_connections=400"
# What the tests' services have otherwise than by default.
DEFAULTS = {"WORKERS": "0", "BULK_WORKERS": "0", "SWEEP_SECONDS": "15"}


@contextmanager
def stack(name: str) -> Iterator[None]:
    """For as long as it is needed, services are started on this stack."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder, _first(folder):
        os.environ.update(NEUTRAL, TESTS_FOLDER=folder, DATA_DIR=folder)
        if name == "embedded":
            os.environ["BROKER_URL"] = "database://"
            yield
            return
        with (
            servers.postgres(Path(folder), options=DURABLE) as database,
            servers.redis(Path(folder)) as redis,
        ):
            os.environ.update(TEST_DATABASE_URL=database.url, TEST_REDIS_URL=redis.url, BROKER_URL=redis.url)
            yield


def _first(folder: str) -> AbstractContextManager[None]:
    return first.going(folder) if os.environ.get(FIRST) else nullcontext()


@contextmanager
def service(*options: str, **settings: str) -> Iterator[Service]:
    with running_service(*options, **{**DEFAULTS, **settings}) as running:
        yield running


def keys(running: Service, number: int, *, plan: str = "business") -> list[str]:
    """Secrets of so many new accounts."""
    printed = running.manage("shell", "--no-imports", "--command", MANY_KEYS.format(number=number, plan=plan))
    return printed.split()


MANY_KEYS = """
from django.utils import timezone
from accounts import keys
from accounts.models import User
from billing import subscriptions
from billing.plans import PLANS
for _ in range({number}):
    user = User.objects.create_user(f"bench{{User.objects.count()}}@example.com")
    subscriptions.set_plan(user=user, plan=PLANS["{plan}"])
    print(keys.issue(user=user, name="bench", now=timezone.now()).secret)
"""
