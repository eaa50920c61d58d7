"""From a program's refused request to its line in the log, and to the id that one quotes."""

import re

import pytest
import requests
from playwright.sync_api import expect

from tests.browser.test_accessibility import check, findings

pytestmark = pytest.mark.timeout(120)


@pytest.fixture
def dora(visit):
    return visit(viewport={"width": 1440, "height": 900}, reduced_motion="reduce")


def ask(service, secret, path, method="get"):
    shown = {"Authorization": f"Bearer {secret}"}
    return requests.request(method, f"{service.url}{path}", headers=shown, timeout=30)


def test_a_refused_request_is_found_without_leaving_the_page(dora, service):
    dora.come_in()
    page = dora.page
    page.get_by_role("button", name="Create the key").click()
    secret = page.locator("#secret").inner_text()
    ask(service, secret, "/v1/usage")
    refused = ask(service, secret, "/v1/extract", "post")
    page.wait_for_timeout(2_500)  # the log is written a second or so after the answer
    page = dora.go("/requests")
    lines = page.locator("#requests tbody tr")
    expect(lines).to_have_count(2)
    page.get_by_label("Answer").select_option("Refused")
    expect(lines).to_have_count(1)
    expect(page).to_have_url(re.compile("answer=refused"))
    expect(page.locator("#live")).to_have_text("1 request shown")
    page.get_by_label("Id or path").fill("nothing like this")
    expect(page.get_by_text("No request is like that.")).to_be_visible()
    page.get_by_label("Id or path").fill("extract")
    asked = []
    page.get_by_role("link", name="POST /v1/extract").hover()
    page.on("request", lambda request: asked.append(request.url))
    page.get_by_role("link", name="POST /v1/extract").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.locator("#request-id")).to_have_text(refused.headers["X-Request-Id"])
    expect(dialog).to_contain_text("400 invalid_request")
    assert not [url for url in asked if "q=" in url], "leaving the search asked for the list again"
    assert findings(page) == []
    dialog.get_by_role("link", name="Close").click()
    address = page.get_by_role("link", name="POST /v1/extract").get_attribute("href")
    assert check(dora, [address, "/requests", "/keys", "/usage"]) == []


def test_the_log_is_narrowed_without_a_script(visit, service):
    dora = visit(java_script_enabled=False)
    dora.come_in()
    dora.page.get_by_role("button", name="Create the key").click()
    secret = dora.page.locator("#secret").inner_text()
    for path in ("/v1/usage", "/v1/nothing"):
        ask(service, secret, path)
    dora.page.wait_for_timeout(2_500)
    page = dora.go("/requests")
    page.get_by_label("Answer").select_option("Refused")
    page.get_by_role("button", name="Show").click()
    expect(page.locator("#requests tbody tr")).to_have_count(1)
    page.get_by_role("link", name="GET /v1/nothing").click()
    expect(page.get_by_role("heading", name="Request")).to_be_visible()
