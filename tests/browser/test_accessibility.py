"""axe finds nothing on any page, light and dark, on a desk and on a phone; and nothing scrolls sideways.

Each page is opened once, on a phone, and looked at in two ways, or in three for the account that holds most:
what is there on a desk alone has its colours looked at in the dark, and there in the light too.
"""

import json
from pathlib import Path

import pytest
from allauth.mfa.totp.internal.auth import hotp_value, yield_hotp_counters_from_time
from playwright.sync_api import expect

from tests.browser import seeding
from tests.waiting import until

pytestmark = pytest.mark.timeout(300)  # tens of pages, each in several ways

AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text()
OURS = '{ exclude: ["#swagger"] }'  # Swagger UI nests its landmarks and leaves its lists without names
SIZES = {"desk": {"width": 1440, "height": 900}, "phone": {"width": 390, "height": 844}}
WIDTHS = (320, 768, 1024)
COLOURS = {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}
QUICKLY = {"resultTypes": ["violations"]}
SCHEMES = {"light": {}, "dark": COLOURS}  # which changes colours and nothing else
WHERE_EACH_IS = """
import json
from accounts.models import User
from tests import pages
user = User.objects.filter(email="{email}").first()
print("found", json.dumps(list(pages.addresses(user))))
"""
WAYS = [("phone", "light"), ("desk", "dark")]
EVERY_WAY = [*WAYS, ("desk", "light")]
ALIKE_FOR_ALL = ("/docs", "/try", "/accounts/login", "/accounts/signup", "/accounts/password/reset")


def code_for(secret):
    return f"{hotp_value(secret, next(yield_hotp_counters_from_time())):06}"


def findings(page, ways=EVERY_WAY):
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    return [
        (page.url, size, scheme, each["id"], each["nodes"][0]["html"][:120])
        for size, scheme in ways
        for each in violations(page, size, scheme)
    ]


def violations(page, size, scheme):
    page.set_viewport_size(SIZES[size])
    page.emulate_media(color_scheme=scheme)
    return page.evaluate(
        f"axe.run({OURS}, {json.dumps(SCHEMES[scheme] | QUICKLY)}).then(({{ violations }}) => violations)"
    )


def overhang(page):
    """By how many pixels the page is too wide, where it is so most: from the narrowest phone to a tablet."""
    return max(_overhang_at(page, width) for width in WIDTHS)


def _overhang_at(page, width):
    page.set_viewport_size({"width": width, "height": 700})
    return page.evaluate("document.documentElement.scrollWidth") - width


def check(visit, paths, ways=WAYS):
    """From the narrowest to the widest: each change of the size lays the page out anew."""
    found = []
    for path in paths:
        visit.page.set_viewport_size(SIZES["phone"])
        page = visit.go(path)
        if path == "/docs/api":
            expect(page.locator("#swagger .opblock").first).to_be_visible()
        found += findings(page, ways[:1])
        if (by := overhang(page)) > 0:
            found.append((page.url, "scrolls sideways", by))
        found += findings(page, ways[1:])
    return found


@pytest.fixture
def dora(visit):
    """Without motion: half way between two colours their contrast is nobody's."""
    return visit(viewport=SIZES["phone"], reduced_motion="reduce")


@pytest.fixture(scope="module")
def seeded(service):
    """The service with accounts that hold nothing, something and much, and all of it read."""
    service.manage("shell", "--command", "from tests.browser.seeding import seed; seed(many=200)")
    left = "from extraction.models import Extraction; print('left', Extraction.objects.unfinished().count())"
    until(lambda: "left 0" in service.manage("shell", "--command", left), within=90)
    return service


def all_pages(visit, service, email, *, but=()):
    """Those of the URL configuration that are pages for them; others lead on, or are files, or not there."""
    said = service.manage("shell", "--command", WHERE_EACH_IS.format(email=email))
    for address in json.loads(said.partition("found ")[2].splitlines()[0]):
        if address.startswith(but):
            continue
        answer = visit.context.request.get(visit.url + address, max_redirects=0)
        if answer.status == 200 and answer.body().lstrip().lower().startswith(b"<!doctype html>"):
            yield address


def test_every_page_for_whoever_comes_by(dora, seeded):
    assert check(dora, all_pages(dora, seeded, "")) == []


@pytest.mark.parametrize(("email", "ways"), [(seeding.NOTHING, WAYS), (seeding.LONG_ADDRESS, EVERY_WAY)])
def test_every_page_for_a_member(dora, seeded, email, ways):
    dora.log_in(email)
    expect(dora.page).to_have_url(f"{dora.url}/dashboard")
    assert check(dora, all_pages(dora, seeded, email, but=ALIKE_FOR_ALL), ways) == []


def test_what_the_operator_sees_and_nobody_else(dora, seeded):
    dora.log_in(seeding.STAFF)
    expect(dora.page).to_have_url(f"{dora.url}/dashboard")
    assert check(dora, ["/dashboard", "/admin/system/"], EVERY_WAY) == []


def test_what_opens_as_a_dialog(dora):
    dora.come_in()
    page = dora.go("/keys")
    page.get_by_role("button", name="Create the key").click()
    expect(page.locator("#secret")).to_be_visible()
    assert findings(page) == []
    page = dora.go("/keys")
    page.get_by_role("link", name="Revoke First key").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    assert findings(page) == []


def test_pages_of_the_second_factor(dora, service):
    email = dora.sign_up()
    dora.confirm_address(email)
    page = dora.go("/accounts/2fa/totp/activate/")
    dora.prove_who()
    found = check(dora, ["/accounts/2fa/webauthn/add/", "/accounts/2fa/totp/activate/"])
    secret = page.get_by_label("Authenticator secret").input_value()
    page.get_by_label("Authenticator code").fill(code_for(secret))
    page.get_by_role("button", name="Activate").click()
    expect(page.get_by_role("heading", name="Recovery Codes")).to_be_visible()
    found += check(
        dora, ["/accounts/2fa/recovery-codes/", "/accounts/2fa/", "/accounts/2fa/totp/deactivate/"]
    )
    dora.context.clear_cookies()
    dora.log_in(email)
    expect(page.get_by_label("Code")).to_be_visible()
    assert found + findings(page) == []


def test_pages_for_what_went_wrong(dora):
    for path in ("/nothing-here", "/billing/stripe/webhook/"):
        page = dora.go(path)
        dora.errors.clear()  # the browser logs 404 and 405 itself
        assert findings(page) == []
        assert overhang(page) <= 0
