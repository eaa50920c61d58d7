"""Who corrects, and what: alice has a document that was read."""

import pytest

from tests.web.papers import completed


@pytest.fixture
def document(alice):
    return completed(alice)
