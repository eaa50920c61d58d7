"""Stripe writes to the address that an account has, also after it got another one."""

import pytest
from django.utils import timezone

from accounts.models import User
from billing.following import customers, reconciling
from tests.billing.subscribers import subscriber
from tests.people import person

pytestmark = pytest.mark.django_db

NOW = timezone.now()
ANOTHER = "alice@elsewhere.example.com"


@pytest.fixture
def alice(stripe):
    return subscriber("alice")


@pytest.fixture
def moved_alice(alice):
    User.objects.filter(pk=alice.user_id).update(email=ANOTHER)
    return alice


def test_who_is_new_to_stripe_is_known_by_the_address_of_the_account(stripe):
    bob = customers.at_stripe(person("bob").user)
    assert stripe.store.objects[bob.stripe_id]["email"] == "bob@example.com"
    assert not customers.moved().exists()


def test_another_address_is_told_once(stripe, moved_alice):
    for _ in range(2):
        customers.tell_address(pk=moved_alice.pk)
    [told] = stripe.calls(f"POST /v1/customers/{moved_alice.stripe_id}")
    assert told.form == {"email": ANOTHER}
    assert stripe.store.objects[moved_alice.stripe_id]["email"] == ANOTHER


def test_workers_are_sent_to_those_alone_who_moved(stripe, moved_alice):
    subscriber("bob")
    reconciling.look_after(now=NOW)
    assert list(customers.moved()) == [moved_alice]


def test_a_stripe_that_refuses_is_told_later(stripe, moved_alice):
    stripe.fail("/v1/customers/.+", status=400, type="invalid_request_error")
    customers.tell_address(pk=moved_alice.pk)
    assert customers.moved().exists()
    customers.tell_address(pk=moved_alice.pk)
    assert not customers.moved().exists()


def test_a_closed_account_s_emptied_address_is_told_to_nobody(moved_alice):
    User.objects.filter(pk=moved_alice.user_id).update(is_active=False)
    assert not customers.moved().exists()
