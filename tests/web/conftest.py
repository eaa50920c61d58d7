"""Who looks at the pages, and how."""

import pytest
from django.test import Client

from tests.people import person


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
