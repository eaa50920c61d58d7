"""The system's Chromium on the running service. A page that logs an error fails its test."""

import itertools
import re
import shutil
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.people import PASSWORD
from tests.service import Service
from tests.waiting import until

NAMES = ("chromium", "chromium-browser", "google-chrome")
COME_IN = """
from django.conf import settings
from django.test import Client
from accounts.models import User
client = Client()
client.force_login(User.objects.create_user("{email}", "{password}"))
print("session", client.cookies[settings.SESSION_COOKIE_NAME].OutputString().split(";")[0])
"""
_numbers = itertools.count(1)

expect.set_options(timeout=15_000)


def pytest_collection_modifyitems(items):
    for item in items:
        if "tests/browser/" in item.path.as_posix():
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.slow)


@pytest.fixture(scope="module")
def chromium():
    """Started for each file: its event loop must not outlive the tests that expect it."""
    path = next(filter(None, map(shutil.which, NAMES)), None)
    if path is None:
        pytest.skip("There is no Chromium here. Install it with: apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path)
        yield browser
        browser.close()


@dataclass
class Visit:
    """One person's browser on one service."""

    service: Service
    url: str
    context: BrowserContext
    page: Page
    errors: list[str]

    def go(self, path: str) -> Page:
        self.page.goto(self.url + path)
        return self.page

    def sign_up(self) -> str:
        """A new account by the form; returns its address, and leaves the browser on their first key."""
        email = _new_address()
        page = self.go("/accounts/signup/?next=/keys")
        page.get_by_label("Email").fill(email)
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Create account").click()
        expect(page).to_have_url(f"{self.url}/keys")
        return email

    def come_in(self) -> str:
        """The same without the form, for journeys that begin behind it."""
        email = _new_address()
        said = self.service.manage("shell", "--command", COME_IN.format(email=email, password=PASSWORD))
        name, _, value = said.rpartition("session ")[2].strip().partition("=")
        self.context.add_cookies([{"name": name, "value": value, "url": self.url}])
        self.go("/keys")
        return email

    def log_in(self, email: str) -> None:
        page = self.go("/accounts/login/")
        page.get_by_label("Email").fill(email)
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Log in").click()

    def confirm_address(self, email: str) -> None:
        """Follows the link of the mail, which a service without a mail server prints."""
        mail = until(
            lambda: re.search(rf"To: {email}.*?(/accounts/confirm-email/\S+)", self.service.log, re.DOTALL)
        )
        self.go(mail[1]).get_by_role("button", name="Confirm").click()

    def prove_who(self) -> None:
        """Gives the password once more, as changing how one logs in asks for."""
        self.page.get_by_label("Password").fill(PASSWORD)
        self.page.get_by_role("button", name="Confirm").click()


def _new_address() -> str:
    return f"dora{next(_numbers)}@example.com"


@pytest.fixture
def visit(chromium: Browser, service):
    """Opens a browser; keyword arguments are Playwright's: the size, the colours, whether scripts run."""
    visits: list[Visit] = []

    def opened(*, url: str = "", **options) -> Visit:
        context = chromium.new_context(**options)
        context.set_default_timeout(15_000)
        visit = Visit(service, url or service.url, context, context.new_page(), [])
        visit.page.on(
            "console", lambda said: visit.errors.append(said.text) if said.type == "error" else None
        )
        visit.page.on("pageerror", lambda error: visit.errors.append(str(error)))
        visits.append(visit)
        return visit

    yield opened
    for each in visits:
        each.context.close()
    assert [error for each in visits for error in each.errors] == []
