"""A payment that failed is told at once, shortly before it has consequences, and with them; each once."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from accounts.models import AuditEntry
from billing import chores, dunning, sending, subscriptions, syncing
from billing.models import Letter, Subscription
from billing.plans import FREE
from tests.billing.stripe_fake.subscriptions import end
from tests.billing.subscribers import PRO_MONTHLY, hold, subscriber

pytestmark = pytest.mark.django_db

NOW = timezone.now()
DAY = timedelta(days=1)


@pytest.fixture
def alice(stripe):
    return subscriber("alice")


@pytest.fixture
def late(stripe, alice):
    """Alice's subscription at Stripe, whose payment failed just now."""
    held = hold(stripe, alice, PRO_MONTHLY)
    syncing.sync(alice, now=NOW)
    held["status"] = "past_due"
    syncing.sync(alice, now=NOW)
    return held


def send_all(*, now=NOW):
    for pk in Letter.objects.filter(done_at=None).order_by("pk").values_list("pk", flat=True):
        sending.send(pk=pk, now=now)


def subjects():
    return [sent.subject for sent in mail.outbox]


FAILED = "A payment for Invoice OCR failed"
SOON = "Your plan ends soon unless the payment succeeds"
LOST = "Your account is on Free now"


class TestThePlan:
    def test_a_failure_is_told_at_once_and_once(self, alice, late):
        for _ in range(3):
            syncing.sync(alice, now=NOW)
            send_all()
        assert subjects() == [FAILED]
        [sent] = mail.outbox
        assert sent.to == ["alice@example.com"]

    def test_it_is_told_again_three_days_before_the_end(self, alice, late):
        dunning.look_after(now=NOW + 11 * DAY - timedelta(seconds=1))
        send_all()
        assert subjects() == [FAILED]
        for hours in range(1, 4):
            now = NOW + 11 * DAY + timedelta(hours=hours)
            dunning.look_after(now=now)
            send_all(now=now)
        assert subjects() == [FAILED, SOON]

    def test_and_at_the_end(self, alice, late):
        send_all()
        for hours in range(3):
            now = NOW + 14 * DAY + timedelta(hours=hours)
            dunning.look_after(now=now)
            send_all(now=now)
        assert subjects() == [FAILED, LOST]
        assert subscriptions.plan_for(alice.user, now=NOW + 14 * DAY) == FREE

    def test_the_end_stands_in_the_log_once(self, alice, late):
        dunning.look_after(now=NOW + 14 * DAY)
        end_it(late)
        syncing.sync(alice, now=NOW + 15 * DAY)
        log = (
            AuditEntry.objects.filter(happening="plan.changed").order_by("pk").values_list("about", flat=True)
        )
        assert [(each["before"], each["plan"]) for each in log] == [("Free", "Pro"), ("Pro", "Free")]

    @pytest.mark.parametrize("status", ["unpaid", "canceled"])
    def test_a_stripe_that_gives_up_earlier_ends_it_earlier(self, alice, late, status):
        send_all()
        late["status"] = status
        syncing.sync(alice, now=NOW + DAY)
        syncing.sync(alice, now=NOW + DAY)
        dunning.look_after(now=NOW + 20 * DAY)
        send_all(now=NOW + DAY)
        assert subjects() == [FAILED, LOST]

    def test_who_cancels_is_not_told_that_nothing_was_paid(self, stripe, alice):
        held = hold(stripe, alice, PRO_MONTHLY)
        syncing.sync(alice, now=NOW)
        end(stripe, held)
        syncing.sync(alice, now=NOW)
        assert not Letter.objects.exists()

    def test_each_failure_is_one_of_its_own(self, alice, late):
        send_all()
        late["status"] = "active"
        syncing.sync(alice, now=NOW + DAY)
        late["status"] = "past_due"
        syncing.sync(alice, now=NOW + 30 * DAY)
        send_all(now=NOW + 30 * DAY)
        assert subjects() == [FAILED, FAILED]


class TestWhatIsNoLongerSo:
    def test_a_payment_that_came_meanwhile_is_not_asked_for(self, alice, late):
        late["status"] = "active"
        syncing.sync(alice, now=NOW)
        send_all()
        assert subjects() == []
        assert Letter.objects.get().done_at == NOW

    def test_who_paid_meanwhile_is_not_told_of_free(self, alice, late):
        send_all()
        dunning.look_after(now=NOW + 14 * DAY)
        late["status"] = "active"
        syncing.sync(alice, now=NOW + 14 * DAY)
        send_all(now=NOW + 14 * DAY)
        assert subjects() == [FAILED]


class TestSending:
    def test_it_says_until_when_and_what_then(self, alice, late, settings):
        settings.SITE_URL = "https://invoices.example.com"
        send_all()
        [sent] = mail.outbox
        until = Subscription.objects.get().plan_until
        assert f"until {until.day} {until:%b %Y, %H:%M} UTC" in sent.body
        assert "goes on as Free, with 10 invoices a month" in sent.body
        assert "https://invoices.example.com/plan" in sent.body
        assert "{" not in sent.body

    def test_as_text_and_as_a_page_that_say_the_same(self, alice, late, settings):
        settings.SITE_URL = "https://invoices.example.com"
        send_all()
        [sent] = mail.outbox
        [page] = sent.alternatives
        assert page.mimetype == "text/html"
        assert '<a href="https://invoices.example.com/plan"' in page.content
        words = re.sub(r"<[^>]+>", " ", page.content[page.content.index("<div") :])
        assert words.split() == sent.body.split()

    def test_a_mail_server_that_fails_is_tried_again(self, alice, late, settings):
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
        send_all()
        letter = Letter.objects.get()
        assert (letter.done_at, letter.tries) == (None, 1)
        assert "refused" in letter.error
        settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
        send_all()
        assert subjects() == []
        send_all(now=letter.next_try_at)
        assert subjects() == [FAILED]

    def test_what_a_worker_died_with_is_sent_by_the_next(self, alice, late):
        chores.take(Letter.objects.all(), now=NOW)
        send_all()
        assert subjects() == []
        later = NOW + chores.PAUSES[0]
        sending.nudge(now=later)
        send_all(now=later)
        assert subjects() == [FAILED]


def end_it(held):
    held["status"] = "canceled"
