"""Closing on the real service, on every database and broker: a worker that is killed half way is followed."""

import contextlib
import os
import signal

import pytest

from accounts import keys
from tests.caller import caller
from tests.waiting import until

pytestmark = [pytest.mark.stack, pytest.mark.slow, pytest.mark.timeout(180)]

DOCUMENTS = 500
BEGIN = """
from django.utils import timezone
from accounts.models import User
from extraction import closing
from extraction.models import Extraction
now, user = timezone.now(), User.objects.get(api_keys__prefix="{prefix}")
Extraction.objects.bulk_create(
    Extraction(
        user=user, created_at=now, finished_at=now, filename="a.pdf", size=1, sha256=str(number),
        status="failed", error_code="invalid_file", error_message="No."
    )
    for number in range({documents})
)
closing.begin(user, now=now)
print(user.pk, user.email)
"""
STATE = """
from accounts.models import User
user = User.objects.get(pk={pk})
print(user.extractions.count(), user.email, user.closed_at is not None)
"""


@pytest.fixture
def alice(service):
    return caller(service, plan="business")


def test_a_worker_that_is_killed_while_it_closes_an_account_is_followed_by_another(service, alice):
    begin = BEGIN.format(prefix=alice.secret[: keys.SHOWN_LENGTH], documents=DOCUMENTS)
    pk, email = service.manage("shell", "--command", begin).split()[-2:]

    def state():
        left, name, is_closed = service.manage("shell", "--command", STATE.format(pk=pk)).split()[-3:]
        return int(left), name, is_closed == "True"

    until(lambda: state()[0] < DOCUMENTS - 20)
    for process, command in service.processes().items():
        if "--queues" in command and "delivery" in command:
            with contextlib.suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
    left, name, is_closed = state()
    assert left
    assert (name, is_closed) == (email, False)
    assert alice.get("/v1/usage").status_code == 401
    until(lambda: state()[2], within=90)
    left, name, _ = state()
    assert (left, name[:7]) == (0, "closed-")
    until(lambda: f"To: {email}" in service.log)
