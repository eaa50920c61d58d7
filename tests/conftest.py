"""What holds for every test, and who the people in most of them are."""

from __future__ import annotations

import gc

import dramatiq
import pytest
from django.conf import settings
from django.test import Client, override_settings

from accounts.guessing import GUESSES
from tests.people import person


def pytest_collection_finish() -> None:
    """Modules and tests stay to the end: to look through them for garbage takes a tenth of the time."""
    gc.freeze()


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
def nobody_guessed():
    GUESSES.forget()


@pytest.fixture(autouse=True)
def empty_queues():
    """Messages in the database end with the test's data; a broker outside needs to be told."""
    broker = dramatiq.get_broker()
    if not getattr(broker, "joins_transaction", False):
        broker.flush_all()


@pytest.fixture
def alice(db):
    return person("alice", plan="pro").user


@pytest.fixture
def bob(db):
    return person("bob").user


@pytest.fixture
def charlie(db):
    return person("charlie").user


@pytest.fixture
def browse():
    """A browser without a script, in which somebody is logged in."""

    def logged_in(user):
        client = Client()
        client.force_login(user)
        return client

    return logged_in
