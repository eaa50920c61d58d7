"""A payment that failed is told at once, shortly before it has consequences, and with them; each once."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core import mail

from accounts.models import AuditEntry
from billing import chores, sending, subscriptions
from billing.following import dunning, syncing
from billing.models import Letter, Subscription
from billing.plans import FREE
from tests.billing.stripe_fake import cards
from tests.billing.stripe_fake.subscriptions import end
from tests.billing.subscribers import PRO_MONTHLY, hold, subscriber

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


@pytest.fixture
def alice(stripe):
    return subscriber("alice")


@dataclass
class Late:
    """A subscription whose payment failed, and the days since."""

    held: dict[str, Any]
    since: datetime

    def on(self, *, day=0, hour=0):
        return self.since + timedelta(days=day, hours=hour)


@pytest.fixture
def late(stripe, alice):
    """Alice paid for a month; her card is refused for the next one."""
    held = hold(stripe, alice, PRO_MONTHLY)
    syncing.sync(alice, now=stripe.now)
    stripe.change_card(alice.stripe_id, cards.FAILS_LATER)
    stripe.advance(seconds=held["items"]["data"][0]["current_period_end"] - stripe.store.now)
    syncing.sync(alice, now=stripe.now)
    return Late(held, Subscription.objects.get().past_due_since)


def send_all(*, now):
    for pk in Letter.objects.filter(done_at=None).order_by("pk").values_list("pk", flat=True):
        sending.send(pk=pk, now=now)


def subjects():
    return [sent.subject for sent in mail.outbox]


FAILED = "A payment for Invoice OCR failed"
SOON = "Your plan ends soon unless the payment succeeds"
LOST = "Your account is on Free now"


class TestThePlan:
    def test_a_failure_is_told_at_once_and_once(self, alice, late):
        for hour in range(1, 4):
            syncing.sync(alice, now=late.on(hour=hour))
            send_all(now=late.on(hour=hour))
        assert subjects() == [FAILED]
        [sent] = mail.outbox
        assert sent.to == ["alice@example.com"]

    def test_it_is_told_again_three_days_before_the_end(self, alice, late):
        send_all(now=late.on(hour=1))
        dunning.look_after(now=late.on(day=11) - timedelta(seconds=1))
        assert Letter.objects.count() == 1
        for hour in range(3):
            dunning.look_after(now=late.on(day=11, hour=hour))
            send_all(now=late.on(day=11, hour=hour))
        assert subjects() == [FAILED, SOON]

    def test_and_at_the_end(self, alice, late):
        send_all(now=late.on(hour=1))
        for hour in range(3):
            dunning.look_after(now=late.on(day=14, hour=hour))
            send_all(now=late.on(day=14, hour=hour))
        assert subjects() == [FAILED, LOST]
        assert subscriptions.plan_for(alice.user, now=late.on(day=14)) == FREE

    def test_the_end_stands_in_the_log_once(self, alice, late):
        dunning.look_after(now=late.on(day=14))
        late.held["status"] = "canceled"
        syncing.sync(alice, now=late.on(day=15))
        log = AuditEntry.objects.filter(happening="plan.changed").order_by("pk")
        assert [each.about["plan"] for each in log] == ["Pro", "Free"]

    @pytest.mark.parametrize("status", ["unpaid", "canceled"])
    def test_a_stripe_that_gives_up_earlier_ends_it_earlier(self, alice, late, status):
        send_all(now=late.on(hour=1))
        late.held["status"] = status
        for _ in range(2):
            syncing.sync(alice, now=late.on(day=1))
        dunning.look_after(now=late.on(day=20))
        send_all(now=late.on(day=20))
        assert subjects() == [FAILED, LOST]

    def test_who_cancels_is_not_told_that_nothing_was_paid(self, stripe, alice):
        held = hold(stripe, alice, PRO_MONTHLY)
        syncing.sync(alice, now=stripe.now)
        end(stripe, held)
        syncing.sync(alice, now=stripe.now)
        assert not Letter.objects.exists()

    def test_each_failure_is_one_of_its_own(self, stripe, alice, late):
        send_all(now=stripe.now)
        stripe.pay_invoice(late.held["latest_invoice"], card=cards.GOOD)
        syncing.sync(alice, now=stripe.now)
        stripe.advance(days=31)
        syncing.sync(alice, now=stripe.now)
        send_all(now=stripe.now)
        assert subjects() == [FAILED, FAILED]


class TestWhatIsNoLongerSo:
    def test_a_payment_that_came_meanwhile_is_not_asked_for(self, stripe, alice, late):
        stripe.pay_invoice(late.held["latest_invoice"], card=cards.GOOD)
        syncing.sync(alice, now=stripe.now)
        send_all(now=stripe.now)
        assert subjects() == []
        assert Letter.objects.get().done_at is not None

    def test_who_paid_meanwhile_is_not_told_of_free(self, stripe, alice, late):
        send_all(now=stripe.now)
        dunning.look_after(now=late.on(day=14))
        stripe.pay_invoice(late.held["latest_invoice"], card=cards.GOOD)
        syncing.sync(alice, now=late.on(day=14))
        send_all(now=late.on(day=14))
        assert subjects() == [FAILED]


class TestSending:
    @pytest.fixture
    def sent(self, late, settings):
        settings.SITE_URL = "https://invoices.example.com"
        send_all(now=late.on(hour=1))
        [sent] = mail.outbox
        return sent

    def test_it_says_until_when_and_what_then_and_where_to_pay(self, stripe, late, sent):
        until = late.on(day=14)
        assert f"until {until.day} {until:%b %Y, %H:%M} UTC" in sent.body
        assert "goes on as Free, with 10 invoices a month" in sent.body
        page = f"{stripe.url}/i/{late.held['latest_invoice']}"
        assert f"\nPay with this or another card: {page}\n" in sent.body
        assert "https://invoices.example.com/plan" in sent.body
        assert "{" not in sent.body

    def test_a_bank_that_asks_is_named(self, stripe, alice):
        hold(stripe, alice, PRO_MONTHLY)
        stripe.change_card(alice.stripe_id, cards.AUTHENTICATION)
        stripe.advance(days=31)
        assert syncing.sync(alice, now=stripe.now).payment == "confirm"
        send_all(now=stripe.now)
        [sent] = mail.outbox
        assert "your bank asks you to confirm the payment for the Pro plan." in sent.body
        assert "\nConfirm the payment: " in sent.body

    def test_a_mail_server_that_fails_is_tried_again(self, alice, late, settings):
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
        send_all(now=late.on(hour=1))
        letter = Letter.objects.get()
        assert (letter.done_at, letter.tries) == (None, 1)
        assert "refused" in letter.error
        settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
        send_all(now=late.on(hour=1))
        assert subjects() == []
        send_all(now=letter.next_try_at)
        assert subjects() == [FAILED]

    def test_what_a_worker_died_with_is_sent_by_the_next(self, alice, late):
        [_] = chores.take(Letter.objects.all(), now=late.on(hour=1))
        send_all(now=late.on(hour=1))
        assert subjects() == []
        later = late.on(hour=1) + chores.PAUSES[0]
        sending.nudge(now=later)
        send_all(now=later)
        assert subjects() == [FAILED]
