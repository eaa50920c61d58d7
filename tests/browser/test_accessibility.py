"""axe finds nothing on any page, light and dark, on a desk and on a phone; and nothing scrolls sideways.

Each page is opened once, on a phone, and looked at in every way that it can be shown.
"""

import json
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from allauth.mfa.totp.internal.auth import hotp_value, yield_hotp_counters_from_time
from playwright.sync_api import expect

from extraction.web.docs import PAGES
from tests import invoices

AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text()
OURS = '{ exclude: ["#swagger"] }'  # Swagger UI nests its landmarks and leaves its lists without names
SIZES = {"desk": {"width": 1440, "height": 900}, "phone": {"width": 390, "height": 844}}
COLOURS = {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}
SCHEMES = {"light": {}, "dark": COLOURS}  # which changes colours and nothing else
OUTSIDE = [
    "/",
    "/pricing",
    *[page.address for page in PAGES.values()],
    "/accounts/signup/",
    "/accounts/login/",
    "/accounts/password/reset/",
    "/accounts/password/reset/done/",
    "/account/closed",
]
INSIDE = [
    "/dashboard",
    "/plan",
    "/keys",
    "/keys/new",
    "/usage",
    "/usage?period=year",
    "/account",
    "/account/activity",
    "/accounts/2fa/",
    "/accounts/2fa/webauthn/",
    "/accounts/password/change/",
    "/accounts/email/",
    "/accounts/logout/",
    "/accounts/reauthenticate/",
]

# As the sender leaves it, without sending anything.
A_DELIVERY_THAT_FAILED = """
from django.utils import timezone
from extraction.models import WebhookDelivery, WebhookEndpoint, WebhookEvent
now = timezone.now()
endpoint = WebhookEndpoint.objects.get(user__email="{email}")
event = WebhookEvent.objects.create(
    user=endpoint.user, type="webhook.test", created_at=now, body='{{"type": "webhook.test", "data": {{}}}}'
)
delivery = WebhookDelivery.objects.create(
    user=endpoint.user, event=event, endpoint=endpoint, url=endpoint.url, host="", created_at=now
)
delivery.attempts.create(
    number=1, due_at=now, started_at=now, finished_at=now, milliseconds=15, status_code=503,
    answer="restarting", error="It answered 503.",
)
endpoint.failing_since = now
endpoint.save()
"""


def code_for(secret):
    return f"{hotp_value(secret, next(yield_hotp_counters_from_time())):06}"


def findings(page):
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    return [
        (page.url, size, scheme, each["id"], each["nodes"][0]["html"][:120])
        for size in SIZES
        for scheme in SCHEMES
        for each in violations(page, size, scheme)
    ]


def violations(page, size, scheme):
    page.set_viewport_size(SIZES[size])
    page.emulate_media(color_scheme=scheme)
    return page.evaluate(
        f"axe.run({OURS}, {json.dumps(SCHEMES[scheme])}).then(({{ violations }}) => violations)"
    )


def overhang(page):
    """By how many pixels the page is too wide for the narrowest phone."""
    size = page.viewport_size
    page.set_viewport_size({"width": 320, "height": 700})
    width = page.evaluate("document.documentElement.scrollWidth")
    page.set_viewport_size(size)
    return width - 320


def check(visit, paths):
    found = []
    for path in paths:
        page = visit.go(path)
        if path == "/docs/api":
            expect(page.locator("#swagger .opblock").first).to_be_visible()
        found += findings(page)
        if overhang(page) > 0:
            found.append((page.url, "scrolls sideways", overhang(page)))
    return found


@pytest.fixture
def dora(visit):
    """Without motion: half way between two colours their contrast is nobody's."""
    return visit(viewport=SIZES["phone"], reduced_motion="reduce")


def test_public_pages(dora):
    assert check(dora, OUTSIDE) == []


def test_pages_of_the_portal(dora):
    dora.sign_up()
    assert check(dora, INSIDE) == []
    page = dora.go("/keys")
    page.get_by_role("button", name="Create the key").click()
    expect(page.locator("#secret")).to_be_visible()
    assert findings(page) == []
    page = dora.go("/keys")
    assert check(dora, [page.get_by_role("link", name="Limit of First key").get_attribute("href")]) == []
    page = dora.go("/keys")
    page.get_by_role("link", name="Revoke First key").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    assert findings(page) == []


def test_pages_of_the_second_factor(dora, service):
    email = dora.sign_up()
    dora.confirm_address(service, email)
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


def test_pages_on_which_one_leaves(dora):
    dora.sign_up()
    page = dora.go("/account/export")
    dora.prove_who()
    expect(page.get_by_role("heading", name="Download your data")).to_be_visible()
    found = check(dora, ["/account/export", "/account/close"])
    page.get_by_role("button", name="Close the account for good").click()
    assert found + findings(page) == []


def test_documents_that_were_read_and_that_failed(dora):
    dora.sign_up()
    page = dora.go("/dashboard")
    good = {"name": "acme.pdf", "mimeType": "application/pdf", "buffer": invoices.draw(invoices.acme())}
    bad = {"name": "broken.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7 and nothing else"}
    page.get_by_label("Choose invoices to upload").set_input_files([good, bad])
    expect(page.locator(".badge-bad")).to_be_visible(timeout=60_000)
    expect(page.get_by_role("link", name="Acme Supply Co.")).to_be_visible(timeout=60_000)
    addresses = [link.get_attribute("href") for link in page.locator("#recent a.doc").all()]
    assert len(addresses) == 2
    read = page.get_by_role("link", name="Acme Supply Co.").get_attribute("href")
    assert check(dora, ["/dashboard", *addresses, f"{addresses[0]}/delete", f"{read}/missing-terms"]) == []


def test_pages_about_webhooks(dora, service):
    email = dora.sign_up()
    assert check(dora, ["/webhooks"]) == []
    service.manage("set_plan", email, "business")
    found = check(dora, ["/webhooks", "/webhooks/new", "/webhooks/secret", "/webhooks/secret/rotate"])
    page = dora.go("/webhooks")
    page.get_by_role("link", name="Add an endpoint").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    found += findings(page)
    page.get_by_label("Address").fill("https://receiver.example.com/a/rather/long/path/to/the/hook")
    page.get_by_role("button", name="Add the endpoint").click()
    expect(page.locator("#secret")).to_be_visible()
    endpoint = urlsplit(page.url).path
    service.manage("shell", "--command", A_DELIVERY_THAT_FAILED.format(email=email))
    page = dora.go("/webhooks")
    found += check(dora, ["/webhooks", endpoint, f"{endpoint}/rotate", f"{endpoint}/delete"])
    page = dora.go("/webhooks")
    page.get_by_label("State").select_option("On their way")
    page.get_by_role("link", name="webhook.test").click()
    expect(page.get_by_text("Service Unavailable")).to_be_visible()
    found += findings(page)
    address = page.get_by_role("link", name="webhook.test").get_attribute("href")
    found += check(dora, [address])
    assert found == []


def test_pages_for_what_went_wrong(dora):
    for path in ("/nothing-here", "/billing/stripe/webhook/"):
        page = dora.go(path)
        dora.errors.clear()  # the browser logs 404 and 405 itself
        assert findings(page) == []
        assert overhang(page) <= 0
