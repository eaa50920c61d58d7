"""An event says "look again": once for its id, whatever it says, and never lost."""

import hashlib
import hmac
import json
import time
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection
from django.utils import timezone

from billing import chores, subscriptions
from billing.following import events as stripe_events
from billing.models import StripeEvent
from billing.plans import BUSINESS, FREE, PRO
from config.queue.models import QueuedMessage
from tests.billing.stripe_fake.server import WEBHOOK_SECRET
from tests.billing.stripe_fake.subscriptions import end
from tests.billing.subscribers import BUSINESS_MONTHLY, PRO_MONTHLY, change, hold, subscriber

pytestmark = pytest.mark.django_db

HOOK = "/billing/stripe/webhook/"
NOW = timezone.now() + timedelta(hours=1)  # all that a test delivers came before


@pytest.fixture
def alice(stripe):
    return subscriber("alice")


def event(stripe, about, kind="customer.subscription.updated"):
    stripe.emit(kind, about)
    return stripe.events()[-1]


def post(client, body, signature):
    return client.post(HOOK, body, content_type="application/json", headers={"Stripe-Signature": signature})


def deliver(client, stripe, told):
    return post(client, *stripe.signed(told))


def signature(body, *, secret=WEBHOOK_SECRET, at=None):
    at = int(time.time()) if at is None else at
    mac = hmac.new(secret.encode(), f"{at}.".encode() + body, hashlib.sha256)
    return f"t={at},v1={mac.hexdigest()}"


def work_off(*, now=NOW):
    """What the workers do with all that waits."""
    for pk in list(StripeEvent.objects.filter(done_at=None).values_list("pk", flat=True)):
        stripe_events.apply(pk=pk, now=now)


def plan(customer, *, now=NOW):
    return subscriptions.plan_for(customer.user, now=now)


class TestArriving:
    def test_it_is_written_down_and_a_worker_told_before_stripe_is_answered(self, client, stripe, alice):
        told = event(stripe, hold(stripe, alice, PRO_MONTHLY))
        asked = len(stripe.requests)
        answer = deliver(client, stripe, told)
        assert (answer.status_code, answer.content) == (200, b"Noted.\n")
        row = StripeEvent.objects.get()
        assert (row.event_id, row.type, row.customer_id) == (told["id"], told["type"], alice.stripe_id)
        assert json.loads(row.payload)["data"]["object"]["id"] == told["data"]["object"]["id"]
        assert (row.done_at, row.tries) == (None, 0)
        assert QueuedMessage.objects.filter(queue="billing").count() == 1
        assert len(stripe.requests) == asked

    def test_twice_it_is_known(self, client, stripe, alice):
        told = event(stripe, hold(stripe, alice, PRO_MONTHLY))
        deliver(client, stripe, told)
        answer = deliver(client, stripe, told)
        assert (answer.status_code, answer.content) == (200, b"Known.\n")
        assert StripeEvent.objects.count() == 1
        assert QueuedMessage.objects.filter(queue="billing").count() == 1

    @pytest.mark.parametrize("kind", ["charge.succeeded", "a.type.of.tomorrow"])
    def test_a_type_that_says_nothing_to_us_is_remembered(self, client, stripe, alice, kind):
        told = event(stripe, hold(stripe, alice, PRO_MONTHLY), kind)
        assert deliver(client, stripe, told).status_code == 200
        assert StripeEvent.objects.get().ignored == stripe_events.OF_NO_CONCERN
        assert not QueuedMessage.objects.exists()

    def test_of_the_other_mode_it_is_remembered_and_left_alone(self, client, stripe, alice):
        told = event(stripe, hold(stripe, alice, PRO_MONTHLY))
        told["livemode"] = True
        deliver(client, stripe, told)
        work_off()
        assert StripeEvent.objects.get().ignored == stripe_events.OTHER_MODE
        assert plan(alice) == FREE

    def test_about_nobody_it_is_remembered(self, client, stripe, alice):
        held = hold(stripe, alice, PRO_MONTHLY)
        told = event(stripe, held)
        told["data"]["object"]["customer"] = None
        assert deliver(client, stripe, told).status_code == 200
        assert StripeEvent.objects.get().ignored == stripe_events.NOBODY

    def test_it_takes_milliseconds(self, client, stripe, alice):
        told = event(stripe, hold(stripe, alice, PRO_MONTHLY))
        deliver(client, stripe, told)
        started = time.thread_time()
        for _ in range(20):
            deliver(client, stripe, told)
        assert (time.thread_time() - started) / 20 < 0.1


