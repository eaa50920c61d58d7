"""What a caller gets back, in the form that the reference prints: JSON, CSV, lists, usage."""

import csv
import io
import json
from datetime import UTC, datetime

import pytest
import requests

from tests import invoices
from tests.caller import caller

pytestmark = pytest.mark.slow

ACME = invoices.draw(invoices.acme())
REFERENCE_KEYS = [
    "id",
    "status",
    "processing_time_ms",
    "confidence",
    "vendor",
    "invoice_number",
    "date",
    "due_date",
    "currency",
    "line_items",
    "subtotal",
    "tax",
    "tax_rate",
    "total",
    "payment_terms",
    "pages_processed",
]


@pytest.fixture(scope="module")
def alice(service):
    return caller(service, plan="pro")


@pytest.fixture(scope="module")
def charlie(service):
    return caller(service, plan="free")


@pytest.fixture(scope="module")
def acme(alice):
    """The reference's own invoice, read."""
    answer = alice.extract(ACME, format="json")
    assert answer.status_code == 200
    return answer


def test_the_result_is_the_reference_s_own_example(acme):
    result = acme.json()
    expected = {
        "status": "completed",
        "vendor": {
            "name": "Acme Supply Co.",
            "address": "123 Industrial Blvd, Austin, TX 78701",
            "tax_id": invoices.acme().vendor.tax_id,
        },
        "invoice_number": "INV-2026-0847",
        "date": "2026-05-15",
        "due_date": "2026-06-14",
        "currency": "USD",
        "subtotal": 1125.00,
        "tax": 92.81,
        "tax_rate": 0.0825,
        "total": 1217.81,
        "payment_terms": "Net 30",
        "pages_processed": 1,
    }
    assert {name: result[name] for name in expected} == expected
    [item] = result["line_items"]
    expected_item = {
        "description": "Widget A - Premium Grade",
        "quantity": 250,
        "unit_price": 4.50,
        "amount": 1125.00,
    }
    assert {name: item[name] for name in expected_item} == expected_item


def test_the_keys_come_in_the_reference_s_order_and_more_only_after_them(acme):
    assert list(acme.json())[: len(REFERENCE_KEYS)] == REFERENCE_KEYS
    assert acme.json()["id"].startswith("ext_")
    assert isinstance(acme.json()["processing_time_ms"], int)
    assert 0 <= acme.json()["confidence"] <= 1


def test_amounts_are_numbers_written_as_they_are_printed(acme):
    assert '"total": 1217.81' in acme.text
    assert '"subtotal": 1125.00' in acme.text
    assert '"unit_price": 4.50' in acme.text
    assert '"quantity": 250' in acme.text


def test_evidence_comes_when_asked_for_and_lies_on_the_page(alice, acme):
    assert "evidence" not in acme.json()
    evidence = alice.get(f"/v1/extract/{acme.json()['id']}?include=evidence").json()["evidence"]
    for path in ("total", "vendor.name", "line_items.0.amount"):
        x0, y0, x1, y1 = evidence[path]["bbox"]
        assert 0 <= x0 < x1 <= 1
        assert 0 <= y0 < y1 <= 1
        assert evidence[path]["page"] == 1
        assert evidence[path]["source"] == "text"
        assert 0 <= evidence[path]["confidence"] <= 1
    assert evidence["total"]["text"].endswith("1,217.81")


def test_the_result_can_be_fetched_later_and_is_the_same(alice, acme):
    assert alice.get(f"/v1/extract/{acme.json()['id']}").json() == acme.json()


def test_csv_has_a_row_per_line_item_with_the_header_fields_repeated(alice):
    spec = invoices.example(3, language="en")
    answer = alice.extract(invoices.draw(spec), format="csv")
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert len(rows) == len(spec.items)
    assert {row["invoice_number"] for row in rows} == {spec.invoice_number}
    assert [row["line_items.amount"] for row in rows] == [str(item.amount) for item in spec.items]


