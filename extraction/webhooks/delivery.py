"""One attempt after the other: start, sign, send, settle; and what to do for those that nobody finished."""

from __future__ import annotations

import logging
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone

from billing import subscriptions
from extraction import destinations, first_read, measures, one_by_one, safe_http
from extraction.models import WebhookAttempt, WebhookDelivery, WebhookEndpoint
from extraction.webhooks import attempts, bodies, endpoints, schedule, signing
from extraction.webhooks.lanes import Lanes

TIMEOUT_SECONDS = 15.0
KEPT_ANSWER_BYTES = 1024
GONE = 410
MOST_AT_A_TIME_PER_ACCOUNT = 3
STAY_IN_LANE_SECONDS = 5.0
PATIENCE = timedelta(days=5)
LONGEST_SILENCE = timedelta(days=2)  # longer than the schedule ever pauses: then nothing was sent to it

INTERRUPTED = "The sender was stopped during this attempt."
GAVE_UP = "Disabled because no attempt succeeded for five days."
TOLD_TO_STOP = "Disabled because it answered 410 Gone."

Clock = Callable[[], datetime]

logger = logging.getLogger(__name__)
_lanes = Lanes()
_chance = secrets.SystemRandom()


@dataclass(frozen=True, slots=True)
class Outcome:
    """How an attempt ended; `error` is empty if the receiver took the event."""

    error: str
    status_code: int | None = None
    answer: str = ""


def run(*, pk: int, clock: Clock = timezone.now) -> None:
    """Make this attempt and what else is due for the same host; if others are at it, leave it to them."""
    attempt = attempts.waiting(pk)
    if attempt is None:
        return
    delivery = attempt.delivery
    host, account = (delivery.user_id, delivery.host), delivery.user_id
    lanes = {"host": (host, attempts.LANE_WIDTH), "account": (account, MOST_AT_A_TIME_PER_ACCOUNT)}
    with _lanes.enter(**lanes) as entered:
        if entered:
            _work_through(attempt, clock)


def make(attempt: WebhookAttempt, *, clock: Clock = timezone.now) -> None:
    """Sends what it is an attempt at, unless that has become pointless or somebody else is doing it."""
    now = clock()
    if _is_pointless(attempt, now=now):
        _cancel(attempt.delivery)
    elif attempts.start(attempt, now=now):
        began = time.monotonic()
        outcome = _send(attempt, now=now)  # signed for the moment that the log names
        milliseconds = round((time.monotonic() - began) * 1000)
        settle(attempt, outcome, milliseconds=milliseconds, now=clock())


@transaction.atomic
def settle(attempt: WebhookAttempt, outcome: Outcome, *, milliseconds: int, now: datetime) -> None:
    """Write down how it ended and what follows from that, if it was not given up meanwhile."""
    details = {"error": outcome.error, "status_code": outcome.status_code, "answer": outcome.answer}
    if not _hold(attempt.delivery) or not attempts.finish(
        attempt, now=now, milliseconds=milliseconds, **details
    ):
        return
    measures.WEBHOOK_ATTEMPTS.labels(outcome="failed" if outcome.error else "delivered").inc()
    if not outcome.error:
        _delivered(attempt.delivery)
        first_read.note_all(bodies.told_by(attempt.delivery.event), user=attempt.delivery.user, now=now)
    elif outcome.status_code == GONE:
        _gone(attempt.delivery, now)
    else:
        _failed(attempt, now)


def look_after(*, now: datetime) -> None:
    """Send again what is due and forgotten; give up on attempts whose worker died."""
    one_by_one.each(attempts.interrupted(now=now), partial(_give_up, now=now))
    one_by_one.each(attempts.forgotten(now=now), partial(attempts.send, now=now))


def _give_up(attempt: WebhookAttempt, *, now: datetime) -> None:
    logger.warning("Attempt %s of %s was interrupted.", attempt.number, attempt.delivery.public_id)
    settle(attempt, Outcome(INTERRUPTED), milliseconds=0, now=now)


def _work_through(attempt: WebhookAttempt | None, clock: Clock) -> None:
    until = time.monotonic() + STAY_IN_LANE_SECONDS
    while attempt is not None:
        make(attempt, clock=clock)
        following = attempts.next_in_lane(attempt.delivery, now=clock())
        if following is not None and time.monotonic() >= until:
            attempts.send(following, now=clock())  # others may have been waiting for this thread
            return
        attempt = attempts.waiting(following.pk) if following else None


