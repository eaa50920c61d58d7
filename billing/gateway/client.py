"""One client for the process: the key, where Stripe is, how long to wait, and what its errors mean to us."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from functools import cache

import stripe
from django.conf import settings

from billing.gateway.errors import CardRefused, NotConfigured, StripeRefused, StripeUnreachable

CONNECT_SECONDS = 5.0
ANSWER_SECONDS = 20.0  # some calls charge a card while we wait
RETRIES = 2
QUICK_SECONDS = 4.0  # what a page may wait for that does without the answer

stripe.enable_telemetry = False


def is_configured() -> bool:
    return bool(settings.STRIPE_SECRET_KEY)


def is_live() -> bool:
    """Whether the key is for real money; a test's customers and events are others."""
    return "_live_" in settings.STRIPE_SECRET_KEY


@contextlib.contextmanager
def talking(*, quickly: bool = False) -> Iterator[stripe.StripeClient]:
    """The client, with what it raises translated. `quickly`: better no answer than a late one."""
    if not is_configured():
        raise NotConfigured("STRIPE_SECRET_KEY is not set.")
    try:
        yield _client(settings.STRIPE_SECRET_KEY, settings.STRIPE_API_URL, quickly)
    except stripe.CardError as error:
        raise CardRefused(_message(error), code=error.code or "card_declined") from error
    except (stripe.APIConnectionError, stripe.RateLimitError) as error:
        raise StripeUnreachable(_message(error)) from error
    except stripe.StripeError as error:
        if (error.http_status or 500) >= 500 or error.http_status == 409:
            raise StripeUnreachable(_message(error)) from error
        raise StripeRefused(_message(error), code=error.code or type(error).__name__) from error


@cache
def _client(key: str, url: str, quickly: bool) -> stripe.StripeClient:
    patience = (QUICK_SECONDS, QUICK_SECONDS) if quickly else (CONNECT_SECONDS, ANSWER_SECONDS)
    return stripe.StripeClient(
        key,
        base_addresses={"api": url},
        http_client=stripe.RequestsClient(timeout=patience),
        max_network_retries=0 if quickly else RETRIES,
    )


def _message(error: stripe.StripeError) -> str:
    return error.user_message or str(error)
