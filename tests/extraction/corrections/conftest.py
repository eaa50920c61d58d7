"""Who corrects, and what: alice has a document that was read."""

import pytest

from tests.people import person
from tests.web.papers import completed


@pytest.fixture
def alice(db):
    return person("alice", plan="pro").user


@pytest.fixture
def document(alice):
    return completed(alice)
