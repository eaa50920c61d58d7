"""What may be forgotten when the power fails does not wait for the disk; everything else does."""

import pytest
from django.db import connection, transaction

from extraction import hasty

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.stack]

QUESTION = {"sqlite": "PRAGMA synchronous", "postgresql": "SHOW synchronous_commit"}
WAITS = {"sqlite": 2, "postgresql": "on"}
DOES_NOT = {"sqlite": 1, "postgresql": "off"}


def answer():
    with connection.cursor() as cursor:
        cursor.execute(QUESTION[connection.vendor])
        return cursor.fetchone()[0]


def test_a_hasty_transaction_does_not_wait_for_the_disk_and_the_next_one_does():
    with hasty.transaction():
        assert answer() == DOES_NOT[connection.vendor]
    assert answer() == WAITS[connection.vendor]
    with transaction.atomic():
        assert answer() == WAITS[connection.vendor]


def test_after_one_that_failed_all_is_as_before():
    with pytest.raises(LookupError), hasty.transaction():
        raise LookupError
    assert answer() == WAITS[connection.vendor]


def test_within_another_it_waits_as_that_does():
    with transaction.atomic(), hasty.transaction():
        assert answer() == WAITS[connection.vendor]
