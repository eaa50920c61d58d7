"""A correction is in whatever leaves: results, batches, files for other programs, events, the archive."""

import csv
import io
import json

import openpyxl
import pytest
import simplejson
from django.utils import timezone

from extraction import exports, overviews, payloads
from extraction.belongings import records
from extraction.corrections import correcting, reviewing
from extraction.exports import ubl
from extraction.models import Batch, Extraction
from extraction.webhooks import bodies

NOW = timezone.now()


@pytest.fixture
def corrected(document):
    return correcting.correct(
        document, {"vendor.name": "Fernhill", "line_items.0.description": "Pens"}, by=document.user, now=NOW
    )


@pytest.fixture
def batch(alice, corrected):
    batch = Batch.objects.create(user=alice, created_at=NOW, finished_at=NOW)
    Extraction.objects.filter(pk=corrected.pk).update(batch=batch)
    return batch


def rows(text):
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


def described(row):
    return row["vendor.name"], row["line_items.description"], row["corrected"]


def test_the_result_as_json(corrected):
    document = payloads.current(corrected)
    assert (document["vendor"]["name"], document["corrected"]) == ("Fernhill", True)


def test_a_result_nobody_corrected_says_so(document):
    assert payloads.current(document)["corrected"] is False


def test_the_result_as_csv(corrected):
    assert described(rows(payloads.csv(corrected))[0]) == ("Fernhill", "Pens", "true")


def test_the_result_as_an_electronic_invoice_that_was_lacking_terms_before(corrected):
    with pytest.raises(ubl.MissingTerms):
        ubl.to_ubl(payloads.document(corrected))
    lacking = {
        "document_type": "invoice",
        "customer.name": "Dunmore Books",
        "customer.address": "3 Quay Street, Galway H91 XX00, Ireland",
    }
    corrected = correcting.correct(corrected, lacking, by=corrected.user, now=NOW)
    written = ubl.to_ubl(payloads.document(corrected)).decode()
    assert "Fernhill" in written
    assert "Dunmore Books" in written
    assert "Pens" in written
    assert "Larkfield" not in written


def test_the_line_of_a_list(corrected):
    assert payloads.summary(corrected)["vendor"]["name"] == "Fernhill"


def test_a_batch_as_json(batch):
    [item] = json.loads(str(simplejson.dumps(overviews.results(batch), use_decimal=True)))["results"]
    assert item["data"]["line_items"][0]["description"] == "Pens"


def test_several_as_csv(corrected):
    [row] = rows(b"".join(exports.csv.stream([corrected])).decode())
    assert described(row) == ("Fernhill", "Pens", "true")


def test_several_as_json(corrected):
    [document] = json.loads(b"".join(exports.json.stream([corrected])))
    assert (document["vendor"]["name"], document["corrected"]) == ("Fernhill", True)


def test_several_as_a_workbook(corrected):
    with exports.xlsx.written([corrected], title="Some", created=NOW) as file:
        book = openpyxl.load_workbook(file)
    head, line = book["Invoices"].iter_rows(values_only=True)
    told = dict(zip(head, line, strict=True))
    assert (told["Vendor name"], told["Corrected"]) == ("Fernhill", True)
    assert "Pens" in next(book["Line items"].iter_rows(min_row=2, values_only=True))


def test_an_event_that_is_written_later(batch):
    assert "Fernhill" in simplejson.dumps(bodies.batch(batch), use_decimal=True)


def test_the_archive_of_an_account_has_every_step_and_what_was_decided(alice, corrected):
    correcting.take_back(corrected, "vendor.name", by=alice, now=NOW)
    reviewing.approve(corrected, by=alice, now=NOW)
    record = records.document(records.documents(alice).get())
    assert (record["vendor"]["name"], record["review"]) == ("Larkfield Stationery Ltd", "approved")
    at = payloads.moment(NOW)
    assert record["corrections"][0] == {
        "path": "vendor.name",
        "was": "Larkfield Stationery Ltd",
        "value": "Fernhill",
        "takes_back": False,
        "at": at,
        "by": "alice@example.com",
    }
    assert [step["takes_back"] for step in record["corrections"]] == [False, False, True]
