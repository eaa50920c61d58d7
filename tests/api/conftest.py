"""Who calls the API, and what with, where no service is started for it."""

import pytest
from django.test import Client

from tests.people import person


@pytest.fixture
def alice():
    return person("alice", plan="pro")


@pytest.fixture
def bob():
    return person("bob")


@pytest.fixture
def client():
    return Client(raise_request_exception=False)
