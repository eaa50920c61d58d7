"""What holds for every test."""

from __future__ import annotations

import dramatiq
import pytest
from django.conf import settings
from django.test import override_settings


@pytest.fixture(scope="session", autouse=True)
def quick_settings():
    """Pages without a manifest of collected files, and passwords that cost nothing to check."""
    static = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    with override_settings(
        STORAGES={**settings.STORAGES, "staticfiles": static},
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
    ):
        yield


@pytest.fixture(autouse=True)
def empty_queues():
    """Messages in the database end with the test's data; a broker outside needs to be told."""
    broker = dramatiq.get_broker()
    if not getattr(broker, "joins_transaction", False):
        broker.flush_all()
