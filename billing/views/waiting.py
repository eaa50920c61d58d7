"""After somebody went to pay: the plan page asks Stripe again by itself, a few times, until it is settled."""

from __future__ import annotations

import time
from contextlib import suppress
from dataclasses import dataclass

from django.urls import reverse
from django.utils.http import urlencode

from accounts.pages import MemberRequest

PAUSES = (3, 5, 8, 15, 30, 60)  # seconds; after the last one it is for the person to look
PAYING = "went_to_pay_at"
PAYING_SECONDS = 30 * 60


@dataclass(frozen=True, slots=True)
class Again:
    """In how many seconds the page is asked for again, and by which address."""

    seconds: int
    address: str


def begin(request: MemberRequest) -> None:
    """Stripe's page of an invoice does not lead back; who returns by hand is waiting nevertheless."""
    request.session[PAYING] = int(time.time())


def again(request: MemberRequest, *, is_open: bool) -> Again | None:
    """None: nothing is open, nobody went to pay, or it was looked for often enough."""
    number = _number(request) or (1 if _went_to_pay(request) else 0)
    if not is_open or not 1 <= number <= len(PAUSES):
        return None
    return Again(PAUSES[number - 1], f"{reverse('refresh_plan')}?{urlencode({'look': number + 1})}")


def plan_after(request: MemberRequest) -> str:
    """Of the look that was just taken; the first is that of somebody who comes back from Stripe."""
    return f"{reverse('plan')}?{urlencode({'look': max(1, _number(request))})}"


def _number(request: MemberRequest) -> int:
    with suppress(ValueError):
        return min(int(request.GET.get("look", "0")), len(PAUSES) + 1)
    return 0


def _went_to_pay(request: MemberRequest) -> bool:
    began: float = request.session.get(PAYING, 0)
    return time.time() - began < PAYING_SECONDS
