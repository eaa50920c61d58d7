"""Documents in a bucket instead of a folder, on a server that speaks S3."""

import secrets

import boto3
import pytest
from moto.server import ThreadedMotoServer

from tests import invoices
from tests.caller import caller
from tests.service import running_service
from tests.waiting import until

pytestmark = pytest.mark.slow


@pytest.fixture
def bucket(monkeypatch):
    """What is in it, as a list of names, and the settings that lead there."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "testing")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "testing")
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    address = f"http://{host}:{port}"
    client = boto3.client("s3", endpoint_url=address, region_name="us-east-1")
    bucket = f"invoices-{secrets.token_hex(4)}"  # the server forgets nothing while its process lives
    client.create_bucket(Bucket=bucket)

    def names():
        return [each["Key"] for each in client.list_objects_v2(Bucket=bucket).get("Contents", [])]

    yield names, {"S3_BUCKET": bucket, "S3_ENDPOINT_URL": address, "S3_REGION": "us-east-1"}
    client.close()
    server.stop()


def test_a_document_is_kept_there_until_it_is_deleted(bucket):
    names, settings = bucket
    with running_service(**settings) as service:
        alice = caller(service, plan="pro")
        read = alice.extract(invoices.draw(invoices.acme()))
        assert (read.status_code, len(names())) == (200, 1)
        assert not (service.data_dir / "files").exists()
        batch = alice.batch([("a.pdf", invoices.draw(invoices.acme())), ("b.txt", b"no invoice")])
        until(lambda: alice.get(batch.json()["poll_url"]).json()["status"] == "completed")
        assert len(names()) == 2
        assert alice.delete(f"/v1/extract/{read.json()['id']}").status_code == 204
        assert len(names()) == 1


def test_what_no_document_names_is_swept_away(bucket):
    names, settings = bucket
    with running_service(**settings, SWEEP_SECONDS="3600") as service:
        caller(service, plan="pro").extract(invoices.draw(invoices.acme()))
        [kept] = names()
        service.manage("shell", "-c", FORGET_A_FILE)
        assert len(names()) == 2
        service.manage("shell", "-c", SWEEP_TOMORROW)
        assert names() == [kept]


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
