"""The second factor and the account's settings, in the portal's own clothes."""

import re

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import hotp_value, yield_hotp_counters_from_time
from cryptography.fernet import InvalidToken

from accounts.models import User
from tests.web.markup import source

pytestmark = pytest.mark.django_db
PASSWORD = "a sentence nobody guesses"


@pytest.fixture
def alice(db):
    user = User.objects.create_user("alice@example.com", PASSWORD)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


@pytest.fixture
def logged_in(client, alice):
    client.post("/accounts/login/", {"login": alice.email, "password": PASSWORD})
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    return client


def code_for(secret):
    return f"{hotp_value(secret, next(yield_hotp_counters_from_time())):06}"


def activate(client):
    page = source(client.get("/accounts/2fa/totp/activate/"))
    secret = re.search(r'id="authenticator_secret" value="([A-Z2-7]+)"', page)[1]
    client.post("/accounts/2fa/totp/activate/", {"code": code_for(secret)})


def test_changing_how_one_logs_in_asks_for_the_password_once_more(browse, alice):
    answer = browse(alice).get("/accounts/2fa/totp/activate/")
    assert answer["Location"].startswith("/accounts/reauthenticate/")


def test_the_settings_lead_to_every_way_of_proving_who_one_is(logged_in):
    page = source(logged_in.get("/accounts/2fa/"))
    for address in ("/accounts/2fa/webauthn/", "/accounts/password/change/", "/accounts/email/"):
        assert f'href="{address}"' in page
    assert 'aria-label="Settings"' in page


def test_the_page_for_an_authenticator_app_shows_a_code_to_scan(logged_in):
    page = source(logged_in.get("/accounts/2fa/totp/activate/"))
    assert re.search(r'<img class="qr" src="data:image/svg\+xml', page)


def test_with_an_authenticator_app_the_password_alone_opens_nothing(logged_in, alice):
    activate(logged_in)
    assert Authenticator.objects.filter(user=alice, type=Authenticator.Type.TOTP).exists()
    logged_in.post("/accounts/logout/")
    answer = logged_in.post("/accounts/login/", {"login": alice.email, "password": PASSWORD})
    assert answer["Location"] == "/accounts/2fa/authenticate/"
    assert logged_in.get("/dashboard").status_code == 302
    assert "Two-Factor Authentication" in source(logged_in.get(answer["Location"]))


def test_the_login_page_offers_a_passkey(client):
    page = source(client.get("/accounts/login/"))
    assert 'form="mfa_login" id="passkey_login"' in page
    assert 'id="mfa_credential"' in page


def test_no_page_offers_to_log_in_with_somebody_elses_service(client):
    for address in ("/accounts/login/", "/accounts/signup/"):
        assert "social" not in source(client.get(address)).lower()


def test_what_proves_it_is_not_in_the_database_as_it_is(logged_in, alice):
    page = source(logged_in.get("/accounts/2fa/totp/activate/"))
    secret = re.search(r'id="authenticator_secret" value="([A-Z2-7]+)"', page)[1]
    logged_in.post("/accounts/2fa/totp/activate/", {"code": code_for(secret)})
    kept = Authenticator.objects.get(user=alice, type=Authenticator.Type.TOTP)
    assert secret not in str(kept.data)
    assert get_adapter().decrypt(kept.data["secret"]) == secret


def test_a_new_secret_key_still_opens_what_the_old_one_sealed(settings):
    sealed = get_adapter().encrypt("a seed")
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another one", [settings.SECRET_KEY]
    assert get_adapter().decrypt(sealed) == "a seed"
    settings.SECRET_KEY_FALLBACKS = []
    with pytest.raises(InvalidToken):
        get_adapter().decrypt(sealed)
