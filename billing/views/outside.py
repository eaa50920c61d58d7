"""What can go wrong with Stripe, in words; and where its answer leads."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest

from billing.gateway.errors import CardRefused, NotConfigured, StripeFailed, StripeRefused
from billing.selling.quotes import Stale
from billing.selling.standing import CannotChange

log = logging.getLogger(__name__)

STALE = "Your plan has changed since that page was shown, or it was open for too long. Nothing was done."
CANNOT_CHANGE = "That is not possible as your plan stands now. Nothing was done."
NOT_CONFIGURED = "Payment is not set up on this service. Its operator gives plans."
UNREACHABLE = "Stripe did not answer. Try again in a moment: your plan page shows what counts."
NOT_FOR_SALE = "Some plans have no price at Stripe yet. Whoever runs this service can make them."
REFUSED = "Stripe did not accept that, and nothing was changed. If it happens again, ask the operator."


def day(moment: datetime) -> str:
    """`4 Jun 2026`"""
    return f"{moment.day} {moment:%b %Y}"


@contextmanager
def explained(request: HttpRequest) -> Iterator[None]:
    """What goes wrong within is said on the next page."""
    try:
        yield
    except (StripeFailed, Stale, CannotChange) as wrong:
        messages.error(request, words(wrong))


def words(wrong: Exception) -> str:
    if isinstance(wrong, Stale):
        return STALE
    if isinstance(wrong, CannotChange):
        return CANNOT_CHANGE
    if isinstance(wrong, NotConfigured):
        return NOT_CONFIGURED
    if isinstance(wrong, CardRefused):
        return f"The card was refused, and nothing was changed. {wrong}"
    if isinstance(wrong, StripeRefused):
        log.warning("Stripe refused what a customer asked for: %s (%s)", wrong, wrong.code)
        return REFUSED
    return UNREACHABLE
