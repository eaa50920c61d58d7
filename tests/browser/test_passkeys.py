"""Passkeys, with an authenticator that Chromium pretends to have."""

import re

import pytest
from playwright.sync_api import expect


@pytest.fixture
def dora(visit, service):
    """On localhost: a passkey belongs to a name, and 127.0.0.1 is none."""
    dora = visit(url=service.url.replace("127.0.0.1", "localhost"))
    authenticator = dora.context.new_cdp_session(dora.page)
    authenticator.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    authenticator.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return dora


def add_passkey(dora):
    page = dora.go("/accounts/2fa/webauthn/add/")
    dora.prove_who()
    page.get_by_label("Name").fill("Laptop")
    page.get_by_label("Passwordless").check()
    page.get_by_role("button", name="Add").click()
    expect(page.get_by_text("Security key added.")).to_be_visible()


def test_a_passkey_can_be_added_and_opens_the_door_without_a_password(dora, service):
    dora.confirm_address(dora.sign_up())
    add_passkey(dora)
    page = dora.go("/accounts/2fa/webauthn/")
    expect(page.get_by_role("row", name=re.compile("Laptop"))).to_be_visible()
    page.get_by_role("button", name="Log out").click()
    page = dora.go("/accounts/login/")
    page.get_by_role("button", name="Use a passkey instead").click()
    expect(page).to_have_url(f"{dora.url}/dashboard")


def test_a_site_without_a_name_says_why_passkeys_do_not_work_there(visit, service):
    dora = visit()
    page = dora.go("/accounts/login/")
    page.get_by_role("button", name="Use a passkey instead").click()
    expect(page.get_by_role("status")).to_contain_text("needs the name of this site")
