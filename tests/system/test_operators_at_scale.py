"""With a hundred thousand documents an operator waits for no page, whatever is looked for."""

from datetime import timedelta
from functools import partial

from django.db import transaction
from django.test import Client
from django.utils import timezone

from accounts.models import User
from extraction.models import Extraction
from tests import many
from tests.people import PASSWORD, person
from tests.stopwatch import quickest

pytestmark = many.MARKS

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
    for number, document in enumerate(many.documents(user, None)):
        at = now - timedelta(milliseconds=860 * number)
        yield document | {"created_at": at, "finished_at": at}


def test_every_list_and_the_system_page_are_there_at_once():
    alice, now = person("alice", plan="business").user, timezone.now()
    with transaction.atomic():
        many.insert(of_this_month(alice, now))
    many.settle()
    staff = Client()
    staff.force_login(User.objects.create_superuser("staff@example.com", PASSWORD))
    public_id = Extraction.objects.first().public_id
    taken = {}
    for address in LISTS:
        wanted = address.format(public_id=public_id)
        taken[address], answer = quickest(partial(staff.get, wanted), enough=MILLISECONDS)
        assert answer.status_code == 200, address
    assert many.too_slow(taken, MILLISECONDS) == {}
