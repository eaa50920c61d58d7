"""How an event reaches its receiver: signed, with the document that GET gives, until it is taken."""

import re
from datetime import timedelta

import dramatiq
import pytest
from django.core import mail
from django.db import transaction
from django.test import Client
from standardwebhooks import Webhook, WebhookVerificationError

from accounts.models import User
from billing import subscriptions
from billing.plans import PLANS
from extraction import jobs, tasks
from extraction.models import Extraction, WebhookAttempt, WebhookDelivery, WebhookEndpoint, WebhookEvent
from extraction.webhooks import attempts, bodies, delivery, endpoints, events, schedule, signing
from tests.people import person
from tests.webhooks.happenings import Clock, batch_of, completed, due, failed, only_delivery, work
from tests.webhooks.receiver import free_port

pytestmark = pytest.mark.django_db(transaction=True)

PENDING, DELIVERED = WebhookDelivery.Status.PENDING, WebhookDelivery.Status.DELIVERED
FAILED, CANCELLED = WebhookDelivery.Status.FAILED, WebhookDelivery.Status.CANCELLED


@pytest.fixture
def clock():
    return Clock()


def verified(received, secret):
    return Webhook(secret).verify(received.body, received.headers)


def errors():
    return [attempt.error for attempt in WebhookAttempt.objects.started()]


def messages_lost():
    """How many waited for a worker; they are gone, as with one that dies, or a queue that is emptied."""
    consumer = dramatiq.get_broker().consume("delivery", timeout=50)
    lost = 0
    while message := next(consumer):
        consumer.ack(message)
        lost += 1
    consumer.close()
    return lost


def test_a_result_is_sent_as_get_gives_it_and_its_signature_verifies(alice, endpoint, receiver, clock):
    extraction = completed(alice.user)
    work(clock)
    [received] = receiver.received
    document = verified(received, signing.secret(endpoint.seed))
    address = f"/v1/extract/{extraction.public_id}"
    got = Client().get(address, headers={"Authorization": alice.authorization})
    assert document["type"] == "extraction.completed"
    assert document["data"] == got.json()
    assert received.body.endswith(b'"data": ' + got.content + b"}")  # to the byte, 1217.80 with its cents
    assert received.id == document["id"] == WebhookEvent.objects.get().public_id
    assert received.headers["content-type"] == "application/json"
    assert only_delivery().status == DELIVERED


def test_a_failure_is_sent_with_its_reason(alice, endpoint, receiver, clock):
    extraction = failed(alice.user)
    work(clock)
    document = receiver.received[0].document
    assert document["type"] == "extraction.failed"
    error = {"code": "invalid_file", "message": "The file is damaged."}
    assert document["data"] == {"id": extraction.public_id, "status": "failed", "error": error}


def test_a_batch_is_announced_once_with_all_of_its_results(alice, endpoint, receiver, clock):
    endpoints.change(endpoint, url=endpoint.url, events=["batch.completed"], description="")
    batch = batch_of(alice.user, count=3)
    work(clock)
    [received] = receiver.received
    got = Client().get(f"/v1/batch/{batch.public_id}", headers={"Authorization": alice.authorization})
    assert received.document["data"] == got.json()
    assert received.body.endswith(b'"data": ' + got.content + b"}")
    assert [line["status"] for line in got.json()["results"]] == ["failed", "completed", "completed"]


def test_a_batch_goes_to_the_address_in_its_request(alice, receiver, clock):
    batch_of(alice.user, count=2, webhook_url=receiver.url)
    work(clock)
    [received] = receiver.received
    assert received.document["type"] == "batch.completed"
    verified(received, signing.secret(endpoints.account(alice.user).seed))


@pytest.mark.parametrize("is_long", [False, True])
def test_who_keeps_nothing_has_read_what_was_delivered_and_not_what_only_has_an_address(
    alice, endpoint, receiver, clock, is_long, monkeypatch
):
    User.objects.update(keeps_days=0)
    if is_long:
        monkeypatch.setattr(bodies, "MOST_RESULT_CHARACTERS", 10)
    endpoints.change(endpoint, url=endpoint.url, events=["batch.completed"], description="")
    batch_of(alice.user, count=2)
    work(clock)
    assert len(receiver.received) == 1
    assert Extraction.objects.completed().filter(forget_at=None).exists() is is_long
    assert Extraction.objects.get(status="failed").forget_at


