"""Closing an account ends what Stripe would charge for, whatever our own row says of it."""

import pytest
from django.utils import timezone

from accounts.models import User
from billing import closing, letters, sending, subscriptions
from billing.following import syncing
from billing.gateway.errors import NotConfigured, StripeRefused, StripeUnreachable
from billing.models import Customer, Letter, Reservation, StripeEvent, Subscription, UsagePeriod
from billing.plans import FREE
from billing.selling import checkout
from billing.usage import metering
from tests.billing.subscribers import BUSINESS_MONTHLY, PRO_MONTHLY, hold, subscriber
from tests.people import person

pytestmark = pytest.mark.django_db

NOW = timezone.now()


@pytest.fixture
def alice(stripe):
    """Somebody with a subscription, as Stripe says it and as our row does."""
    customer = subscriber("alice")
    hold(stripe, customer, PRO_MONTHLY)
    syncing.sync(customer, now=NOW)
    return customer.user


def held(stripe, user):
    return [each for each in stripe.store.all("subscription") if each["customer"] == user.customer.stripe_id]


def test_a_live_subscription_ends_at_once_and_the_customer_stays(stripe, alice):
    assert closing.is_paying(alice)
    closing.close(alice, now=NOW)
    assert [each["status"] for each in held(stripe, alice)] == ["canceled"]
    assert len(stripe.calls("DELETE /v1/subscriptions/.+")) == 1
    assert subscriptions.plan_for(alice, now=NOW) == FREE
    assert not closing.is_paying(alice)
    assert Customer.objects.get(user=alice).stripe_id in stripe.store.objects


def test_what_was_bought_while_it_was_closing_ends_too(stripe, alice):
    hold(stripe, alice.customer, BUSINESS_MONTHLY)
    closing.close(alice, now=NOW)
    assert [each["status"] for each in held(stripe, alice)] == ["canceled", "canceled"]


def test_at_a_page_that_is_still_open_nobody_can_pay_any_more(shop):
    bob = subscriber("bob").user
    back = "http://testserver/plan"
    checkout.begin(user=bob, offer=PRO_MONTHLY, done_url=back, back_url=back, now=NOW)
    closing.close(bob, now=NOW)
    assert [each["status"] for each in shop.store.all("checkout.session")] == ["expired"]
    assert not bob.checkout_attempts.exists()


def test_doing_it_twice_cancels_once(stripe, alice):
    closing.close(alice, now=NOW)
    closing.close(alice, now=NOW)
    assert len(stripe.calls("DELETE /v1/subscriptions/.+")) == 1


def test_others_are_not_touched(stripe, alice):
    bob = subscriber("bob")
    hold(stripe, bob, PRO_MONTHLY)
    syncing.sync(bob, now=NOW)
    closing.close(alice, now=NOW)
    assert [each["status"] for each in held(stripe, bob.user)] == ["active"]
    assert closing.is_paying(bob.user)


def test_who_never_paid_needs_no_stripe(stripe):
    closing.close(person("charlie").user, now=NOW)
    assert stripe.requests == []


@pytest.mark.parametrize(
    ("how", "raised"),
    [
        ({"status": 500}, StripeUnreachable),
        ({"status": 401, "type": "invalid_request_error"}, StripeRefused),
    ],
)
def test_while_stripe_does_not_cancel_nothing_is_forgotten(stripe, alice, how, raised):
    stripe.fail("/v1/subscriptions", times=9, **how)
    with pytest.raises(raised):
        closing.close(alice, now=NOW)
    assert [each["status"] for each in held(stripe, alice)] == ["active"]
    assert closing.is_paying(alice)
    stripe.faults.clear()
    closing.close(alice, now=NOW)
    assert [each["status"] for each in held(stripe, alice)] == ["canceled"]


def test_a_customer_that_stripe_has_deleted_has_nothing_to_cancel(stripe, alice):
    stripe.fail("/v1/subscriptions", status=404, type="invalid_request_error", code="resource_missing")
    closing.close(alice, now=NOW)
    assert not Subscription.objects.exists()


def test_what_stripe_told_is_known_by_its_id_alone(stripe, alice):
    StripeEvent.objects.create(
        event_id="evt_1",
        type="invoice.paid",
        customer_id=alice.customer.stripe_id,
        created_at=NOW,
        received_at=NOW,
        payload='{"customer_email": "alice@example.com"}',
        next_try_at=NOW,
        nudged_at=NOW,
    )
    closing.close(alice, now=NOW)
    assert StripeEvent.objects.values_list("event_id", "payload").get() == ("evt_1", "")


def test_no_letter_goes_to_who_is_closing(stripe):
    charlie = person("charlie").user
    letters.owe(user=charlie, kind=Letter.Kind.NOW_FREE, about="sub_1", now=NOW)
    letter = Letter.objects.get()
    assert sending.compose(letter, now=NOW).to == "charlie@example.com"
    letter.user.closing_at = NOW
    assert sending.compose(letter, now=NOW) is None
    letters.owe(user=charlie, kind=Letter.Kind.ALARM, about="sub_1", text="Look.", now=NOW)
    closing.close(charlie, now=NOW)
    assert [each.kind for each in Letter.objects.all()] == ["alarm"]


def test_without_a_key_of_stripe_what_is_held_there_cannot_be_ended(settings, alice):
    settings.STRIPE_SECRET_KEY = ""
    with pytest.raises(NotConfigured):
        closing.close(alice, now=NOW)


def test_the_months_counts_stay_and_what_was_counted_goes(alice):
    metering.reserve(user=alice, reference="ext_read", now=NOW, takes_place=False)
    metering.commit(reference="ext_read", now=NOW)
    metering.reserve(user=alice, reference="ext_being_read", now=NOW, takes_place=False)
    closing.forget_what_was_counted(alice)
    assert UsagePeriod.objects.get(user=alice).used == 1
    assert [each.reference for each in Reservation.objects.all()] == ["ext_being_read"]


class TestDeletingAUserInTheAdmin:
    def delete(self, admin_client, user):
        return admin_client.post(f"/admin/accounts/user/{user.pk}/delete/", {"post": "yes"}).status_code

    def test_is_refused_while_a_card_would_still_be_charged(self, stripe, alice, admin_client):
        assert self.delete(admin_client, alice) == 403
        page = admin_client.get(f"/admin/accounts/user/{alice.pk}/delete/").content.decode()
        assert "Cannot delete user" in page
        assert "<li>subscription</li>" in page
        assert User.objects.filter(pk=alice.pk).exists()

    def test_is_possible_for_whoever_the_operator_gave_a_plan(self, admin_client):
        bob = person("bob", plan="pro").user
        assert self.delete(admin_client, bob) == 302
        assert not User.objects.filter(pk=bob.pk).exists()
