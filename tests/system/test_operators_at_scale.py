"""With a hundred thousand documents an operator waits for no page, whatever is looked for."""

import json
from datetime import timedelta
from functools import partial

import pytest
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone

from accounts.models import User
from extraction.models import Extraction
from tests.api.test_lists_at_scale import documents, insert
from tests.people import PASSWORD, person
from tests.stopwatch import quickest

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.stack,
    pytest.mark.slow,
    pytest.mark.timeout(400),
]

MILLISECONDS = 150
LISTS = [
    "/admin/extraction/extraction/",
    "/admin/extraction/extraction/?p=9",
    "/admin/extraction/extraction/?state=failed",
    "/admin/extraction/extraction/?state=unfinished",
    "/admin/extraction/extraction/?error=invalid_file",
    "/admin/extraction/extraction/?q=alice@",
    "/admin/extraction/extraction/?q={public_id}",
    "/admin/extraction/extraction/?q=ext_nothing",
    "/admin/accounts/user/?q=ali",
    "/admin/system/",
]


def of_this_month(user, now):
    """All of them within 24 hours, as the busiest service would have it."""
    for number, document in enumerate(documents(user, None)):
        at = now - timedelta(milliseconds=860 * number)
        yield document | {"created_at": at, "finished_at": at}


def test_every_list_and_the_system_page_are_there_at_once():
    alice, now = person("alice", plan="business").user, timezone.now()
    with transaction.atomic():
        insert(of_this_month(alice, now))
    if connection.vendor == "postgresql":  # which does so by itself; SQLite never does
        connection.cursor().execute("VACUUM ANALYZE")
    staff = Client()
    staff.force_login(User.objects.create_superuser("staff@example.com", PASSWORD))
    public_id = Extraction.objects.first().public_id
    taken = {}
    for address in LISTS:
        wanted = address.format(public_id=public_id)
        taken[address], answer = quickest(partial(staff.get, wanted), enough=MILLISECONDS)
        assert answer.status_code == 200, address
    print(json.dumps({name: round(milliseconds, 1) for name, milliseconds in taken.items()}, indent=1))
    assert {name: taken[name] for name in taken if taken[name] > MILLISECONDS} == {}