class TestWhatIsNotStripes:
    @pytest.fixture
    def body(self, stripe, alice):
        body, _ = stripe.signed(event(stripe, hold(stripe, alice, PRO_MONTHLY)))
        return body

    @pytest.fixture
    def refused(self, client):
        def refused(body, signed):
            answer = post(client, body, signed)
            assert answer.status_code == 400
            assert not StripeEvent.objects.exists()
            return answer.content.decode()

        return refused

    def test_another_secret(self, body, refused):
        assert "does not fit" in refused(body, signature(body, secret="whsec_of_somebody"))

    def test_another_body(self, body, refused):
        assert "does not fit" in refused(body.replace(b"active", b"paused"), signature(body))

    @pytest.mark.parametrize("signed", ["", "t=,v1=", "v1=00", "t=1", "nonsense", "t=" + "9" * 30 + ",v1=0"])
    def test_no_signature(self, body, refused, signed):
        refused(body, signed)

    def test_an_old_one(self, body, refused):
        refused(body, signature(body, at=int(time.time()) - 301))

    def test_one_from_the_future(self, body, refused):
        assert "future" in refused(body, signature(body, at=int(time.time()) + 330))

    @pytest.mark.parametrize(
        "body",
        [
            b"",
            b"{",
            b"[]",
            b"null",
            b"\xff\xfe",
            b"{}",
            b'{"id": "evt_1", "object": "event"}',
            b'{"id": "evt_1", "object": "v2.core.event", "type": "v1.billing.meter.no_meter_found"}',
        ],
    )
    def test_what_is_signed_and_no_event(self, stripe, refused, body):
        refused(body, signature(body))

    def test_more_than_an_event_can_be(self, client, stripe):
        body = b" " * (1024 * 1024 + 1)
        assert post(client, body, signature(body)).status_code == 413

    def test_another_method(self, client, stripe):
        assert client.get(HOOK).status_code == 405


class TestSecrets:
    def test_two_hold_while_one_replaces_the_other(self, client, stripe, alice, settings):
        settings.STRIPE_WEBHOOK_SECRET = f"whsec_of_tomorrow, {WEBHOOK_SECRET}"
        held = hold(stripe, alice, PRO_MONTHLY)
        assert deliver(client, stripe, event(stripe, held)).status_code == 200
        body, _ = stripe.signed(event(stripe, held))
        assert post(client, body, signature(body, secret="whsec_of_tomorrow")).status_code == 200
        assert post(client, body, signature(body, secret="whsec_of_yesterday")).status_code == 400

    @pytest.mark.parametrize("name", ["STRIPE_SECRET_KEY", "STRIPE_WEBHOOK_SECRET"])
    def test_without_them_nothing_is_taken(self, client, stripe, settings, name):
        setattr(settings, name, "")
        answer = post(client, b"{}", signature(b"{}"))
        assert answer.status_code == 503
        assert b"STRIPE_WEBHOOK_SECRET" in answer.content


def test_while_the_database_fails_stripe_is_told_to_come_again(client, stripe, alice):
    told = event(stripe, hold(stripe, alice, PRO_MONTHLY))
    client.raise_request_exception = False

    def broken(execute, sql, params, many, context):
        if "billing_stripeevent" in sql:
            raise DatabaseError("The disk is full.")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(broken):
        assert deliver(client, stripe, told).status_code == 500
    assert deliver(client, stripe, told).content == b"Noted.\n"