def test_who_keeps_nothing_has_not_read_what_could_not_be_delivered(alice, endpoint, receiver, clock):
    User.objects.update(keeps_days=0)
    receiver.status = 500
    completed(alice.user)
    work(clock)
    assert Extraction.objects.get().forget_at is None


def test_a_long_batch_is_announced_with_the_addresses_of_its_results(alice, endpoint, receiver, clock):
    endpoints.change(endpoint, url=endpoint.url, events=["batch.completed"], description="")
    batch = batch_of(alice.user, count=2)
    WebhookEvent.objects.all().delete()
    batch.extractions.filter(position=1).update(result='{"note": "' + "x" * 300_000 + '"}')
    with transaction.atomic():
        events.announce_batch(batch, now=clock())
    work(clock)
    data = receiver.received[0].document["data"]
    assert (data["status"], data["completed"], data["failed"]) == ("completed", 1, 1)
    assert [set(line) for line in data["results"]] == [
        {"filename", "status", "id", "error"},
        {"filename", "status", "id", "poll_url"},
    ]
    assert len(receiver.received[0].body) < 10_000


def test_an_event_goes_to_those_alone_who_asked_for_it(alice, endpoint, receiver, clock):
    endpoints.change(endpoint, url=endpoint.url, events=["extraction.failed"], description="")
    completed(alice.user)
    assert not WebhookEvent.objects.exists()


def test_nothing_of_one_account_goes_to_another(alice, endpoint):
    completed(person("charlie", plan="business").user)
    assert not WebhookEvent.objects.exists()


def test_the_address_in_a_request_gets_the_account_s_signature(alice, receiver, clock):
    completed(alice.user, webhook_url=f"{receiver.url}/once")
    work(clock)
    [received] = receiver.received
    assert received.path == "/hook/once"
    verified(received, signing.secret(endpoints.account(alice.user).seed))


def test_during_a_rotation_both_secrets_verify_and_a_day_later_only_the_new_one(
    alice, endpoint, receiver, clock
):
    old = signing.secret(endpoint.seed)
    endpoints.rotate(endpoint, now=clock())
    new = signing.secret(endpoint.seed)
    assert old != new
    completed(alice.user)
    work(clock)
    for secret in (old, new):
        verified(receiver.received[0], secret)
    seeds = endpoint.seeds(now=clock() + timedelta(hours=24))
    assert seeds == [endpoint.seed]
    later = signing.headers(message_id="evt_1", body=b"{}", seeds=seeds, now=clock())
    Webhook(new).verify(b"{}", later)
    with pytest.raises(WebhookVerificationError):
        Webhook(old).verify(b"{}", later)


def test_secrets_are_of_the_length_that_the_specification_asks_for_and_are_not_in_the_database(endpoint):
    secret = signing.secret(endpoint.seed)
    assert re.fullmatch(r"whsec_[A-Za-z0-9+/]{43}=", secret)
    assert secret not in str(vars(WebhookEndpoint.objects.get()))


def test_the_schedule_has_ten_attempts_over_three_days():
    assert len(schedule.DELAYS) == 10
    assert sum(schedule.DELAYS, timedelta()) > timedelta(days=3)
    now = Clock()()
    for made, delay in enumerate(schedule.DELAYS):
        assert schedule.next_at(made=made, now=now, chance=0.0) == now + delay
        assert schedule.next_at(made=made, now=now, chance=1.0) <= now + delay * 1.1
    assert schedule.next_at(made=10, now=now, chance=0.0) is None


def test_what_is_not_taken_is_tried_ten_times_under_the_same_id_and_then_failed(
    alice, endpoint, receiver, clock
):
    receiver.status = 500
    completed(alice.user)
    for made in range(10):
        assert only_delivery().status == PENDING
        if made:
            assert due().due_at - clock() >= schedule.DELAYS[made]
            work(clock)  # too early
            assert len(receiver.received) == made
        clock.now = due().due_at
        work(clock)
        assert len(receiver.received) == made + 1
    assert only_delivery().status == FAILED
    assert not WebhookAttempt.objects.waiting().exists()
    assert len({received.id for received in receiver.received}) == 1
    assert [attempt.number for attempt in WebhookAttempt.objects.started()] == list(range(1, 11))
    assert errors() == ["It answered 500."] * 10


