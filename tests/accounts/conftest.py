"""Who looks at the account's pages, and how."""

import pytest
from django.test import Client


@pytest.fixture
def browse():
    """A browser without a script, in which somebody is logged in."""

    def logged_in(user):
        client = Client()
        client.force_login(user)
        return client

    return logged_in
