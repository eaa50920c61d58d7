"""The documentation in a browser: keys are filled in, and requests can be tried under the strict policy."""

import re

import pytest
from playwright.sync_api import expect

from extraction.api.schema import openapi
from tests import invoices
from tests.caller import caller

KEY = "iocr_live_0000"


@pytest.fixture
def dora(visit):
    return visit(viewport={"width": 1440, "height": 900})


def test_a_pasted_key_is_filled_into_every_example_of_this_tab_until_it_is_forgotten(dora):
    page = dora.go("/docs")
    example = page.locator('[data-program="quickstart.curl"]')
    expect(example).to_contain_text("Bearer YOUR_API_KEY")
    page.get_by_label("Your key").fill(f" {KEY} ")
    expect(example).to_contain_text(f"Bearer {KEY}")
    page = dora.go("/docs/extract")
    expect(page.locator('[data-program="extract.curl"]')).to_contain_text(f"Bearer {KEY}")
    page.get_by_role("button", name="Forget it").click()
    expect(page.locator('[data-program="extract.curl"]')).to_contain_text("Bearer YOUR_API_KEY")
    expect(dora.go("/docs").get_by_label("Your key")).to_have_value("")


def test_a_new_key_can_be_taken_along_into_the_docs_and_stays_behind_after_logging_out(dora):
    dora.come_in()
    page = dora.page
    page.get_by_role("button", name="Create the key").click()
    secret = page.locator("#secret").inner_text()
    page.get_by_role("link", name="Docs with this key filled in").click()
    expect(page.locator('[data-program="quickstart.curl"]')).to_contain_text(secret)
    dora.go("/dashboard").get_by_role("button", name="Log out").click()
    expect(page).not_to_have_url(re.compile("dashboard"))
    expect(dora.go("/docs").locator('[data-program="quickstart.curl"]')).to_contain_text("YOUR_API_KEY")


def test_every_language_can_be_chosen_and_is_remembered_on_other_pages(dora):
    page = dora.go("/docs")
    page.get_by_text("PHP", exact=True).click()
    expect(page.locator('[data-program="quickstart.php"]')).to_be_visible()
    expect(dora.go("/docs/extract").locator('[data-program="extract.php"]')).to_be_visible()


def expect_every_operation(page):
    number = sum(len(item) for item in openapi.document()["paths"].values())
    expect(page.locator(".opblock")).to_have_count(number)


def test_the_page_for_trying_shows_every_operation_in_the_dark_too(visit):
    expect_every_operation(visit(color_scheme="dark").go("/docs/api"))


def test_a_request_is_tried_with_one_s_own_key(dora, service):
    alice = caller(service, plan="pro")
    page = dora.go("/docs")
    page.get_by_label("Your key").fill(alice.secret)
    page = dora.go("/docs/api")
    expect_every_operation(page)
    usage = page.locator("#operations-Account-getUsage")
    usage.locator(".opblock-summary-control").click()
    usage.get_by_role("button", name="Try it out").click()
    usage.get_by_role("button", name="Execute").click()
    expect(usage.locator(".live-responses-table")).to_contain_text('"invoices_limit": 500')


def test_a_document_is_sent_with_nothing_that_the_reader_did_not_fill_in(dora, service, tmp_path):
    (tmp_path / "invoice.pdf").write_bytes(invoices.draw(invoices.acme()))
    page = dora.go("/docs")
    page.get_by_label("Your key").fill(caller(service, plan="free").secret)
    page = dora.go("/docs/api")
    extract = page.locator("#operations-Documents-extract")
    extract.locator(".opblock-summary-control").click()
    extract.get_by_role("button", name="Try it out").click()
    extract.locator("input[type=file]").set_input_files(tmp_path / "invoice.pdf")
    extract.get_by_role("button", name="Execute").click()
    expect(extract.locator(".live-responses-table")).to_contain_text("INV-2026-0847")
    expect(extract.locator(".curl-command")).not_to_contain_text(re.compile("webhook_url=[a-z]"))
    expect(extract.locator(".curl-command")).not_to_contain_text(re.compile("language=[a-z]"))