def test_a_retry_that_succeeds_ends_it(alice, endpoint, receiver, clock):
    receiver.status = 503
    completed(alice.user)
    work(clock)
    receiver.status = 204
    receiver.body = b""
    clock.forward(seconds=6)
    work(clock)
    assert only_delivery().status == DELIVERED
    assert errors() == ["It answered 503.", ""]
    endpoint.refresh_from_db()
    assert endpoint.failing_since is None


def test_the_first_kilobyte_of_the_answer_and_its_time_are_kept(alice, endpoint, receiver, clock):
    receiver.body = "ä".encode() * 1_000_000 + b"\0"
    completed(alice.user)
    work(clock)
    attempt = WebhookAttempt.objects.get()
    assert attempt.answer == "ä" * 512
    assert attempt.status_code == 200
    assert 0 <= attempt.milliseconds < 5_000


def test_a_redirect_is_a_failure_and_is_not_followed(alice, endpoint, receiver, clock):
    receiver.status, receiver.headers = 302, {"Location": f"{receiver.url}/elsewhere"}
    completed(alice.user)
    work(clock)
    assert [received.path for received in receiver.received] == ["/hook"]
    assert errors() == ["It answered 302. Redirects are not followed."]


def test_410_disables_the_endpoint_cancels_what_was_on_its_way_and_tells_its_owner(
    alice, endpoint, receiver, clock
):
    receiver.status = 500
    completed(alice.user)
    work(clock)
    receiver.status = 410
    completed(alice.user)
    work(clock)
    endpoint.refresh_from_db()
    assert endpoint.disabled_because == "Disabled because it answered 410 Gone."
    assert sorted(WebhookDelivery.objects.values_list("status", flat=True)) == [CANCELLED, FAILED]
    assert not WebhookAttempt.objects.waiting().exists()
    tasks.tell_of_disabled_endpoint.fn(endpoint.pk)
    [message] = mail.outbox
    assert message.to == ["alice@example.com"]
    assert receiver.url in message.body
    assert "410 Gone" in message.body


def test_an_endpoint_that_failed_for_five_days_is_disabled(alice, endpoint, receiver, clock):
    receiver.status = 500
    completed(alice.user)
    for _ in range(5):
        work(clock)
        endpoint.refresh_from_db()
        assert endpoint.is_enabled
        clock.forward(days=1)
    work(clock)
    endpoint.refresh_from_db()
    assert endpoint.disabled_because == "Disabled because no attempt succeeded for five days."
    assert only_delivery().status == CANCELLED
    completed(alice.user)
    assert WebhookEvent.objects.count() == 1


def test_days_on_which_nothing_was_sent_do_not_count(alice, endpoint, receiver, clock):
    receiver.status = 500
    completed(alice.user)
    work(clock)
    clock.forward(days=30)
    work(clock)
    endpoint.refresh_from_db()
    assert endpoint.is_enabled
    assert endpoint.failing_since == clock()


def test_one_success_within_five_days_keeps_an_endpoint(alice, endpoint, receiver, clock):
    receiver.status = 500
    completed(alice.user)
    work(clock)
    receiver.status = 200
    completed(alice.user)
    work(clock)
    receiver.status = 500
    completed(alice.user)
    for _ in range(5):
        clock.forward(hours=23)
        work(clock)
    endpoint.refresh_from_db()
    assert endpoint.is_enabled
    assert endpoint.failing_since is not None


def test_without_webhooks_in_the_plan_what_waits_is_cancelled_and_can_be_replayed_later(
    alice, endpoint, receiver, clock
):
    completed(alice.user)
    subscriptions.set_plan(user=alice.user, plan=PLANS["pro"])
    work(clock)
    assert receiver.received == []
    assert only_delivery().status == CANCELLED
    subscriptions.set_plan(user=alice.user, plan=PLANS["business"])
    events.replay(only_delivery(), now=clock())
    work(clock)
    assert only_delivery().status == DELIVERED


