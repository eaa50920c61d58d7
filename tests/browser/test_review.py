"""A scan is reviewed: checked, corrected in every way, approved, and exported with its corrections."""

import csv
import io
import json
from dataclasses import dataclass
from decimal import Decimal

import pytest
from playwright.sync_api import expect

from tests import invoices
from tests.browser.test_accessibility import findings, overhang
from tests.invoices.spec import Item

TO_REVIEW = """
from accounts.models import User
from tests import invoices
from tests.web import test_review_page as bench
drawn = invoices.draw(invoices.acme())
user = User.objects.get(email="{email}")
print(*[bench.sent(user, filename=name, content=drawn).public_id for name in {names}])
"""
PHONE = {"width": 390, "height": 844}


@dataclass(frozen=True)
class Misprinted(Item):
    """A line whose amount is not what its parts say."""

    @property
    def amount(self):
        return Decimal("45.00")


def scan():
    acme = invoices.acme()
    items = (*acme.items, Misprinted("Cling film", Decimal(12), Decimal("4.50")))
    data = invoices.as_scan(invoices.draw(type(acme)(**{**vars(acme), "items": items})))
    return {"name": "acme.pdf", "mimeType": "application/pdf", "buffer": data}


@pytest.fixture
def reviewing(visit, service):
    """Opens a browser of somebody with documents to review: the page of the first of them."""

    def opened(*names, **options):
        dora = visit(**options)
        email = dora.come_in()
        code = TO_REVIEW.format(email=email, names=names)
        ids = service.manage("shell", "-c", code).split()[-len(names) :]
        return dora, [f"/documents/{public_id}" for public_id in ids]

    return opened


def box(page, label):
    return page.get_by_role("textbox", name=label, exact=True)


def live(page):
    return page.locator("#live")


def exported(page, name):
    page.get_by_label("Export").click()
    with page.expect_download() as download:
        page.get_by_role("link", name=name).click()
    return download.value.path().read_text(encoding="utf-8-sig")


def test_a_scan_is_reviewed_corrected_and_exported(visit, reviewing):
    dora, (other,) = reviewing("other.pdf")
    page = dora.go("/dashboard")
    page.get_by_label("Choose invoices to upload").set_input_files(scan())
    page.get_by_role("link", name="Acme Supply Co.").click(timeout=60_000)
    todo = page.locator("#todo")
    expect(todo).to_contain_text("12.00 × 4.50 is 54.00, printed 45.00.")

    page.get_by_role("button", name="Keep 45.00 as printed").click()
    expect(live(page)).to_contain_text("Line 2, amount kept as it stands.")
    expect(todo).to_be_hidden()

    box(page, "Number").fill("INV-2026-0848")
    page.keyboard.press("Tab")
    expect(live(page)).to_contain_text("Number saved. Nothing left to check.")
    expect(page.locator("#f-invoice_number")).to_contain_text("Read as INV-2026-0847")
    expect(box(page, "Date")).to_be_focused()

    box(page, "Due").fill("soon")
    page.keyboard.press("Tab")
    expect(page.locator("#f-due_date")).to_contain_text('"soon" is not a date.')
    expect(box(page, "Due")).to_have_value("soon")
    box(page, "Due").fill("30 June 2026")
    page.keyboard.press("Tab")
    expect(box(page, "Due")).to_have_value("2026-06-30")

    page.get_by_label("Line 2: move, split, remove").click()
    page.get_by_role("button", name="Split in two").click()
    expect(box(page, "Line 3, description")).to_have_value("Cling film")
    box(page, "Line 3, amount").fill("9")
    page.keyboard.press("Tab")
    expect(live(page)).to_contain_text("Line 3, amount saved.")

    page.get_by_role("button", name="Approve and next").click()
    expect(page).to_have_url(dora.url + other)
    expect(page.get_by_text("acme.pdf is approved")).to_be_visible()
    page.go_back()
    expect(page.locator("#state")).to_have_text("Approved")

    result = json.loads(exported(page, "JSON"))
    assert (result["invoice_number"], result["corrected"]) == ("INV-2026-0848", True)
    assert [line["amount"] for line in result["line_items"]] == [1125.0, 45.0, 9]
    rows = list(csv.DictReader(io.StringIO(exported(page, "CSV"))))
    assert [row["line_items.amount"] for row in rows] == ["1125.00", "45.00", "9"]
    assert {row["due_date"] for row in rows} == {"2026-06-30"}


def test_by_keys_alone(reviewing):
    dora, (first, second) = reviewing("one.pdf", "two.pdf")
    page = dora.go(second)
    expect(page.locator("#todo a").first).to_be_focused()
    page.keyboard.press("Enter")
    expect(box(page, "Line 2, amount")).to_be_focused()
    page.keyboard.type("54")
    page.keyboard.press("Enter")
    expect(live(page)).to_contain_text("Line 2, amount saved. 1 to check.")
    expect(box(page, "Number")).to_be_focused()
    page.keyboard.press("Enter")
    expect(live(page)).to_contain_text("Number kept as it stands. Nothing left to check.")
    expect(page.get_by_role("button", name="Approve and next")).to_be_focused()
    box(page, "Name").focus()
    page.keyboard.press("Control+a")
    page.keyboard.type("Larkfield")
    page.keyboard.press("Control+Enter")
    expect(page).to_have_url(dora.url + first)
    page.keyboard.press("Alt+r")
    expect(page.get_by_text("one.pdf is rejected.")).to_be_visible()
    page = dora.go(second)
    expect(box(page, "Name")).to_have_value("Larkfield")
    expect(page.locator("#state")).to_have_text("Approved")


