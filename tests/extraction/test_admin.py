"""What whoever runs the service does in the admin leaves nothing behind."""

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone

from accounts.models import User
from billing import metering
from extraction import jobs, uploads
from tests import invoices
from tests.people import PASSWORD, person

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
