"""What whoever runs the service does in the admin leaves nothing behind."""

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone

from accounts.models import User
from billing.usage import metering
from extraction import batches, jobs, uploads
from extraction.arrivals import Arrival
from extraction.corrections import correcting
from extraction.models import Extraction
from tests import invoices
from tests.people import PASSWORD, person
from tests.web import papers

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def staff():
    client = Client()
    client.force_login(User.objects.create_superuser("staff@example.com", PASSWORD))
    return client


@pytest.fixture
def extraction():
    alice, now = person("alice").user, timezone.now()
    file = ContentFile(invoices.draw(invoices.acme()), name="invoice.pdf")
    return jobs.submit(user=alice, upload=uploads.store(file, today=now.date()), now=now)


def test_a_document_deleted_there_takes_its_file_along_and_frees_its_place(staff, extraction):
    page = f"/admin/extraction/extraction/{extraction.pk}/delete/"
    assert staff.post(page, {"post": "yes"}).status_code == 302
    assert not extraction.file.storage.exists(extraction.file.name)
    metering.check(user=extraction.user, now=timezone.now())
    assert metering.usage(user=extraction.user, now=timezone.now()).reserved == 0


def test_a_user_who_used_the_service_can_be_deleted(staff, extraction):
    page = f"/admin/accounts/user/{extraction.user.pk}/delete/"
    assert staff.post(page, {"post": "yes"}).status_code == 302
    assert not User.objects.filter(pk=extraction.user.pk).exists()


def test_counters_cannot_be_deleted_by_themselves(staff, extraction):
    period = extraction.user.usage_periods.get()
    assert staff.post(f"/admin/billing/usageperiod/{period.pk}/delete/", {"post": "yes"}).status_code == 403


@pytest.mark.parametrize("action", ["one", "several"])
def test_a_batch_deleted_there_takes_its_documents_and_their_files_along(staff, tmp_path, action):
    alice, now = person("alice", plan="pro").user, timezone.now()
    (tmp_path / "0").write_bytes(invoices.draw(invoices.acme()))
    arrived = Arrival(path=tmp_path / "0", filename="a.pdf", size=9, sha256="", kind="PDF")
    batch = batches.submit(user=alice, files=[arrived], now=now)
    extraction = batch.extractions.get()
    if action == "one":
        staff.post(f"/admin/extraction/batch/{batch.pk}/delete/", {"post": "yes"})
    else:
        chosen = {"action": "delete_selected", "_selected_action": [batch.pk], "post": "yes"}
        staff.post("/admin/extraction/batch/", chosen)
    assert not alice.extractions.exists()
    assert not alice.batches.exists()
    assert not extraction.file.storage.exists(extraction.file.name)
    assert metering.usage(user=alice, now=now).reserved == 0


def test_what_was_corrected_is_listed_and_what_it_says_is_not_shown(staff):
    alice = person("alice").user
    document = papers.completed(alice)
    correcting.correct(document, {"invoice_number": "SECRET-1"}, by=alice, now=timezone.now())
    page = staff.get(f"/admin/extraction/extraction/{document.pk}/change/").content.decode()
    assert "field-path" in page
    assert document.corrected is None
    assert "SECRET-1" in Extraction.objects.get().corrected
    assert '"total"' not in page