def test_a_receiver_that_is_down_gets_it_when_it_is_up(alice, receiver, endpoint, clock):
    endpoints.change(endpoint, url=f"http://127.0.0.1:{free_port()}/", events=endpoint.events, description="")
    completed(alice.user)
    work(clock)
    assert errors() == ["The connection was refused: nothing listens there."]
    endpoints.change(endpoint, url=receiver.url, events=endpoint.events, description="")
    clock.forward(seconds=6)
    work(clock)
    assert only_delivery().status == DELIVERED
    assert only_delivery().url == receiver.url


def test_a_replay_is_one_more_attempt_with_the_same_id_and_body(alice, endpoint, receiver, clock):
    completed(alice.user)
    work(clock)
    events.replay(only_delivery(), now=clock())
    events.replay(only_delivery(), now=clock())  # a second click before the first was worked on
    work(clock)
    first, second = receiver.received
    assert (first.id, first.body) == (second.id, second.body)
    assert [attempt.by_hand for attempt in WebhookAttempt.objects.started()] == [False, True]


def test_a_replay_that_fails_leaves_a_delivered_event_delivered(alice, endpoint, receiver, clock):
    completed(alice.user)
    work(clock)
    receiver.status = 500
    events.replay(only_delivery(), now=clock())
    work(clock)
    assert only_delivery().status == DELIVERED
    assert not WebhookAttempt.objects.waiting().exists()
    endpoint.refresh_from_db()
    assert endpoint.failing_since is None


def test_a_replay_that_fails_leaves_the_schedule_as_it_was(alice, endpoint, receiver, clock):
    receiver.status = 500
    completed(alice.user)
    work(clock)
    planned = due().due_at
    events.replay(only_delivery(), now=clock())
    work(clock)
    assert len(receiver.received) == 2
    assert due().due_at == planned
    assert only_delivery().status == PENDING


def test_a_test_is_sent_once_also_to_a_disabled_endpoint(alice, endpoint, receiver, clock):
    endpoints.disable(endpoint, because=endpoints.BY_OWNER, now=clock())
    receiver.status = 500
    events.send_test(endpoint, now=clock())
    work(clock)
    [received] = receiver.received
    assert verified(received, signing.secret(endpoint.seed))["type"] == "webhook.test"
    assert only_delivery().status == FAILED
    assert not WebhookAttempt.objects.waiting().exists()


def test_an_attempt_is_made_once_however_often_it_is_asked_for(alice, endpoint, receiver, clock):
    completed(alice.user)
    pk = due().pk
    for _ in range(3):
        delivery.run(pk=pk, clock=clock)
    assert len(receiver.received) == 1


def test_an_attempt_whose_worker_died_counts_as_failed_and_the_next_number_follows(
    alice, endpoint, receiver, clock
):
    completed(alice.user)
    held = due()
    assert attempts.start(held, now=clock())
    assert not attempts.start(held, now=clock())
    delivery.look_after(now=clock() + timedelta(seconds=29))
    assert errors() == [""]
    clock.forward(seconds=31)
    delivery.look_after(now=clock())
    delivery.settle(held, delivery.Outcome(""), milliseconds=1, now=clock())  # it was not dead after all
    assert errors() == ["The sender was stopped during this attempt."]
    clock.forward(seconds=6)
    work(clock)
    assert [attempt.number for attempt in WebhookAttempt.objects.started()] == [1, 2]
    assert only_delivery().status == DELIVERED


def test_what_is_due_and_forgotten_is_sent_again_but_not_every_time(alice, endpoint, clock):
    completed(alice.user)
    assert messages_lost() == 1
    delivery.look_after(now=clock())
    assert messages_lost() == 0
    clock.forward(seconds=61)
    for expected in (1, 0):
        delivery.look_after(now=clock())
        assert messages_lost() == expected


def test_deleting_a_document_deletes_what_was_said_about_it(alice, endpoint, clock):
    extraction = completed(alice.user)
    jobs.delete(extraction)
    assert not WebhookEvent.objects.exists()
    assert not WebhookAttempt.objects.exists()
    work(clock)


def test_the_log_is_kept_for_a_month(alice, endpoint, clock):
    completed(alice.user)
    events.purge(now=clock() + timedelta(days=29))
    assert WebhookEvent.objects.exists()
    events.purge(now=clock() + timedelta(days=31))
    assert not WebhookEvent.objects.exists()
    assert not WebhookAttempt.objects.exists()
