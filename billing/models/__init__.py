"""What was agreed with an account, what it has used, and what Stripe knows of it."""

from billing.models.letters import Letter
from billing.models.metering import Account, Reservation, UsagePeriod
from billing.models.subscription import Customer, Subscription

__all__ = ["Account", "Customer", "Letter", "Reservation", "Subscription", "UsagePeriod"]
