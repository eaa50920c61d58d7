"""The system's Chromium on the running service. A page that logs an error fails its test."""

import asyncio
import itertools
import re
import shutil
from collections import defaultdict
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


@pytest.fixture(scope="session")
def started_chromium():
    """Its event loop stays, out of sight: Django would take it for that of a test, and keep to itself."""
    path = next(filter(None, map(shutil.which, NAMES)), None)
    if path is None:
        pytest.skip("There is no Chromium here. Install it with: apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path)
        loop = asyncio.get_running_loop()
        asyncio._set_running_loop(None)
        yield Chromium(browser), loop
        asyncio._set_running_loop(loop)
        browser.close()


@pytest.fixture(scope="module")
def chromium(started_chromium):
    started, loop = started_chromium
    asyncio._set_running_loop(loop)
    yield started
    asyncio._set_running_loop(None)


class Chromium:
    """Keeps what its visitors leave: what was fetched and compiled for one need not be for the next."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._left: defaultdict[str, list[BrowserContext]] = defaultdict(list)

    def entered(self, options: dict) -> BrowserContext:
        """A context that is like this, and in which nobody has been yet, as far as any site can tell."""
        left = self._left[repr(options)]
        context = left.pop() if left else self._browser.new_context(**options)
        context.set_default_timeout(15_000)
        return context

    def leave(self, context: BrowserContext, options: dict) -> None:
        context.set_offline(False)
        context.clear_cookies()
        for page in context.pages:
            page.close()
        self._left[repr(options)].append(context)


@dataclass
class Visit:
    """One person's browser on one service."""

    service: Service
    url: str
    context: BrowserContext
    page: Page
    errors: list[str]
    has_a_clock_of_its_own: bool = False  # which stays with its context

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
def visit(chromium: Chromium, service):
    """Opens a browser; keyword arguments are Playwright's: the size, the colours, whether scripts run."""
    visits: list[tuple[Visit, dict]] = []

    def opened(*, url: str = "", **options) -> Visit:
        visit = Visit(
            service, url or service.url, context := chromium.entered(options), context.new_page(), []
        )
        _forget_what_was_kept(visit)
        visit.page.on(
            "console", lambda said: visit.errors.append(said.text) if said.type == "error" else None
        )
        visit.page.on("pageerror", lambda error: visit.errors.append(str(error)))
        visits.append((visit, options))
        return visit

    yield opened
    for each, options in visits:
        if each.has_a_clock_of_its_own:
            each.context.close()
        else:
            chromium.leave(each.context, options)
    assert [error for each, _ in visits for error in each.errors] == []


def _forget_what_was_kept(visit: Visit) -> None:
    tools = visit.context.new_cdp_session(visit.page)
    tools.send("Storage.clearDataForOrigin", {"origin": visit.url, "storageTypes": "local_storage"})
    tools.detach()