class TestApplying:
    def test_it_looks_again(self, client, stripe, alice):
        deliver(client, stripe, event(stripe, hold(stripe, alice, PRO_MONTHLY)))
        work_off()
        assert plan(alice) == PRO
        row = StripeEvent.objects.get()
        assert (row.done_at, row.ignored, row.tries) == (NOW, "", 1)

    def test_what_it_says_does_not_matter(self, client, stripe, alice):
        """It was sent a day late: meanwhile there was an upgrade and an end."""
        held = hold(stripe, alice, PRO_MONTHLY)
        late = event(stripe, held)
        change(stripe, held, BUSINESS_MONTHLY)
        deliver(client, stripe, late)
        work_off()
        assert plan(alice) == BUSINESS
        early = event(stripe, held)
        end(stripe, held)
        deliver(client, stripe, event(stripe, held, "customer.subscription.deleted"))
        deliver(client, stripe, early)
        work_off()
        assert plan(alice) == FREE

    def test_many_about_one_customer_are_one_look(self, client, stripe, alice):
        held = hold(stripe, alice, PRO_MONTHLY)
        for _ in range(5):
            deliver(client, stripe, event(stripe, held))
        work_off()
        assert len(stripe.calls("GET /v1/subscriptions")) == 1
        assert not StripeEvent.objects.filter(done_at=None).exists()

    def test_a_message_that_comes_again_does_nothing(self, client, stripe, alice):
        deliver(client, stripe, event(stripe, hold(stripe, alice, PRO_MONTHLY)))
        row = StripeEvent.objects.get()
        for _ in range(3):
            stripe_events.apply(pk=row.pk, now=NOW)
        assert len(stripe.calls("GET /v1/subscriptions")) == 1

    def test_a_customer_nobody_has_here_is_remembered(self, client, stripe, alice):
        held = hold(stripe, alice, PRO_MONTHLY)
        told = event(stripe, held)
        told["data"]["object"]["customer"] = "cus_of_another_service"
        deliver(client, stripe, told)
        work_off()
        assert StripeEvent.objects.get().ignored == stripe_events.UNKNOWN
        assert stripe.calls("GET /v1/subscriptions") == []


class TestFailing:
    @pytest.fixture
    def waiting(self, client, stripe, alice):
        """An event that came while Stripe refused; its library would not take seconds to find out."""
        deliver(client, stripe, event(stripe, hold(stripe, alice, PRO_MONTHLY)))
        stripe.fail("/v1/subscriptions", status=401)
        work_off()
        QueuedMessage.objects.all().delete()
        return StripeEvent.objects.get()

    def test_it_is_kept_with_the_reason(self, waiting):
        assert (waiting.done_at, waiting.tries) == (None, 1)
        assert "Something went wrong at Stripe" in waiting.error
        assert waiting.next_try_at == NOW + chores.PAUSES[0]

    def test_nobody_tries_before_its_time(self, waiting, stripe):
        before = len(stripe.requests)
        work_off(now=NOW + timedelta(minutes=1))
        stripe_events.nudge(now=NOW + timedelta(minutes=1))
        assert len(stripe.requests) == before
        assert not QueuedMessage.objects.exists()

    def test_then_it_is_tried_again(self, waiting, alice):
        later = waiting.next_try_at
        stripe_events.nudge(now=later)
        assert QueuedMessage.objects.filter(queue="billing").count() == 1
        stripe_events.nudge(now=later)
        assert QueuedMessage.objects.count() == 1
        work_off(now=later)
        assert plan(alice, now=later) == PRO
        assert StripeEvent.objects.get().error == ""

    def test_ever_more_patiently_and_for_ever(self, waiting, stripe):
        stripe.fail("/v1/subscriptions", status=401, times=8)
        pauses, now = [], waiting.next_try_at
        for _ in range(8):
            work_off(now=now)
            following = StripeEvent.objects.get().next_try_at
            pauses.append(following - now)
            now = following
        assert pauses == sorted(pauses)
        assert pauses[-1] == chores.PAUSES[-1]

    def test_another_event_s_look_settles_it_too(self, waiting, client, stripe, alice):
        deliver(client, stripe, event(stripe, stripe.store.all("subscription")[0]))
        work_off(now=timezone.now())
        assert not StripeEvent.objects.filter(done_at=None).exists()

    def test_what_was_taken_by_a_worker_that_died_is_tried_again(self, client, stripe, alice):
        deliver(client, stripe, event(stripe, hold(stripe, alice, PRO_MONTHLY)))
        [pk] = chores.take(StripeEvent.objects.all(), now=NOW)
        work_off(now=NOW)
        assert plan(alice) == FREE
        work_off(now=NOW + chores.PAUSES[0])
        assert plan(alice) == PRO
        assert StripeEvent.objects.get(pk=pk).tries == 2


def test_after_ninety_days_it_is_forgotten_if_it_is_done(client, stripe, alice):
    held = hold(stripe, alice, PRO_MONTHLY)
    deliver(client, stripe, event(stripe, held))
    work_off()
    deliver(client, stripe, event(stripe, held))
    stripe_events.purge(now=NOW + timedelta(days=89))
    assert StripeEvent.objects.count() == 2
    stripe_events.purge(now=NOW + timedelta(days=91))
    assert StripeEvent.objects.get().done_at is None
