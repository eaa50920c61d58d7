"""A person's first minutes: sign up, take the key, drop an invoice, read the result."""

import re

import pytest
import requests
from playwright.sync_api import expect

from tests import invoices

ACME = {"name": "acme.pdf", "mimeType": "application/pdf", "buffer": invoices.draw(invoices.acme())}
SHEET = {"name": "prices.xlsx", "mimeType": "application/vnd.ms-excel", "buffer": b"PK\x03\x04"}


def assert_acme(page, **patience):
    expect(page.get_by_role("textbox", name="Name", exact=True)).to_have_value("Acme Supply Co.", **patience)
    for label, value in {
        "Number": "INV-2026-0847",
        "Date": "2026-05-15",
        "Due": "2026-06-14",
        "Total": "1217.81",
        "Line 1, description": "Widget A - Premium Grade",
    }.items():
        expect(page.get_by_role("textbox", name=label, exact=True)).to_have_value(value)


def test_from_signing_up_to_the_result_of_the_first_invoice(visit):
    dora = visit()
    dora.sign_up()
    page = dora.page
    expect(page.get_by_label("Name of the key")).to_have_value("First key")
    page.get_by_role("button", name="Create the key").click()
    secret = page.locator("#secret").inner_text()
    usage = requests.get(f"{dora.url}/v1/usage", headers={"Authorization": f"Bearer {secret}"}, timeout=30)
    assert usage.json()["invoices_used"] == 0

    page.get_by_role("link", name="Overview").click()
    page.wait_for_load_state()  # and with it what takes the files
    page.get_by_label("Choose invoices to upload").set_input_files([ACME, SHEET])
    expect(page.get_by_text("This is a spreadsheet. Save it as a PDF and drop it again.")).to_be_visible()
    expect(page.locator("#recent")).to_contain_text("acme.pdf")
    page.get_by_role("link", name="Acme Supply Co.").click(timeout=60_000)
    assert_acme(page)
    page.get_by_role("link", name="Back to documents").click()
    page.get_by_role("link", name="Overview").first.click()
    expect(page.locator("#usage")).to_contain_text("1 of 10 invoices")


def test_the_same_without_a_script(visit):
    dora = visit(java_script_enabled=False)
    dora.sign_up()
    page = dora.page
    page.get_by_role("button", name="Create the key").click()
    expect(page.locator("#secret")).to_have_text(re.compile("^iocr_live_"))
    page.get_by_role("link", name="Revoke First key").click()
    page.get_by_role("button", name="Revoke the key").click()
    expect(page.get_by_text("is revoked.")).to_be_visible()

    dora.go("/dashboard")
    page.get_by_label("Choose invoices to upload").set_input_files(ACME)
    page.get_by_role("button", name="Send the chosen files").click()
    for _ in range(120):
        if page.get_by_role("link", name="Acme Supply Co.").count():
            break
        page.wait_for_timeout(500)
        page.get_by_role("link", name="See how far they are").click()
    page.get_by_role("link", name="Acme Supply Co.").click()
    assert_acme(page)
    page.get_by_label("Export").click()
    page.get_by_role("link", name="Delete").click()
    page.get_by_role("button", name="Delete the document").click()
    expect(page.get_by_text("acme.pdf is deleted, file and result.")).to_be_visible()


def test_a_document_page_shows_its_result_by_itself(visit):
    dora = visit()
    dora.come_in()
    page = dora.go("/dashboard")
    page.get_by_label("Choose invoices to upload").set_input_files(ACME)
    row = page.locator("#recent a.doc")
    dora.go(row.get_attribute("href"))
    assert_acme(page, timeout=60_000)
    page.get_by_label("Export").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="JSON").click()
    assert download.value.suggested_filename == "acme.json"


def test_a_file_over_the_limit_is_not_even_sent(visit, tmp_path):
    dora = visit()
    dora.come_in()
    page = dora.go("/dashboard")
    large, small = tmp_path / "catalogue.pdf", tmp_path / "acme.pdf"
    large.write_bytes(b"%PDF-" + b"0" * 21 * 1024 * 1024)
    small.write_bytes(ACME["buffer"])
    page.get_by_label("Choose invoices to upload").set_input_files([large, small])
    expect(page.locator("#uploads")).to_contain_text("21.1 MB, the most is 20 MB.")
    expect(page.locator("#recent")).to_contain_text("acme.pdf")
    expect(page.locator("#recent tbody tr")).to_have_count(1)


@pytest.mark.parametrize("key", ["Escape", "Done"])
def test_a_secret_in_a_dialog_is_gone_when_the_dialog_is(visit, key):
    dora = visit()
    dora.come_in()
    page = dora.page
    page.get_by_role("button", name="Create the key").click()
    dora.go("/keys")
    page.get_by_role("link", name="Create a key").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Name").fill("Scanner desk")
    dialog.get_by_role("button", name="Create key").click()
    secret = dialog.locator("#secret").inner_text()
    expect(page.locator("#rows")).to_contain_text("Scanner desk")
    if key == "Escape":
        page.keyboard.press("Escape")
    else:
        dialog.get_by_role("link", name="Done").click()
    expect(dialog).to_be_hidden()
    expect(page.locator("#secret")).to_have_count(0)
    assert secret not in page.content()
    assert secret not in page.evaluate(
        "JSON.stringify([{...localStorage}, {...sessionStorage}, history.state])"
    )


def test_when_the_session_has_ended_a_click_leads_to_the_login_page(visit):
    dora = visit()
    dora.come_in()
    page = dora.page
    page.get_by_role("button", name="Create the key").click()
    dora.context.clear_cookies()
    page.get_by_role("link", name="Create a key").click()
    expect(page).to_have_url(f"{dora.url}/accounts/login/?next=/keys/new")


def test_copying_puts_the_whole_line_on_the_clipboard(visit):
    dora = visit(permissions=["clipboard-read", "clipboard-write"])
    dora.come_in()
    page = dora.page
    page.get_by_role("button", name="Create the key").click()
    page.locator("[data-copy=try]").click()
    expect(page.locator("[data-copy=try]")).to_have_text("Copied")
    line = page.evaluate("navigator.clipboard.readText()")
    assert line.startswith(f"curl {dora.url}/v1/extract \\\n")
    assert line.endswith('-F "file=@invoice.pdf"')


def test_the_chosen_colours_change_at_once_and_stay(visit):
    dora = visit(color_scheme="light")
    page = dora.go("/pricing")
    page.get_by_role("button", name="Dark").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    dora.go("/docs")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
