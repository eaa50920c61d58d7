"""What was agreed with an account, what it has used, and what Stripe knows of it."""

from billing.models.alerts import AlertChoice
from billing.models.checkout import CheckoutAttempt
from billing.models.letters import Letter
from billing.models.metering import Account, KeyPeriod, Reservation, UsagePeriod
from billing.models.stripe_events import StripeEvent
from billing.models.subscription import Customer, Subscription

__all__ = [
    "Account",
    "AlertChoice",
    "CheckoutAttempt",
    "Customer",
    "KeyPeriod",
    "Letter",
    "Reservation",
    "StripeEvent",
    "Subscription",
    "UsagePeriod",
]
