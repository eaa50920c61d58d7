"""Clocks that jump by hours, forward or back: nothing is counted twice, and nothing forgotten."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from billing.models import UsagePeriod
from billing.usage import metering
from extraction import idempotency, jobs, work
from extraction.engine.sandbox.keeper import Progress
from extraction.models import Extraction, WebhookAttempt, WebhookDelivery, WebhookEvent
from extraction.models.webhooks import lease_is_over
from tests.extraction.reading import read, sent
from tests.people import person
from tests.web.papers import LARKFIELD

pytestmark = pytest.mark.django_db(transaction=True)

HOURS = timedelta(hours=5)
JUMPS = [HOURS, -HOURS]
QUEUED_FOR = timedelta(minutes=5)


@pytest.fixture
def alice():
    return person("alice", plan="pro").user


def moved(extraction, by):
    """As a row looks whose times were written by a clock that has been set since."""
    row = Extraction.objects.get(pk=extraction.pk)
    lease = row.lease_until - by if row.lease_until else None
    Extraction.objects.filter(pk=row.pk).update(created_at=row.created_at - by, lease_until=lease)


def counts(user, *, now=None):
    usage = metering.usage(user=user, now=now or timezone.now())
    return usage.used, usage.reserved


@pytest.mark.parametrize("jump", JUMPS)
def test_a_claim_is_lost_or_kept_and_never_two_finish_it(alice, jump):
    extraction = sent(alice)
    first = work._claim(extraction.pk)
    moved(extraction, jump)
    work.resend_stale(now=timezone.now(), queued_for=timedelta(minutes=5))
    second = work._claim(extraction.pk)
    assert (second is not None) == (jump > timedelta(0))
    winner, late = (second, first) if second else (first, None)
    work._fail(winner, code="processing_error", message="winner")
    if late is not None:
        with pytest.raises(work.ClaimLost):
            work._renew(late, Progress(pages=1, pages_read=1))
        work._fail(late, code="processing_error", message="late")
    assert Extraction.objects.get().error_message == "winner"
    assert counts(alice) == (0, 0)


def test_who_works_while_the_clock_goes_back_renews_its_lease_by_the_new_one(alice):
    extraction = sent(alice)
    claimed = work._claim(extraction.pk)
    moved(extraction, -HOURS)
    work._renew(claimed, Progress(pages=1, pages_read=0))
    row = Extraction.objects.get()
    assert row.lease_until < timezone.now() + timedelta(minutes=1)


def test_what_a_dead_worker_held_before_the_clock_went_back_is_sent_again_within_its_lease(alice):
    extraction = sent(alice)
    claimed = work._claim(extraction.pk)
    moved(extraction, -HOURS)
    assert work.resend_stale(now=timezone.now(), queued_for=QUEUED_FOR) == 0
    work._renew(claimed, Progress(pages=1, pages_read=0))  # whoever lives keeps it
    later = timezone.now() + timedelta(minutes=1)
    assert work.resend_stale(now=later, queued_for=QUEUED_FOR) == 1


def test_what_waited_when_the_clock_went_back_is_sent_again_once(alice):
    extraction = sent(alice)
    moved(extraction, -HOURS)
    now = timezone.now()
    assert work.resend_stale(now=now, queued_for=QUEUED_FOR) == 1
    assert work.resend_stale(now=now, queued_for=QUEUED_FOR) == 0


def test_an_attempt_of_a_webhook_whose_sender_died_before_the_clock_went_back_is_made_again(alice):
    over = WebhookAttempt.objects.filter(lease_is_over(timezone.now()))
    attempt = attempt_of(alice)
    for lease, is_over in ((30, False), (-1, True), (HOURS.seconds, True)):
        until = timezone.now() + timedelta(seconds=lease)
        WebhookAttempt.objects.filter(pk=attempt.pk).update(lease_until=until)
        assert over.exists() is is_over


def attempt_of(user):
    now = timezone.now()
    event = WebhookEvent.objects.create(user=user, type="test", body="{}", created_at=now)
    delivery = WebhookDelivery.objects.create(
        user=user, event=event, url="http://127.0.0.1:9/", created_at=now
    )
    return WebhookAttempt.objects.create(delivery=delivery, due_at=now)


@pytest.mark.parametrize("jump", JUMPS)
def test_a_document_is_counted_in_the_month_in_which_it_was_sent(alice, jump):
    end_of_month = datetime(2026, 11, 30, 23, 30, tzinfo=UTC)
    extraction = sent(alice)
    UsagePeriod.objects.all().delete()
    metering.withdraw(reference=extraction.public_id, now=end_of_month)
    metering.reserve(user=alice, reference="one", now=end_of_month)
    metering.commit(reference="one", now=end_of_month + jump)
    assert counts(alice, now=end_of_month) == (1, 0)
    assert counts(alice, now=end_of_month + timedelta(hours=2)) == (0, 0)


@pytest.mark.parametrize("jump", JUMPS)
def test_what_is_finished_after_a_jump_is_counted_once(alice, jump):
    extraction = sent(alice)
    moved(extraction, jump)
    read(extraction, LARKFIELD)
    work.run(pk=extraction.pk)
    assert counts(alice) == (1, 0)
    jobs.delete(Extraction.objects.get())
    assert counts(alice) == (1, 0)


@pytest.mark.parametrize("jump", JUMPS)
def test_the_same_key_makes_nothing_twice(alice, jump):
    now = timezone.now()
    claim = idempotency.claim(user=alice, key="one", fingerprint="x", now=now)
    idempotency.note(claim, made="ext_made")
    try:
        again = idempotency.claim(user=alice, key="one", fingerprint="x", now=now + jump)
    except idempotency.StillRunning:
        assert jump < timedelta(0)
    else:
        assert again.made == "ext_made"
