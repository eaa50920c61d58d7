"""A message exists exactly when the rows that were written with it do."""

import pytest
from django.db import transaction

from config.queue.models import QueuedMessage

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.stack]


def test_a_message_of_a_rolled_back_transaction_was_never_sent(letter, consumer):
    def accept_and_fail():
        with transaction.atomic():
            letter.send(1)
            raise LookupError

    with pytest.raises(LookupError):
        accept_and_fail()
    assert next(consumer) is None
    assert not QueuedMessage.objects.exists()


def test_a_message_of_a_committed_transaction_arrives(letter, consumer):
    with transaction.atomic():
        letter.send(1)
    assert next(consumer).args == (1,)


def test_the_broker_says_that_its_messages_join_the_transaction(broker):
    assert broker.joins_transaction
