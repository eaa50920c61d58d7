"""Opens the pages of a service that was filled for it, and takes their pictures."""

from __future__ import annotations

import io
import json
import re
import shutil
from collections.abc import Collection
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.browser import seeding
from tests.people import PASSWORD
from tests.service import Service, running_service
from tests.waiting import until

PEOPLE = {
    "visitor": "",
    "nothing": seeding.NOTHING,
    "some": seeding.SOME,
    "thousands": seeding.LONG_ADDRESS,
    "staff": seeding.STAFF,
}
WAYS = {
    "light": {"viewport": {"width": 1440, "height": 900}, "color_scheme": "light"},
    "dark": {"viewport": {"width": 1440, "height": 900}, "color_scheme": "dark"},
    "phone": {"viewport": {"width": 390, "height": 844}, "color_scheme": "light"},
}
ADDRESSES = """
import json
from accounts.models import User
from tests import pages
print("found", json.dumps(pages.addresses(User.objects.filter(email="{email}").first())))
"""
UNREAD = "from extraction.models import Extraction; print('left', Extraction.objects.unfinished().count())"
READ = """
from accounts.models import User
read = User.objects.get(email="{email}").extractions.completed()
row = read.filter(filename__in=["acme.pdf", "rechnung.png"]).order_by("-to_check").first()
print("found", row.public_id)
"""
STATES = """
import json
from tests.browser.gallery import states
print("found", json.dumps(states.add("{email}")))
"""
SEARCHES = {
    "documents-all": "/documents?all=1",
    "documents-none": "/documents?q=nothing+like+it",
    "documents-failed": "/documents?state=failed",
    "requests-none": "/requests?q=nothing+like+it",
}
OPERATORS = {
    "system": "/admin/system/",
    "records": "/admin/",
    "records-extractions": "/admin/extraction/extraction/",
}
OUTSIDE = ("/docs", "/try", "/pricing", "/accounts/login", "/accounts/signup", "/accounts/password/reset")
FOR_DOCS = {"overview": "/dashboard", "documents": "/documents", "usage": "/usage"}
COLOURS = 96  # of a picture that must be small


def take(folder: Path, *, people: Collection[str], for_docs: bool) -> None:
    """Of what `people` see, by their names in `PEOPLE`; of everybody's pages where none is named."""
    folder.mkdir(parents=True, exist_ok=True)
    with running_service() as service, sync_playwright() as playwright:
        _seed(service, many=400 if for_docs else 3_000)
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"))
        if for_docs:
            _picture_docs(browser, service, folder)
        else:
            for who in people or PEOPLE:
                _picture(browser, service, folder / who, email=PEOPLE[who])
        browser.close()


def _seed(service: Service, *, many: int) -> None:
    service.manage("shell", "--command", f"from tests.browser.seeding import seed; seed(many={many})")
    until(lambda: "left 0" in service.manage("shell", "--command", UNREAD), within=120)


def _picture(browser: Browser, service: Service, folder: Path, *, email: str) -> None:
    addresses = _addresses(service, email)
    for way, options in WAYS.items():
        context = browser.new_context(**options, reduced_motion="reduce")
        _visit(context, service.url, email, addresses, folder, way)
        context.close()


def _addresses(service: Service, email: str) -> dict[str, str]:
    """By a name each for its file: that of the route, and what tells it from others of it."""
    addresses: dict[str, str] = {}
    for address, name in _found(service, ADDRESSES.format(email=email)).items():
        if not email or not address.startswith(OUTSIDE):
            number = sum(known.rpartition("-")[0] == name for known in addresses) + 1
            addresses[f"{name}-{number}"] = address
    if email == seeding.SOME:
        addresses |= _found(service, STATES.format(email=email))
    return addresses | (OPERATORS if email == seeding.STAFF else SEARCHES if email else {})


def _found(service: Service, code: str) -> dict[str, str]:
    said = service.manage("shell", "--command", code)
    found: dict[str, str] = json.loads(said.partition("found ")[2].splitlines()[0])
    return found


def _visit(
    context: BrowserContext, url: str, email: str, addresses: dict[str, str], folder: Path, way: str
) -> None:
    page = context.new_page()
    if email:
        _log_in(page, url, email)
    for name, address in addresses.items():
        answer = context.request.get(url + address, max_redirects=0)
        if answer.status in {200, 404} and answer.body().lstrip().lower().startswith(b"<!doctype html>"):
            page.goto(url + address)
            page.screenshot(path=folder / f"{re.sub(r'[^a-z0-9_-]', '', name)}-{way}.png", full_page=True)


def _log_in(page: Page, url: str, email: str) -> None:
    page.goto(f"{url}/accounts/login/")
    page.get_by_label("Email").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    page.wait_for_url("**/dashboard")


def _picture_docs(browser: Browser, service: Service, folder: Path) -> None:
    said = service.manage("shell", "--command", READ.format(email=seeding.SOME))
    review = re.search(r"found (\S+)", said)
    assert review
    context = browser.new_context(**WAYS["light"], reduced_motion="reduce")
    page = context.new_page()
    _log_in(page, service.url, seeding.SOME)
    for name, address in {**FOR_DOCS, "review": f"/documents/{review[1]}"}.items():
        page.goto(service.url + address)
        page.wait_for_load_state("networkidle")
        picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
        picture.quantize(COLOURS).save(folder / f"{name}.png", optimize=True)
    context.close()
