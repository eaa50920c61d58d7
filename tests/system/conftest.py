"""Who runs the service, and whom for."""

import pytest

from accounts.models import User
from tests.people import PASSWORD, person


@pytest.fixture
def staff(client):
    client.force_login(User.objects.create_superuser("staff@example.com", PASSWORD))
    return client


@pytest.fixture
def alice():
    return person("alice", plan="business").user