def _is_pointless(attempt: WebhookAttempt, *, now: datetime) -> bool:
    """The endpoint was disabled, or the plan has no webhooks any more."""
    endpoint = attempt.delivery.endpoint
    if endpoint is not None and not endpoint.is_enabled and not attempt.by_hand:
        return True
    return not subscriptions.plan_for(attempt.delivery.user, now=now).webhooks


def _send(attempt: WebhookAttempt, *, now: datetime) -> Outcome:
    event = attempt.delivery.event
    body = event.body.encode()
    signer = attempt.delivery.endpoint or endpoints.account(event.user)
    signed = signing.headers(message_id=event.public_id, body=body, seeds=signer.seeds(now=now), now=now)
    try:
        destinations.host_of(attempt.delivery.url)
        answer = safe_http.post(
            attempt.delivery.url,
            body=body,
            headers={"Content-Type": "application/json", **signed},
            seconds=TIMEOUT_SECONDS,
            keep_bytes=KEPT_ANSWER_BYTES,
        )
    except destinations.UnsuitableUrl as error:
        return Outcome(f"The address cannot be used. {error}")
    except safe_http.NotAnswered as error:
        return Outcome(str(error))
    return Outcome(_fault(answer), status_code=answer.status, answer=answer.beginning)


def _fault(answer: safe_http.Answer) -> str:
    if answer.is_good:
        return ""
    if 300 <= answer.status < 400:
        return f"It answered {answer.status}. Redirects are not followed."
    return f"It answered {answer.status}."


def _hold(delivery: WebhookDelivery) -> bool:
    """Locks its endpoint, then it, and only then its attempts: so does all that changes several of them."""
    WebhookEndpoint.objects.select_for_update(of=("self",)).filter(deliveries=delivery.pk).first()
    return attempts.hold(delivery)


def _delivered(delivery: WebhookDelivery) -> None:
    _end(delivery, WebhookDelivery.Status.DELIVERED)
    _endpoint_of(delivery).update(failing_since=None)


def _gone(delivery: WebhookDelivery, now: datetime) -> None:
    _end(delivery, WebhookDelivery.Status.FAILED)
    if delivery.endpoint is not None:
        endpoints.disable_and_tell(delivery.endpoint, because=TOLD_TO_STOP, now=now)


def _failed(attempt: WebhookAttempt, now: datetime) -> None:
    """What the schedule still holds is planned; an attempt by hand changes nothing about it."""
    delivery = attempt.delivery
    if not attempt.by_hand:
        _plan_next(delivery, now)
        _note_failure(delivery, now)
    if not delivery.attempts.waiting().exists():
        _end(delivery, WebhookDelivery.Status.FAILED)


def _plan_next(delivery: WebhookDelivery, now: datetime) -> None:
    pending = WebhookDelivery.objects.filter(pk=delivery.pk, status=WebhookDelivery.Status.PENDING)
    made = delivery.attempts.started().filter(by_hand=False).count()
    due_at = schedule.next_at(made=made, now=now, chance=_chance.random())
    if due_at is not None and pending.exists():
        attempts.plan(delivery, due_at=due_at, now=now)


def _note_failure(delivery: WebhookDelivery, now: datetime) -> None:
    """Days on which nothing was sent do not count: who failed long ago may have been well since."""
    endpoint = _endpoint_of(delivery)
    endpoint.filter(Q(failing_since=None) | Q(failed_at__lt=now - LONGEST_SILENCE)).update(failing_since=now)
    endpoint.update(failed_at=now)
    for hopeless in endpoint.filter(failing_since__lte=now - PATIENCE):
        endpoints.disable_and_tell(hopeless, because=GAVE_UP, now=now)


def _endpoint_of(delivery: WebhookDelivery) -> models.QuerySet[WebhookEndpoint]:
    """The row as it is now; none for the `webhook_url` of a request."""
    return WebhookEndpoint.objects.filter(deliveries=delivery)


def _cancel(delivery: WebhookDelivery) -> None:
    with transaction.atomic():
        attempts.hold(delivery)
        delivery.attempts.waiting().delete()
        _end(delivery, WebhookDelivery.Status.CANCELLED)


def _end(delivery: WebhookDelivery, status: WebhookDelivery.Status) -> None:
    """What was delivered once stays so, whatever comes of a replay; what was cancelled did not fail."""
    delivery.attempts.waiting().filter(by_hand=False).delete()
    rows = WebhookDelivery.objects.filter(pk=delivery.pk)
    if status != WebhookDelivery.Status.DELIVERED:
        rows = rows.filter(status=WebhookDelivery.Status.PENDING)
    rows.update(status=status)
