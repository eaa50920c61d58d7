"""Documents in a bucket instead of a folder, on a server that speaks S3."""

import pytest

from tests import bucket, invoices
from tests.caller import caller
from tests.service import running_service
from tests.waiting import until

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def storage():
    with bucket.bucket() as storage:
        yield storage


@pytest.fixture(scope="module")
def service(storage):
    """Its own sweeper leaves the bucket alone for as long as the tests look into it."""
    with running_service(**storage.settings, SWEEP_SECONDS="3600") as running:
        yield running


@pytest.fixture
def added(storage):
    """How many files have come since the test began."""
    before = set(storage.names())
    return lambda: len(set(storage.names()) - before)


def test_a_document_is_kept_there_until_it_is_deleted(service, added):
    alice = caller(service, plan="pro")
    read = alice.extract(invoices.draw(invoices.acme()))
    assert (read.status_code, added()) == (200, 1)
    assert not (service.data_dir / "files").exists()
    batch = alice.batch([("a.pdf", invoices.draw(invoices.acme())), ("b.txt", b"no invoice")])
    until(lambda: alice.get(batch.json()["poll_url"]).json()["status"] == "completed")
    assert added() == 2
    assert alice.delete(f"/v1/extract/{read.json()['id']}").status_code == 204
    assert added() == 1


def test_what_no_document_names_is_swept_away(service, storage):
    caller(service, plan="pro").extract(invoices.draw(invoices.acme()))
    kept = storage.names()
    service.manage("shell", "-c", FORGET_A_FILE)
    assert len(storage.names()) == len(kept) + 1
    service.manage("shell", "-c", SWEEP_TOMORROW)
    assert storage.names() == kept


FORGET_A_FILE = """
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
default_storage.save("uploads/2026-01-01/forgotten.pdf", ContentFile(b"%PDF-1.4"))
"""
SWEEP_TOMORROW = """
from datetime import timedelta
from django.utils import timezone
from extraction import uploads
uploads.discard(uploads.orphans(now=timezone.now() + timedelta(days=1)))
"""
