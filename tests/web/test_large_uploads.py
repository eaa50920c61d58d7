"""A file that is too large is cut off while it is read, and the person is told in plain words."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from tests.people import person

pytestmark = pytest.mark.django_db


def test_a_stranger_cannot_fill_the_disk(settings):
    megabytes = SimpleUploadedFile("huge.pdf", b"%PDF-" + b" " * (3 << 20))
    stranger = Client(enforce_csrf_checks=True)
    stranger.cookies["csrftoken"] = "a" * 32  # without one the body is not even looked at
    response = stranger.post(reverse("upload"), {"file": megabytes})
    assert response.status_code == 413
    assert list(settings.FILE_UPLOAD_TEMP_DIR.iterdir()) == []


def test_a_file_over_20_mb_gets_a_page_that_says_so_and_is_not_kept(settings):
    alice = person("alice", plan="pro").user
    client = Client()
    client.force_login(alice)
    too_large = SimpleUploadedFile("huge.pdf", b"%PDF-" + b" " * (20 << 20))
    response = client.post(reverse("upload"), {"file": too_large})
    assert response.status_code == 413
    assert "larger than 20 MB" in response.content.decode()
    assert list(settings.FILE_UPLOAD_TEMP_DIR.iterdir()) == []
    assert not alice.extractions.exists()