def test_skipping_by_a_key_leads_to_the_next_and_decides_nothing(reviewing):
    dora, (first, second) = reviewing("one.pdf", "two.pdf")
    page = dora.go(second)
    page.keyboard.press("Alt+n")
    expect(page).to_have_url(dora.url + first)
    expect(page.get_by_text("2 of 2")).to_be_visible()


def test_without_a_script(reviewing):
    dora, (first, second) = reviewing("one.pdf", "two.pdf", java_script_enabled=False)
    page = dora.go(second)
    box(page, "Total").fill("150.00")
    box(page, "Line 2, amount").fill("54.00")
    page.get_by_role("button", name="Save").last.click()
    expect(page.get_by_text("Line 2, amount, Total saved.")).to_be_visible()
    page.get_by_role("button", name="LS-0418").click()
    expect(box(page, "Number")).to_have_value("LS-0418")
    box(page, "Due").fill("soon")
    box(page, "Due").press("Enter")
    expect(box(page, "Due")).to_have_value("soon")
    expect(page.get_by_text('"soon" is not a date.').first).to_be_visible()
    box(page, "Due").fill("")
    page.get_by_label("Line 1: move, split, remove").click()
    page.get_by_role("button", name="Remove").locator("visible=true").click()
    expect(box(page, "Line 1, description")).to_have_value("Cling film")
    page.get_by_role("button", name="Approve and next").click()
    expect(page).to_have_url(dora.url + first)


def test_what_is_typed_survives_a_lost_connection_and_is_sent_when_it_is_back(reviewing):
    dora, (first,) = reviewing("one.pdf")
    page = dora.go(first)
    dora.context.set_offline(True)
    box(page, "Total").fill("150.00")
    page.keyboard.press("Tab")
    expect(page.get_by_text("No connection. What you typed stays here").first).to_be_visible()
    expect(box(page, "Total")).to_have_value("150.00")
    dora.context.set_offline(False)
    expect(live(page)).to_contain_text("Total saved.")
    expect(page.locator("[data-lost]")).to_be_hidden()
    dora.errors.clear()  # the browser itself tells of the request that went nowhere


def test_what_is_typed_survives_the_end_of_the_session(reviewing):
    dora, (first,) = reviewing("one.pdf")
    page = dora.go(first)
    cookies = dora.context.cookies()
    dora.context.clear_cookies(name="sessionid")
    box(page, "Total").fill("150.00")
    page.keyboard.press("Tab")
    expect(page.locator("[data-lost]")).to_contain_text("You were logged out. Log in in another tab")
    page.locator("#checks").scroll_into_view_if_needed()
    expect(page.locator("[data-lost]")).to_be_in_viewport(ratio=1)
    expect(page).to_have_url(dora.url + first)
    expect(box(page, "Total")).to_have_value("150.00")
    dora.context.clear_cookies()
    dora.context.add_cookies([each for each in cookies if each["name"] == "sessionid"])
    page.evaluate("dispatchEvent(new Event('focus'))")
    expect(live(page)).to_contain_text("Total saved.")
    expect(page.locator("[data-lost]")).to_be_hidden()
    dora.errors.clear()  # the browser itself tells of an answer that was refused


def test_an_alternative_a_word_of_the_page_and_the_way_back(reviewing):
    dora, (first,) = reviewing("one.pdf")
    page = dora.go(first)
    page.get_by_role("button", name="LS-0418").click()
    expect(box(page, "Number")).to_have_value("LS-0418")
    box(page, "Terms").focus()
    page.evaluate(
        """document.dispatchEvent(new CustomEvent("pick",
        { detail: { text: "14 days", page: 1, box: [0.1, 0.2, 0.3, 0.22] } }))"""
    )
    expect(live(page)).to_contain_text("Terms saved.")
    expect(box(page, "Terms")).to_have_value("14 days")
    page.locator("#f-payment_terms").get_by_role("button", name="Take back").click()
    expect(box(page, "Terms")).to_have_value("30 days net")
    page.get_by_label("Line 2: move, split, remove").click()
    page.get_by_role("link", name="All its values").locator("visible=true").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Unit", exact=True).fill("rolls")
    dialog.get_by_role("button", name="Save the line").click()
    expect(page.locator("#f-line_items\\.1")).to_contain_text("rolls")


def test_on_a_phone_the_page_is_on_top_and_the_decision_always_in_reach(reviewing):
    dora, (first,) = reviewing("one.pdf", viewport=PHONE, has_touch=True, is_mobile=True)
    page = dora.go(first)
    expect(page.get_by_role("button", name="Approve")).to_be_in_viewport()
    assert page.locator(".viewer").bounding_box()["y"] < page.locator(".sheet").bounding_box()["y"]
    page.get_by_role("link", name="Line 2, amount").first.click()
    expect(box(page, "Line 2, amount")).to_be_in_viewport()
    assert overhang(page) <= 0


def test_axe_finds_nothing(reviewing):
    dora, (first,) = reviewing("one.pdf", reduced_motion="reduce")
    page = dora.go(first)
    page.get_by_role("button", name="LS-0418").click()
    expect(page.locator("#past-invoice_number")).to_be_visible()
    page.locator("details").evaluate_all("all => all.forEach((each) => { each.open = !each.name; })")
    assert findings(page) == []
    page.get_by_role("button", name="Reject").click()
    expect(page.get_by_text("one.pdf is rejected.")).to_be_visible()
    assert findings(dora.go(first)) == []
    assert findings(dora.go(f"{first}/lines/2")) == []
