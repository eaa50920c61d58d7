"""The list of documents as people use it: search while typing, narrow, pick, export, approve, delete."""

import csv
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.test_accessibility import SIZES, check, findings

# As workers leave them: sixty of one vendor, the last of them in doubt, and one of another with a long name.
DOCUMENTS = """
import json
from datetime import date, timedelta
from django.utils import timezone
from accounts.models import User
from extraction import facts
from extraction.models import Extraction
user, now = User.objects.get(email="{email}"), timezone.now()
LONG = "Gastro- und Cateringbedarf Schwarzwald GmbH & Co. KG, Niederlassung Friedrichshafen am Bodensee"
BLANK = {{name: None for name in ("due_date", "subtotal", "tax", "tax_rate", "payment_terms")}}
def document(number):
    name = LONG if number == 60 else "Larkfield Stationery Ltd"
    result = BLANK | {{
        "confidence": 0.98, "invoice_number": f"LS-{{number:03}}",
        "date": str(date(2026, 1, 1) + timedelta(number)),
        "currency": "EUR", "total": 100 + number, "line_items": [], "pages_processed": 1, "warnings": [],
        "vendor": {{"name": name, "address": None, "tax_id": None}}, "checks": [], "taxes": [],
    }}
    text = json.dumps(result)
    found = facts.of(text)
    columns = {{name: getattr(found, name) for name in found.__slots__}}
    return Extraction(
        user=user, created_at=now + timedelta(milliseconds=number - 1000), finished_at=now, size=1,
        status="completed", filename=f"scan {{number:03}}.pdf", result=text, processing_time_ms=1,
        to_check=number == 59, **columns,
    )
Extraction.objects.bulk_create(document(number) for number in range(61))
"""


@pytest.fixture
def dora(visit, service):
    """With documents, and on their page."""

    def there(**options):
        dora = visit(**options)
        email = dora.come_in()
        service.manage("shell", "--command", DOCUMENTS.format(email=email))
        dora.go("/documents")
        return dora

    return there


def test_finding_picking_exporting_approving_and_deleting(dora):
    visit = dora(viewport=SIZES["desk"])
    page, rows = visit.page, visit.page.locator("#rows tbody tr")
    expect(page.get_by_text("1 to 50 of 61")).to_be_visible()

    page.get_by_label("Search").press_sequentially("cater")
    expect(rows).to_have_count(1)
    expect(page.get_by_role("link", name="Gastro- und Cateringbedarf")).to_be_visible()
    expect(page).to_have_url(f"{visit.url}/documents?q=cater")
    expect(page.get_by_label("Search")).to_be_focused()
    expect(page.locator("#live")).to_have_text("1 document found")
    page.get_by_label("Search").fill("lark")
    expect(page.get_by_text("1 to 50 of 60")).to_be_visible()
    page.get_by_label("Invoice date from").fill("2026-02-20")
    expect(rows).to_have_count(10)
    expect(page.locator("#export-all")).to_contain_text("Export all 10")

    page.get_by_role("link", name="Total").click()
    expect(page.get_by_role("columnheader", name="Total")).to_have_attribute("aria-sort", "descending")
    expect(rows.first).to_contain_text("€ 159.00")
    page.get_by_label("State").select_option("Needs review")
    expect(rows).to_have_count(1)
    page.go_back()
    expect(rows).to_have_count(10)
    expect(page.get_by_role("heading", name="Documents")).to_be_visible()
    expect(page.get_by_role("link", name="Overview")).to_be_visible()

    page.get_by_label("Select LS-059").check()
    page.get_by_label("Select LS-058").check()
    expect(page.get_by_text("2 selected")).to_be_visible()
    page.get_by_role("button", name="Approve").click()
    expect(page.get_by_text("1 of these still has something to check.")).to_be_visible()
    page.get_by_role("button", name="Approve all").click()
    expect(page.get_by_text("2 documents approved.")).to_be_visible()
    expect(rows.first.locator(".badge")).to_have_text("Approved")

    page.get_by_label("Search").fill("")
    page.get_by_label("Invoice date from").fill("")
    expect(page.get_by_text("1 to 50 of 61")).to_be_visible()
    page.get_by_role("link", name="Select all 61").click()
    expect(page.get_by_text("All 61 selected")).to_be_visible()
    with page.expect_download() as started:
        page.get_by_role("button", name="CSV").click()
    table = csv.DictReader(Path(started.value.path()).read_text("utf-8-sig").splitlines())
    assert [row["review"] for row in table].count("approved") == 2

    page.get_by_label("Search").fill("159")
    expect(rows).to_have_count(1)
    page.get_by_label("Select all on this page").check()
    page.get_by_role("button", name="Delete").click()
    page.get_by_role("button", name="Delete 1 document").click()
    expect(page.get_by_text("1 document deleted, files and results.")).to_be_visible()
    expect(page.get_by_text("1 to 50 of 60")).to_be_visible()


def test_the_same_without_a_script(dora):
    visit = dora(java_script_enabled=False)
    page = visit.page
    page.get_by_label("Search").fill("lark")
    page.get_by_label("State").select_option("Done")
    page.get_by_role("button", name="Filter").click()
    expect(page.get_by_text("1 to 50 of 59")).to_be_visible()
    page.get_by_role("link", name="Next").click()
    expect(page.get_by_text("51 to 59 of 59")).to_be_visible()
    page.get_by_role("link", name="Select all 59").click()
    page.get_by_role("button", name="Delete").click()
    page.get_by_role("button", name="Delete 59 documents").click()
    expect(page.get_by_text("59 documents deleted, files and results.")).to_be_visible()
    page.get_by_label("Select LS-060").check()
    page.get_by_role("button", name="Approve").click()
    expect(page.get_by_text("1 document approved.")).to_be_visible()


def test_every_state_of_the_page_can_be_used_by_everybody(visit, dora):
    nobody = visit(viewport=SIZES["phone"], reduced_motion="reduce")
    nobody.come_in()
    assert check(nobody, ["/documents"]) == []
    somebody = dora(viewport=SIZES["phone"], reduced_motion="reduce")
    addresses = ["/documents", "/documents?all=1&currency=EUR", "/documents?q=nothing", "/documents?state=x"]
    assert check(somebody, addresses) == []
    page = somebody.go("/documents?q=lark")
    page.locator("#rows tbody input").first.check()
    assert findings(page) == []
    page.get_by_role("button", name="Delete").click()
    expect(page.get_by_role("heading", name="Delete 1 document?")).to_be_visible()
    assert findings(page) == []
