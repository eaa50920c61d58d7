"""The log of what was changed about an account, by whom and from where. It is only ever added to."""

from __future__ import annotations

from django.db.models import QuerySet

from accounts import actors
from accounts.happenings import Happening
from accounts.models import AuditEntry, User


def record(happening: Happening, *, user: User, **about: str) -> None:
    """Belongs into the transaction that makes the change, so that there is neither without the other.

    `about` is what its sentence in `happenings` names: names and ids, never a secret. Who did it is known
    from the request or command, see `actors`. What follows from Stripe's word is Stripe's, whoever asked it:

        with actors.acting(actors.STRIPE):
            audit.record(Happening.PLAN_CHANGED, user=user, plan="Pro", before="Free")

    The time is the clock's: nobody writes an entry for another moment.
    """
    actor = actors.current(on=user)
    AuditEntry.objects.create(
        user=user,
        happening=happening,
        actor=actor.kind,
        actor_name=actor.name,
        address=actor.address,
        agent=actor.agent,
        about=about,
    )


def forget(user: User) -> None:
    """All of a log goes with its account, and only then."""
    QuerySet(AuditEntry).filter(user=user).delete()