def test_a_result_can_be_fetched_as_csv_too(alice, acme):
    answer = alice.get(f"/v1/extract/{acme.json()['id']}?format=csv")
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert "INV-2026-0847" in answer.text


@pytest.mark.parametrize("picture", [invoices.as_png, invoices.as_scan, invoices.as_photo])
def test_pictures_are_read_like_pdfs(alice, picture):
    result = alice.extract(picture(ACME), name="IMG_0001.JPG").json()
    assert (result["invoice_number"], result["date"]) == ("INV-2026-0847", "2026-05-15")
    assert result["total"] == 1217.81


@pytest.mark.parametrize("language", ["en", "de", "fr", "es"])
def test_the_language_is_detected_and_can_be_given(alice, language):
    data = invoices.draw(invoices.example(1, language=language))
    assert alice.extract(data).json()["language"] == language
    assert alice.extract(data, language=language.upper()).json()["language"] == language


def test_the_list_is_newest_first_and_comes_in_pages(service):
    bob = caller(service, plan="pro")
    ids = [bob.extract(ACME, name=f"{number}.pdf").json()["id"] for number in range(3)]
    first = bob.get("/v1/extractions?limit=2").json()
    assert [line["id"] for line in first["results"]] == [ids[2], ids[1]]
    assert first["results"][0]["filename"] == "2.pdf"
    assert first["results"][0]["total"] == 1217.81
    second = bob.get(first["next"].removeprefix(bob.url)).json()
    assert [line["id"] for line in second["results"]] == [ids[0]]
    assert second["next"] is None


@pytest.mark.parametrize("cursor", ["nonsense", "cD1qdW5r"])
def test_a_cursor_that_was_never_given_out_is_refused(alice, cursor):
    answer = alice.get(f"/v1/extractions?cursor={cursor}")
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "invalid_request")


def test_a_failed_document_stays_in_the_list_with_its_reason(alice):
    assert alice.extract(b"%PDF-1.7 and then nothing").status_code == 400
    line = alice.get("/v1/extractions?limit=1").json()["results"][0]
    assert line["status"] == "failed"
    assert line["error"]["code"] == "invalid_file"


def test_usage_has_the_reference_s_keys_and_counts_what_was_read(service):
    bob = caller(service, plan="free")
    bob.extract(ACME)
    assert bob.get("/v1/usage").json() == {
        "plan": "free",
        "period": f"{datetime.now(UTC):%Y-%m}",
        "invoices_used": 1,
        "invoices_limit": 10,
        "invoices_remaining": 9,
    }


def test_delete_removes_result_and_file_at_once(service):
    bob = caller(service, plan="free")
    document = f"/v1/extract/{bob.extract(ACME).json()['id']}"
    kept = set((service.data_dir / "files").rglob("*.pdf"))
    answer = bob.delete(document)
    assert (answer.status_code, answer.content) == (204, b"")
    assert bob.get(document).status_code == 404
    assert len(kept - set((service.data_dir / "files").rglob("*.pdf"))) == 1
    assert bob.used == 1


def test_charlie_can_neither_see_nor_delete_what_is_alice_s(alice, charlie, acme):
    document = f"/v1/extract/{acme.json()['id']}"
    for answer in (charlie.get(document), charlie.get(f"{document}?format=csv"), charlie.delete(document)):
        assert answer.status_code == 404
        assert answer.json()["error"]["code"] == "not_found"
    assert charlie.get("/v1/extractions").json()["results"] == []
    assert alice.get(document).status_code == 200


def test_the_answer_does_not_depend_on_the_accept_header(alice, acme):
    alice_s = {**alice.headers, "Accept": "text/html"}
    answer = requests.get(f"{alice.url}/v1/extract/{acme.json()['id']}", headers=alice_s, timeout=10)
    assert json.loads(answer.text)["id"] == acme.json()["id"]
