"""What Stripe holds of a customer, written into the account's subscription. Nothing else writes it.

Stripe is asked without a lock. An answer counts only if no other was written since it was asked for, so an
older one never replaces a newer one, whoever asks and in whatever order events come.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F

from billing import letters
from billing.following import consequences, entitlement
from billing.gateway import invoices, schedules, subscriptions
from billing.gateway.errors import StripeRefused
from billing.gateway.invoices import HeldInvoice
from billing.gateway.schedules import NextPhase
from billing.gateway.subscriptions import HeldSubscription
from billing.models import Customer, Subscription

STRANGE = (
    "Subscription {held.id} of {customer} is for something that is not sold here: price {held.price_id} of "
    "product {held.product_id}, paid by {held.interval}. It was left out of account."
)
SEVERAL = (
    "{customer} holds several subscriptions at the same time: {ids}. The highest plan counts; all are paid."
)
REFUSED = "Stripe does not say what {customer} holds. Nothing was changed. It says: {message}"


@dataclass(frozen=True, slots=True)
class Answer:
    """What Stripe said at one moment: `live` is all that is not over, `counts` the one that decides."""

    live: list[HeldSubscription]
    counts: HeldSubscription | None
    following: NextPhase | None
    invoice: HeldInvoice | None

    @property
    def strangers(self) -> list[HeldSubscription]:
        return [each for each in self.live if not entitlement.is_ours(each)]

    def is_unclear(self, before: Subscription) -> bool:
        """What gave the plan goes on, at a price that says nothing of which plan it is now."""
        mine = [each for each in self.strangers if each.id == before.stripe_id]
        return self.counts is None and any(each.status in entitlement.GIVES_ACCESS for each in mine)


def sync(customer: Customer, *, now: datetime) -> Subscription | None:
    """The account's subscription after Stripe was asked; None for Free. Raises `StripeFailed`.

    Who is overtaken asks once more. Overtaken again, it is enough to look: each who writes began to ask after
    the one before had written, so the second of the two began after this was called.
    """
    for _ in range(2):
        seen = Customer.objects.select_related("user").filter(pk=customer.pk).first()
        if seen is None or not seen.stripe_id or _write(seen, _ask(seen, now), now):
            break
    return Subscription.objects.filter(user=customer.user_id).first()


def _ask(customer: Customer, now: datetime) -> Answer:
    """A refusal, such as of a customer that another account of Stripe's has, is the operator's to look at."""
    try:
        live = [each for each in subscriptions.held_by(customer.stripe_id or "") if each.is_live]
        counts = entitlement.best(live)
        return Answer(live=live, counts=counts, following=_following(counts), invoice=_unpaid(counts))
    except StripeRefused as refused:
        text = REFUSED.format(customer=customer, message=refused)
        letters.alarm(user=customer.user, about=f"{refused.code} {now:%Y-%m-%d}", text=text, now=now)
        raise


def _following(held: HeldSubscription | None) -> NextPhase | None:
    return schedules.next_phase(held.schedule_id) if held and held.schedule_id else None


def _unpaid(held: HeldSubscription | None) -> HeldInvoice | None:
    """The invoice that something waits for; where all is well there is none to ask for."""
    if held is None or not held.latest_invoice_id:
        return None
    waits = held.has_pending_update or held.status not in entitlement.PAID
    return invoices.retrieve(held.latest_invoice_id) if waits else None


@transaction.atomic
def _write(customer: Customer, answer: Answer, now: datetime) -> bool:
    """False if another answer was written since `customer` was read; then nothing changes."""
    unseen = Customer.objects.filter(pk=customer.pk, syncs=customer.syncs)
    if not unseen.update(syncs=F("syncs") + 1, synced_at=now):
        return False
    before = Subscription.objects.select_for_update().filter(user=customer.user_id).first()
    _alarm(customer, answer, now)
    if answer.counts is not None:
        _set(customer, answer, answer.counts, before, now)
    elif before is not None and not answer.is_unclear(before):
        _end(customer, before, now)
    return True


def _set(
    customer: Customer, answer: Answer, held: HeldSubscription, before: Subscription | None, now: datetime
) -> None:
    """What the operator gave stays until something is paid for."""
    is_given = before is not None and before.source == Subscription.Source.OPERATOR
    if is_given and held.status not in entitlement.GIVES_ACCESS:
        return
    columns = entitlement.columns(
        held, before=before, following=answer.following, invoice=answer.invoice, now=now
    )
    after, _ = Subscription.objects.update_or_create(user=customer.user, defaults=columns)
    consequences.follow(before=before, after=after, user=customer.user, now=now)


def _end(customer: Customer, before: Subscription, now: datetime) -> None:
    if before.source == Subscription.Source.STRIPE:
        Subscription.objects.filter(pk=before.pk).delete()
        consequences.follow(before=before, after=None, user=customer.user, now=now)


def _alarm(customer: Customer, answer: Answer, now: datetime) -> None:
    """Of what somebody made in Stripe's dashboard, and this service cannot make sense of."""
    for held in answer.strangers:
        text = STRANGE.format(customer=customer, held=held)
        letters.alarm(user=customer.user, about=f"{held.id} {held.price_id}", text=text, now=now)
    begun = [each.id for each in answer.live if each.status != entitlement.NOT_YET]
    if len(begun) > 1:
        text = SEVERAL.format(customer=customer, ids=", ".join(begun))
        letters.alarm(user=customer.user, about=" ".join(begun), text=text, now=now)
