"""A batch's results as one file: every file is in it, and a spreadsheet takes each cell for what it is."""

import csv
import io
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

import openpyxl
import pytest
from django.test import Client
from django.utils import timezone

from extraction.engine.invoice import LineItem, Party
from extraction.models import Batch, Extraction
from tests.web import papers

pytestmark = pytest.mark.django_db

TWO_ITEMS = replace(
    papers.LARKFIELD,
    vendor=Party('=HYPERLINK("http://evil.example")', "@SUM(A1)", None),
    invoice_number="007",
    due_date=date(2026, 7, 2),
    date=date(1899, 5, 1),
    line_items=(
        LineItem("-2+3 bolts", Decimal(3), Decimal("0.3333"), Decimal("1.00")),
        LineItem("Credit", Decimal(1), None, Decimal("-5.50")),
    ),
)


@pytest.fixture
def batch(alice):
    """Two that were read, one that was not, one that is still waiting."""
    batch = Batch.objects.create(user=alice.user, created_at=timezone.now())
    documents = [
        papers.completed(alice.user, papers.LARKFIELD, "larkfield.pdf"),
        papers.failed(alice.user),
        papers.completed(alice.user, TWO_ITEMS, "bolts.pdf"),
        papers.queued(alice.user, "late.pdf"),
    ]
    for position, extraction in enumerate(documents):
        Extraction.objects.filter(pk=extraction.pk).update(batch=batch, position=position)
    return batch


def get(person, batch, query):
    path = f"/v1/batch/{batch.public_id}?{query}"
    return Client().get(path, headers={"Authorization": person.authorization})


def csv_rows(person, batch):
    return list(csv.DictReader(io.StringIO(get(person, batch, "format=csv").content.decode("utf-8-sig"))))


def workbook(person, batch):
    return openpyxl.load_workbook(io.BytesIO(get(person, batch, "format=xlsx").content))


def table(sheet):
    head, *rows = sheet.iter_rows(values_only=True)
    return [dict(zip(head, row, strict=True)) for row in rows]


def cell(sheet, title, row):
    [column] = [cell.column for cell in sheet[1] if cell.value == title]
    return sheet.cell(row, column)


def test_csv_has_a_row_per_line_item_and_one_for_every_file_without(alice, batch):
    response = get(alice, batch, "format=csv")
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert f'filename="{batch.public_id}.csv"' in response["Content-Disposition"]
    assert response.content.startswith(b"\xef\xbb\xbf")
    rows = csv_rows(alice, batch)
    names = ["larkfield.pdf", "blank.pdf", "bolts.pdf", "bolts.pdf", "late.pdf"]
    assert [row["filename"] for row in rows] == names
    assert [row["status"] for row in rows] == ["completed", "failed", "completed", "completed", "processing"]
    assert [row["total"] for row in rows] == ["317.34", "", "317.34", "317.34", ""]
    assert [row["line_items.amount"] for row in rows] == ["258.00", "", "1.00", "-5.50", ""]
    assert rows[1]["error.message"] == "No text was found on any page."


def test_csv_has_the_columns_that_one_document_has_by_itself(alice, batch):
    extraction = batch.extractions.get(position=0)
    headers = {"Authorization": alice.authorization}
    alone = Client().get(f"/v1/extract/{extraction.public_id}?format=csv", headers=headers)
    [row] = csv.DictReader(io.StringIO(alone.content.decode("utf-8-sig")))
    together = csv_rows(alice, batch)[0]
    assert {name: together[name] for name in row} == row
    assert [name for name in together if name in row] == list(row)


def test_no_cell_of_the_csv_is_a_formula(alice, batch):
    for row in csv_rows(alice, batch):
        for value in row.values():
            assert not value.startswith(("=", "@", "+"))


