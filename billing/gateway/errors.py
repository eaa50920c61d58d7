"""What can go wrong between us and Stripe."""

from __future__ import annotations


class StripeFailed(Exception):
    """Something was asked of Stripe and not done, as far as we know."""


class NotFromStripe(Exception):
    """Something that claims to be an event of Stripe's, and is none."""


class NotConfigured(StripeFailed):
    """This service has no Stripe key: plans are given by its operator."""


class StripeUnreachable(StripeFailed):
    """Stripe did not answer, or could not: the same may be asked again later."""


class StripeRefused(StripeFailed):
    """Stripe says no: `code` is its own word for why, such as "resource_missing"."""

    def __init__(self, message: str, *, code: str) -> None:
        self.code = code
        super().__init__(message)


class CardRefused(StripeRefused):
    """The bank says no. The message is Stripe's, for the cardholder to read."""
