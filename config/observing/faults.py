"""Faults that nobody expected, told to Sentry or a service that speaks as it does, if one is set."""

from __future__ import annotations

import sentry_sdk
from sentry_sdk.integrations.django import DjangoIntegration
from sentry_sdk.integrations.dramatiq import DramatiqIntegration
from sentry_sdk.scrubber import DEFAULT_DENYLIST, EventScrubber

SECRETS = [*DEFAULT_DENYLIST, "digest", "iban", "key_digest", "new_password", "password1", "seed"]


def report_to(dsn: str, *, release: str, environment: str) -> None:
    """No bodies, no addresses, no values of variables: documents and secrets stay here."""
    sentry_sdk.init(
        dsn=dsn,
        release=release,
        environment=environment,
        integrations=[DjangoIntegration(), DramatiqIntegration()],
        auto_enabling_integrations=False,
        send_default_pii=False,
        include_local_variables=False,
        max_request_body_size="never",
        traces_sample_rate=0.0,
        event_scrubber=EventScrubber(denylist=SECRETS, recursive=True),
    )
