"""The people in the tests: alice is on Pro, bob on Free, charlie has no business here."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import timezone

from accounts import keys
from accounts.models import User
from billing import subscriptions
from billing.plans import PLANS

PASSWORD = "a sentence nobody guesses"


@dataclass(frozen=True)
class Person:
    """An account with one live key; `authorization` is the header that a program of theirs sends."""

    user: User
    secret: str

    @property
    def authorization(self) -> str:
        return f"Bearer {self.secret}"


def person(name: str, *, plan: str = "free") -> Person:
    user = User.objects.create_user(f"{name}@example.com", PASSWORD)
    if plan != "free":
        subscriptions.set_plan(user=user, plan=PLANS[plan])
    issued = keys.issue(user=user, name=f"{name}'s program", now=timezone.now())
    return Person(user=user, secret=issued.secret)
