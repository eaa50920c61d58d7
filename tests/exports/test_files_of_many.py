"""Many documents as one file: the same whichever door it comes from, and no heavier for thousands."""

import csv
import io
import json
import tracemalloc
import zipfile
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from django.test import Client
from django.utils import timezone

from extraction import exports
from extraction.engine.invoice import LineItem, Party
from extraction.finding.searches import Search
from extraction.finding.selections import Selection
from extraction.models import Batch, Extraction
from tests.exports import drawn
from tests.people import person
from tests.web import papers

pytestmark = pytest.mark.django_db

FORMULAS = ["=1+1", "+1+1|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "＝1+1"]
HOSTILE = replace(
    papers.LARKFIELD,
    vendor=Party(FORMULAS[0], FORMULAS[1], FORMULAS[2]),
    customer=Party(FORMULAS[3], FORMULAS[4], FORMULAS[5]),
    invoice_number=FORMULAS[0],
    payment_terms=FORMULAS[1],
    line_items=tuple(LineItem(text, Decimal(1), None, Decimal("1.00")) for text in FORMULAS),
)


@pytest.fixture
def alice(db):
    return person("alice", plan="pro")


def everything_of(user):
    return Selection(user=user, seen=timezone.now(), search=Search(sort="received"))


def browse(user):
    client = Client()
    client.force_login(user)
    return client


def body(answer):
    assert answer.status_code == 200
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def doors(somebody, extraction, kind):
    """Every way in which a table of this kind leaves the service."""
    portal, program = browse(somebody.user), {"Authorization": somebody.authorization}
    batch = Batch.objects.create(user=somebody.user, created_at=timezone.now())
    Extraction.objects.filter(pk=extraction.pk).update(batch=batch)
    yield body(portal.get(f"/documents/{extraction.public_id}/result.{kind}"))
    yield body(portal.get(f"/documents/export.{kind}"))
    yield body(portal.post("/documents/picked", {"do": kind, "id": [extraction.public_id]}))
    yield body(Client().get(f"/v1/batch/{batch.public_id}?format={kind}", headers=program))
    if kind == "csv":
        yield body(Client().get(f"/v1/extract/{extraction.public_id}?format=csv", headers=program))
    Extraction.objects.filter(pk=extraction.pk).update(batch=None)


def test_no_cell_of_any_csv_is_a_formula(alice):
    extraction = papers.completed(alice.user, HOSTILE, "=cmd.pdf")
    for file in doors(alice, extraction, "csv"):
        cells = [cell for row in csv.reader(io.StringIO(file.decode("utf-8-sig"))) for cell in row]
        assert any("1+1" in cell for cell in cells)
        assert [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r", "＝"))] == []


def test_no_cell_of_any_workbook_is_a_formula(alice):
    extraction = papers.completed(alice.user, HOSTILE, "=cmd.pdf")
    for file in doors(alice, extraction, "xlsx"):
        book = openpyxl.load_workbook(io.BytesIO(file))
        cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
        assert "=1+1" in [cell.value for cell in cells]
        assert {cell.data_type for cell in cells} <= {"s", "n", "d", "b"}
        assert not any(cell.hyperlink for cell in cells)
        with zipfile.ZipFile(io.BytesIO(file)) as parts:
            sheets = [parts.read(name) for name in parts.namelist() if "worksheets/" in name]
        assert not any(b"<f>" in sheet for sheet in sheets)


def test_no_line_about_what_was_refused_is_a_formula(alice):
    papers.completed(alice.user, HOSTILE, "=cmd.pdf")
    archive = zipfile.ZipFile(io.BytesIO(body(browse(alice.user).get("/documents/export.ubl"))))
    rows = list(csv.reader(io.StringIO(archive.read("refused.csv").decode("utf-8-sig"))))
    assert {row[0] for row in rows[1:]} == {"'=cmd.pdf"}


def test_what_people_made_of_a_result_is_in_every_table(alice):
    corrected = json.loads(papers.completed(alice.user).result) | {
        "invoice_number": "LS-2",
        "corrected": True,
    }
    now = timezone.now()
    alice.user.extractions.update(corrected=json.dumps(corrected), review="approved", reviewed_at=now)
    file = b"".join(exports.csv.stream(everything_of(alice.user).documents()))
    [row] = csv.DictReader(io.StringIO(file.decode("utf-8-sig")))
    assert (row["invoice_number"], row["corrected"], row["review"]) == ("LS-2", "true", "approved")
    with exports.xlsx.written(everything_of(alice.user).documents(), title="All", created=now) as file:
        head, values = openpyxl.load_workbook(file)["Invoices"].iter_rows(values_only=True)
    row = dict(zip(head, values, strict=True))
    assert (row["Invoice number"], row["Corrected"], row["Review"]) == ("LS-2", True, "approved")
    [document] = json.loads(b"".join(exports.json.stream(everything_of(alice.user).documents())))
    assert (document["invoice_number"], document["corrected"]) == ("LS-2", True)


def test_a_table_says_where_a_value_waits_to_be_checked(alice):
    for number, (to_check, review) in enumerate([(0, ""), (2, ""), (2, "approved")]):
        document = papers.completed(alice.user, replace(papers.LARKFIELD, invoice_number=f"LS-{number}"))
        alice.user.extractions.filter(pk=document.pk).update(to_check=to_check, review=review)
    file = b"".join(exports.csv.stream(everything_of(alice.user).documents()))
    rows = csv.DictReader(io.StringIO(file.decode("utf-8-sig")))
    assert {row["invoice_number"]: row["review"] for row in rows} == {
        "LS-0": "",
        "LS-1": "needs_review",
        "LS-2": "approved",
    }


def test_columns_are_the_same_whatever_is_among_the_documents(alice):
    def columns():
        return next(exports.csv.stream(everything_of(alice.user).documents())).decode().splitlines()[0]

    none = columns()
    papers.failed(alice.user)
    papers.completed(alice.user)
    assert columns() == none


def test_electronic_invoices_come_with_a_list_of_those_that_cannot_be_one(alice):
    complete = papers.completed(alice.user, drawn.invoice(1, "FR"), 'facture: "7"?.pdf')
    lacking = papers.completed(alice.user, papers.LARKFIELD, "lacking.pdf")
    papers.failed(alice.user)
    papers.queued(alice.user, "waiting.pdf")
    program = {"Authorization": alice.authorization}
    batch = Batch.objects.create(user=alice.user, created_at=timezone.now())
    alice.user.extractions.update(batch=batch)
    by_program = Client().get(f"/v1/batch/{batch.public_id}?format=ubl", headers=program)
    assert by_program["Content-Type"] == "application/zip"
    assert by_program["Content-Disposition"] == f'attachment; filename="{batch.public_id}.zip"'
    for file in (body(by_program), body(browse(alice.user).get("/documents/export.ubl?sort=received"))):
        archive = zipfile.ZipFile(io.BytesIO(file))
        assert archive.testzip() is None
        name = f"facture_ _7__ {complete.public_id}.xml"
        assert archive.namelist() == [name, "refused.csv"]
        assert b"<cbc:InvoiceTypeCode>380</cbc:InvoiceTypeCode>" in archive.read(name)
        table = csv.DictReader(io.StringIO(archive.read("refused.csv").decode("utf-8-sig")))
        refused = list(table)
        assert {(row["filename"], row["status"]) for row in refused} == {
            ("lacking.pdf", "completed"),
            ("blank.pdf", "failed"),
            ("waiting.pdf", "queued"),
        }
        terms = {row["term"]: row for row in refused if row["id"] == lacking.public_id}
        assert terms["BT-44"]["message"] == "The document does not name the buyer."
        assert [row["message"] for row in refused if row["status"] == "queued"] == ["It is not read yet."]


def test_nothing_is_refused_where_every_document_is_complete(alice):
    papers.completed(alice.user, drawn.invoice(1, "FR"))
    archive = zipfile.ZipFile(io.BytesIO(body(browse(alice.user).get("/documents/export.ubl"))))
    assert len(archive.namelist()) == 1
    assert "refused.csv" not in archive.namelist()


def test_a_sheet_without_room_for_all_rows_is_refused_and_leaves_nothing(alice, settings):
    def files():
        return sorted(Path(settings.FILE_UPLOAD_TEMP_DIR).iterdir())

    for _ in range(3):
        papers.completed(alice.user)
    before, now = files(), timezone.now()
    exports.xlsx.written(everything_of(alice.user).documents(), title="All", created=now, room=4).close()
    with pytest.raises(exports.xlsx.TooManyRows) as refused:
        exports.xlsx.written(everything_of(alice.user).documents(), title="All", created=now, room=3)
    assert str(refused.value) == "A sheet has room for 3 rows. Take CSV, or fewer documents."
    assert files() == before


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["csv", "json", "ubl", "xlsx"])
def test_a_file_of_two_thousand_documents_takes_no_more_memory_than_one_of_two_hundred(alice, kind):
    def peak(documents):
        selection = everything_of(alice.user)
        Extraction.objects.bulk_create(alike(alice.user, documents - alice.user.extractions.count()))
        tracemalloc.start()
        try:
            size = sum(map(len, written(kind, selection.documents())))
            return tracemalloc.get_traced_memory()[1], size
        finally:
            tracemalloc.stop()

    peak(20)  # what is imported and kept for the first time
    few, small = peak(200)
    many, large = peak(2_000)
    assert large > 2 * small
    assert many < few * 1.5 + 1_000_000


def alike(user, number):
    one = papers.completed(user)
    result, now = one.result, timezone.now()
    one.delete()
    for _ in range(number):
        yield Extraction(
            user=user,
            created_at=now,
            finished_at=now,
            filename="scan.pdf",
            size=1,
            status="completed",
            result=result,
        )


def written(kind, documents):
    now = timezone.now()
    if kind == "xlsx":
        with exports.xlsx.written(documents, title="All", created=now) as file:
            return [file.seek(0, 2) * b"x"]
    if kind == "ubl":
        return exports.invoices.stream(documents, now=now)
    return getattr(exports, kind).stream(documents)
