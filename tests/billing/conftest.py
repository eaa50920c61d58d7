"""A Stripe of the test's own, and settings that lead to it."""

import pytest

from tests.billing import shop as shelves
from tests.billing import stripe_fake
from tests.billing.buyers import payer, visitor
from tests.billing.subscribers import PRO_MONTHLY


@pytest.fixture
def stripe(settings):
    with stripe_fake.running() as fake:
        for name, value in fake.environment.items():
            setattr(settings, name, value)
        yield fake


@pytest.fixture
def shop(stripe, db):
    """A Stripe at which everything is on sale."""
    shelves.stock(stripe)
    return stripe


@pytest.fixture
def bob(shop):
    """On Free, and not known to Stripe."""
    return visitor("bob", shop)


@pytest.fixture
def alice(shop):
    """On Pro, paid by the month."""
    return payer("alice", shop, PRO_MONTHLY)


@pytest.fixture
def charlie(shop):
    """Has no business here, but pays for Pro as well."""
    return payer("charlie", shop, PRO_MONTHLY)
