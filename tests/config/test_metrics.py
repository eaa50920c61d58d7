"""What Prometheus is told, and who may ask."""

import pytest
import requests
from django.test import Client, override_settings
from prometheus_client.parser import text_string_to_metric_families

from tests import invoices
from tests.caller import caller
from tests.waiting import until


def told(text):
    families = text_string_to_metric_families(text)
    return {
        (each.name, *sorted(each.labels.items())): each.value
        for family in families
        for each in family.samples
    }


@pytest.fixture
def client():
    return Client()


@pytest.mark.django_db
def test_this_machine_may_ask(client):
    answer = client.get("/metrics")
    assert (answer.status_code, answer["Content-Type"].split(";")[0]) == (200, "text/plain")


@pytest.mark.django_db
@pytest.mark.parametrize("headers", [{"X-Forwarded-For": "203.0.113.7"}, {"X-Forwarded-For": "127.0.0.1"}])
def test_whoever_comes_through_a_proxy_is_told_nothing(client, headers):
    answer = client.get("/metrics", headers=headers)
    assert (answer.status_code, b"METRICS_TOKEN" in answer.content) == (403, True)


@pytest.mark.django_db
def test_another_machine_is_told_nothing(client):
    assert client.get("/metrics", REMOTE_ADDR="203.0.113.7").status_code == 403


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("given", "status"), [("Bearer right", 200), ("Bearer wrong", 403), ("right", 403), ("", 403)]
)
def test_with_a_token_only_the_token_counts(client, given, status):
    with override_settings(METRICS_TOKEN="right"):
        assert client.get("/metrics", headers={"Authorization": given}).status_code == status


@pytest.mark.slow
@pytest.mark.stack
def test_a_running_service_counts_requests_documents_and_refusals(service):
    bob = caller(service, plan="free")
    assert bob.extract(invoices.draw(invoices.acme())).status_code == 200
    assert bob.extract(invoices.as_scan(invoices.draw(invoices.acme())), name="scan.jpg").status_code == 200
    assert bob.extract(b"%PDF-1.4 broken").status_code == 400
    assert requests.get(f"{service.url}/made-up-{bob.secret[:8]}", timeout=10).status_code == 404
    counted = until(lambda: _with_documents(service))
    route = ("route", "/v1/extract")
    assert counted["invoice_ocr_request_seconds_count", ("method", "POST"), route, ("status", "200")] >= 1
    assert counted["invoice_ocr_documents_total", ("outcome", "completed"), ("queue", "interactive")] >= 1
    assert counted["invoice_ocr_documents_total", ("outcome", "invalid_file"), ("queue", "interactive")] >= 1
    assert counted["invoice_ocr_engine_seconds_count", ("queue", "interactive")] >= 1
    for source in ("text", "ocr"):
        assert counted["invoice_ocr_pages_total", ("queue", "interactive"), ("source", source)] >= 1
    assert not [name for name in counted if "made-up" in str(name)]


def _with_documents(service):
    counted = told(requests.get(f"{service.url}/metrics", timeout=10).text)
    failed = ("invoice_ocr_documents_total", ("outcome", "invalid_file"), ("queue", "interactive"))
    return counted if failed in counted else None
