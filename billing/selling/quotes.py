"""What somebody was shown before confirming: signed, so that exactly this is done, or nothing.

The page that asks carries the quote, and whoever confirms sends it back. If the subscription is no longer
what it was then, the confirmation is refused: people agree to what they saw.
"""

from __future__ import annotations

import hashlib
from collections.abc import Container
from dataclasses import asdict, dataclass, fields
from datetime import UTC, datetime, timedelta

from django.core import signing

from accounts.models import User
from billing.models import Subscription

GOOD_FOR = timedelta(hours=1)
SALT = "billing.selling.quotes"
UPGRADE, DOWNGRADE, END = "upgrade", "downgrade", "end"


class Stale(Exception):
    """The subscription has changed since the page was shown, or the page was open for too long."""


@dataclass(frozen=True, slots=True)
class Quote:
    """A change of a subscription as it was: from one price to an offer, worked out at a moment.

    `price_id` is the new price; the end of the subscription has no offer.
    """

    account: int
    kind: str
    subscription_id: str
    state: str
    plan_code: str
    interval: str
    price_id: str
    at: int

    @property
    def moment(self) -> datetime:
        return datetime.fromtimestamp(self.at, tz=UTC)

    @property
    def lets_go_of(self) -> str:
        """The code of the plan that was to follow when the page was shown; empty if none was."""
        return self.state.split(" ")[4]

    @property
    def key(self) -> str:
        """The same for everybody who confirms the same page."""
        return hashlib.sha256(self.signed().encode()).hexdigest()[:32]

    def signed(self) -> str:
        return signing.Signer(salt=SALT).sign_object(asdict(self), compress=True)

    def checked(self, row: Subscription | None, *, now: datetime) -> Subscription:
        """The row, which is as it was shown; raises `Stale` if it is not."""
        if row is None or now > self.moment + GOOD_FOR:
            raise Stale
        if (row.stripe_id, state_of(row)) != (self.subscription_id, self.state):
            raise Stale
        return row


def of(
    row: Subscription,
    *,
    kind: str,
    now: datetime,
    plan_code: str = "",
    interval: str = "",
    price_id: str = "",
) -> Quote:
    return Quote(
        account=row.user_id,
        kind=kind,
        subscription_id=row.stripe_id or "",
        state=state_of(row),
        plan_code=plan_code,
        interval=interval,
        price_id=price_id,
        at=int(now.timestamp()),
    )


def read(text: str, *, user: User, kinds: Container[str]) -> Quote:
    """Raises `Stale` for what was not shown to this account on such a page."""
    try:
        told = signing.Signer(salt=SALT).unsign_object(text)
        quote = Quote(**{field.name: told[field.name] for field in fields(Quote)})
    except (signing.BadSignature, KeyError, TypeError) as error:
        raise Stale from error
    if quote.account != user.pk or quote.kind not in kinds:
        raise Stale
    return quote


def state_of(row: Subscription) -> str:
    """All that a person decides by: price, status, the end of the period, and what is planned for it."""
    end = f"{row.period_end.timestamp():.0f}" if row.period_end else ""
    planned = [row.next_plan_code, row.next_interval, "ends" if row.cancel_at else ""]
    return " ".join([row.price_id, row.status, row.payment, end, *planned])
