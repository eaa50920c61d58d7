"""What no event told us is found nevertheless: within a day, or by asking which events never arrived."""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from dramatiq import Message

from billing import subscriptions
from billing.following import events as stripe_events
from billing.following import reconciling, syncing
from billing.models import Customer, StripeEvent
from billing.plans import FREE, PRO
from config.queue.models import QueuedMessage
from tests.billing.stripe_fake.subscriptions import end
from tests.billing.subscribers import PRO_MONTHLY, hold, subscriber

pytestmark = pytest.mark.django_db

NOW = timezone.now() + timedelta(hours=1)
DAY = timedelta(days=1)


@pytest.fixture
def alice(stripe):
    return subscriber("alice")


def plan(customer, *, now=NOW):
    return subscriptions.plan_for(customer.user, now=now)


def sent():
    """Which actors the queue's messages are for."""
    return sorted(Message.decode(bytes(row.body)).actor_name for row in QueuedMessage.objects.all())


def telling(stripe):
    """What happened so far and concerns us."""
    return [event for event in stripe.events() if event["type"].startswith(stripe_events.TELLING)]


class TestLooking:
    def stale(self, *, now):
        return [customer.user.email for customer in reconciling.stale(now=now)]

    def test_who_was_never_looked_at_is_at_once(self, alice):
        assert self.stale(now=NOW) == ["alice@example.com"]

    def test_who_holds_something_is_daily(self, stripe, alice):
        hold(stripe, alice, PRO_MONTHLY)
        syncing.sync(alice, now=NOW)
        assert self.stale(now=NOW + DAY) == []
        assert self.stale(now=NOW + DAY + timedelta(seconds=1)) == ["alice@example.com"]

    def test_who_holds_nothing_is_weekly(self, alice):
        syncing.sync(alice, now=NOW)
        assert self.stale(now=NOW + 7 * DAY) == []
        assert self.stale(now=NOW + 7 * DAY + timedelta(seconds=1)) == ["alice@example.com"]

    def test_whom_stripe_does_not_know_is_never(self, alice):
        Customer.objects.update(stripe_id=None)
        assert self.stale(now=NOW) == []

    def test_a_lost_end_is_found(self, stripe, alice):
        held = hold(stripe, alice, PRO_MONTHLY)
        syncing.sync(alice, now=NOW)
        end(stripe, held)
        later = NOW + 2 * DAY
        reconciling.look_at(pk=alice.pk, now=later)
        assert plan(alice, now=later) == FREE

    def test_what_fails_stays_to_be_looked_at(self, stripe, alice):
        stripe.fail("/v1/subscriptions", status=401)
        reconciling.look_at(pk=alice.pk, now=NOW)
        assert self.stale(now=NOW) == ["alice@example.com"]

    def test_workers_are_told_of_each_and_of_the_events(self, alice):
        reconciling.look_after(now=NOW)
        assert sent() == ["catch_up_with_stripe", "sync_customer"]

    def test_who_was_looked_at_meanwhile_is_not_again(self, stripe, alice):
        syncing.sync(alice, now=NOW)
        before = len(stripe.requests)
        reconciling.look_at(pk=alice.pk, now=NOW)
        assert len(stripe.requests) == before

    def test_without_a_key_nothing_is_done(self, settings, db):
        settings.STRIPE_SECRET_KEY = ""
        reconciling.look_after(now=NOW)
        assert sent() == []


class TestCatchingUp:
    def test_an_event_that_was_never_delivered_arrives(self, stripe, alice):
        hold(stripe, alice, PRO_MONTHLY)
        assert reconciling.catch_up(now=NOW) == len(telling(stripe))
        stripe_events.apply(pk=StripeEvent.objects.get(type="customer.subscription.created").pk, now=NOW)
        assert plan(alice) == PRO

    def test_what_is_known_is_not_noted_again(self, stripe, alice):
        hold(stripe, alice, PRO_MONTHLY)
        assert [reconciling.catch_up(now=NOW) for _ in range(2)] == [len(telling(stripe)), 0]

    def test_what_stripe_calls_delivered_and_we_have_not_arrives_too(self, stripe, alice):
        """As after a backup of the database was put in place."""
        hold(stripe, alice, PRO_MONTHLY)
        for event in stripe.events():
            event["pending_webhooks"] = 0
        assert reconciling.catch_up(now=NOW) == len(telling(stripe))

    def test_pages_of_them_arrive(self, stripe, alice):
        held = hold(stripe, alice, PRO_MONTHLY)
        for _ in range(150):
            stripe.emit("customer.subscription.updated", held)
        assert reconciling.catch_up(now=NOW) == len(telling(stripe)) > 150

    def test_a_stripe_that_fails_is_asked_another_time(self, stripe, alice):
        stripe.fail("/v1/events", status=401)
        assert reconciling.catch_up(now=NOW) == 0


class TestByHand:
    def run(self, capsys, *arguments):
        call_command("stripe_sync", *arguments)
        return capsys.readouterr().out

    def test_one_account(self, stripe, alice, capsys):
        hold(stripe, alice, PRO_MONTHLY)
        subscriber("bob")
        assert self.run(capsys, "Alice@example.com") == "alice@example.com is on Pro.\n"

    def test_all_of_them_and_the_events(self, stripe, alice, capsys):
        hold(stripe, alice, PRO_MONTHLY)
        subscriber("bob")
        assert self.run(capsys).splitlines() == [
            "alice@example.com is on Pro.",
            "bob@example.com is on Free.",
            f"Events that had not arrived: {len(telling(stripe))}.",
        ]

    def test_what_fails_is_said_and_the_others_go_on(self, stripe, alice, capsys):
        subscriber("bob")
        stripe.fail("/v1/subscriptions", status=401, message="Invalid API Key")
        with pytest.raises(CommandError, match="could not be synced: 1"):
            self.run(capsys)
        output = capsys.readouterr()
        assert "alice@example.com: " in output.err
        assert "bob@example.com is on Free." in output.out

    def test_somebody_unknown(self, stripe, alice):
        with pytest.raises(CommandError, match=r"knows no account for charlie@example\.com"):
            call_command("stripe_sync", "charlie@example.com")

    def test_without_a_key(self, settings, db):
        settings.STRIPE_SECRET_KEY = ""
        with pytest.raises(CommandError, match="STRIPE_SECRET_KEY is not set"):
            call_command("stripe_sync")