def test_xlsx_has_a_sheet_each_for_invoices_line_items_and_what_was_not_read(alice, batch):
    response = get(alice, batch, "format=xlsx")
    assert response["Content-Type"].endswith("spreadsheetml.sheet")
    assert f'filename="{batch.public_id}.xlsx"' in response["Content-Disposition"]
    book = workbook(alice, batch)
    assert book.sheetnames == ["Invoices", "Line items", "Not read"]
    assert [row["Filename"] for row in table(book["Invoices"])] == ["larkfield.pdf", "bolts.pdf"]
    assert [row["Description"] for row in table(book["Line items"])] == [
        "Copy paper A4 80 g",
        "-2+3 bolts",
        "Credit",
    ]
    assert [(row["Filename"], row["Status"]) for row in table(book["Not read"])] == [
        ("blank.pdf", "failed"),
        ("late.pdf", "processing"),
    ]


def test_numbers_are_numbers_with_the_decimals_that_were_printed(alice, batch):
    book = workbook(alice, batch)
    total = cell(book["Invoices"], "Total", 2)
    assert (total.value, total.data_type, total.number_format) == (317.34, "n", "#,##0.00")
    price = cell(book["Line items"], "Unit price", 3)
    assert (price.value, price.number_format) == (0.3333, "#,##0.0000")
    rate = cell(book["Invoices"], "Tax rate", 2)
    assert (rate.value, rate.number_format) == (0.23, "0.00##%")


def test_dates_are_dates_where_excel_has_them(alice, batch):
    sheet = workbook(alice, batch)["Invoices"]
    assert cell(sheet, "Date", 2).value == datetime(2026, 6, 2)  # noqa: DTZ001 - a spreadsheet has no zones
    assert cell(sheet, "Due date", 3).value == datetime(2026, 7, 2)  # noqa: DTZ001 - same
    assert cell(sheet, "Date", 3).value == "1899-05-01"


def test_text_stays_text_whatever_it_looks_like(alice, batch):
    sheet = workbook(alice, batch)["Invoices"]
    for title, value in {
        "Vendor name": '=HYPERLINK("http://evil.example")',
        "Vendor address": "@SUM(A1)",
        "Invoice number": "007",
    }.items():
        found = cell(sheet, title, 3)
        assert (found.value, found.data_type) == (value, "s")
        assert found.hyperlink is None


def test_a_workbook_says_what_to_look_at_and_can_be_filtered(alice, batch):
    warning = {"code": "bank_account_changed", "message": "Another account.", "field": "payment.iban"}
    batch.extractions.filter(position=0).update(warnings=[warning])
    sheet = workbook(alice, batch)["Invoices"]
    assert [row["Warnings"] for row in table(sheet)] == ["Another account.", None]
    assert sheet.auto_filter.ref == sheet.dimensions
    assert {"ID", "Vendor tax ID", "Payment IBAN", "Payment BIC"} <= {cell.value for cell in sheet[1]}


def test_columns_are_as_wide_as_what_is_in_them(alice, batch):
    sheet = workbook(alice, batch)["Invoices"]
    widths = {cell.value: sheet.column_dimensions[cell.column_letter].width for cell in sheet[1]}
    assert widths["Vendor name"] > len('=HYPERLINK("http://evil.example")')
    assert widths["Date"] < widths["Filename"] < widths["Vendor name"] < 50


def test_a_batch_of_which_nothing_was_read_has_a_file_too(alice):
    batch = Batch.objects.create(user=alice.user, created_at=timezone.now())
    Extraction.objects.filter(pk=papers.failed(alice.user).pk).update(batch=batch)
    assert [row["status"] for row in csv_rows(alice, batch)] == ["failed"]
    assert len(table(workbook(alice, batch)["Not read"])) == 1


@pytest.mark.parametrize("query", ["", "format=csv", "format=xlsx", "include=evidence"])
def test_what_has_not_changed_need_not_be_sent_again(alice, batch, query):
    first = get(alice, batch, query)
    headers = {"Authorization": alice.authorization, "If-None-Match": first["ETag"]}
    path = f"/v1/batch/{batch.public_id}?{query}"
    assert Client().get(path, headers=headers).status_code == 304
    batch.extractions.filter(position=0).delete()
    assert Client().get(path, headers=headers).status_code == 200


def test_an_unknown_format_is_400(alice, batch):
    response = get(alice, batch, "format=pdf")
    assert response.status_code == 400
    assert "json or csv or xlsx or ubl" in response.json()["error"]["message"]
