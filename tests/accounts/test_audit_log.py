"""What the log of an account says: what happened, who did it, from where. And that it is only added to."""

import io
import re

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import hotp_value, yield_hotp_counters_from_time
from django.core import mail
from django.core.management import call_command
from django.db import transaction
from django.test import Client
from django.utils import timezone

from accounts import actors, audit, happenings, keys
from accounts.happenings import Happening
from accounts.models import AppendOnly, AuditEntry, User
from billing import subscriptions
from billing.plans import PLANS
from extraction.webhooks import endpoints
from tests.people import PASSWORD, person
from tests.web.markup import source

pytestmark = pytest.mark.django_db

NEW = "another sentence nobody guesses"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:150.0) Gecko/20100101 Firefox/150.0"
HOME, AWAY = {"REMOTE_ADDR": "203.0.113.7"}, {"REMOTE_ADDR": "198.51.100.9"}


@pytest.fixture
def alice():
    alice = person("alice", plan="business").user
    EmailAddress.objects.create(user=alice, email=alice.email, verified=True, primary=True)
    return alice


@pytest.fixture
def client():
    return Client(headers={"user-agent": FIREFOX}, **HOME)


@pytest.fixture
def logged_in(client, alice):
    log_in(client)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    return client


def log_in(client, password=PASSWORD, **extra):
    return client.post("/accounts/login/", {"login": "alice@example.com", "password": password}, **extra)


def happened(user):
    """The newest first."""
    return [entry.happening for entry in user.audit_entries.all()]


def latest(user):
    return user.audit_entries.first()


def said(entry):
    return happenings.sentence(entry.happening, entry.about)


def code_for(secret):
    return f"{hotp_value(secret, next(yield_hotp_counters_from_time())):06}"


def with_an_app(client):
    """Turns the second factor on; returns its secret."""
    page = source(client.get("/accounts/2fa/totp/activate/"))
    secret = re.search(r'id="authenticator_secret" value="([A-Z2-7]+)"', page)[1]
    client.post("/accounts/2fa/totp/activate/", {"code": code_for(secret)})
    return secret


def test_signing_up_opens_the_log_and_tells_from_where(client):
    client.post("/accounts/signup/", {"email": "dora@example.com", "password1": PASSWORD})
    dora = User.objects.get(email="dora@example.com")
    assert happened(dora) == ["login.succeeded", "account.opened"]
    opened = dora.audit_entries.last()
    assert (opened.actor, opened.address, opened.agent) == ("person", "203.0.113.7", FIREFOX)
    assert said(opened) == "The account was opened with dora@example.com."


def test_a_log_in_from_an_address_never_seen_before_stands_out(client, alice):
    log_in(client)
    client.post("/accounts/logout/")
    log_in(client)
    client.post("/accounts/logout/")
    log_in(client, **AWAY)
    assert happened(alice)[:3] == ["login.new_place", "login.succeeded", "login.succeeded"]
    assert latest(alice).address == "198.51.100.9"


def test_failed_tries_are_counted_and_told_at_the_next_log_in(client, alice):
    for _ in range(3):
        log_in(client, password="not this one", **AWAY)
    log_in(client, password="not this one")
    before = happened(alice)
    log_in(client)
    assert happened(alice) == ["login.succeeded", "login.failed", *before]
    assert said(alice.audit_entries.get(happening="login.failed")).endswith("since the last time: 4.")
    client.post("/accounts/logout/")
    log_in(client)
    assert happened(alice).count("login.failed") == 1


def test_tries_with_an_address_of_nobody_change_nothing(client, alice):
    client.post("/accounts/login/", {"login": "nobody@example.com", "password": "not this one"})
    alice.refresh_from_db()
    assert alice.failed_logins == 0


def test_a_changed_password_is_told(logged_in, alice):
    form = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    logged_in.post("/accounts/password/change/", form)
    assert happened(alice)[0] == "login.password_changed"


def test_a_password_set_anew_through_a_mail_is_told(client, alice):
    client.post("/accounts/password/reset/", {"email": alice.email})
    link = re.search(r"http://testserver(/\S+)", mail.outbox[-1].body)[1]
    form = client.get(link, follow=True)
    client.post(form.redirect_chain[-1][0], {"password1": NEW, "password2": NEW})
    assert "login.password_reset" in happened(alice)
    assert alice.audit_entries.get(happening="login.password_reset").actor == "person"


def test_every_change_of_addresses_is_told(logged_in, alice):
    other = "alice@example.org"
    logged_in.post("/accounts/email/", {"action_add": "", "email": other})
    link = re.search(r"http://testserver(/\S+)", mail.outbox[-1].body)[1]
    logged_in.post(link)
    logged_in.post("/accounts/email/", {"action_primary": "", "email": other})
    logged_in.post("/accounts/email/", {"action_remove": "", "email": "alice@example.com"})
    assert happened(alice)[:4] == [
        "login.email_removed",
        "login.email_changed",
        "login.email_confirmed",
        "login.email_added",
    ]
    changed = said(alice.audit_entries.get(happening="login.email_changed"))
    assert changed == f"The account's e-mail address is now {other}. Before it was alice@example.com."


@pytest.mark.django_db(transaction=True)
def test_a_second_factor_is_told_when_it_comes_is_used_is_renewed_and_goes(logged_in, alice):
    secret = with_an_app(logged_in)
    assert {said(entry) for entry in alice.audit_entries.filter(happening="login.factor_added")} == {
        "The authenticator app was added as a way to log in.",
        "The set of recovery codes was added as a way to log in.",
    }
    logged_in.post("/accounts/2fa/recovery-codes/generate/")
    assert happened(alice)[0] == "login.factor_renewed"
    logged_in.post("/accounts/logout/")
    log_in(logged_in)
    logged_in.post("/accounts/2fa/authenticate/", {"code": "000000"})
    codes = Authenticator.objects.get(user=alice, type="recovery_codes").wrap()
    logged_in.post("/accounts/2fa/authenticate/", {"code": codes.get_unused_codes()[0]})
    assert happened(alice)[:3] == ["login.succeeded", "login.failed", "login.factor_used"]
    logged_in.post("/accounts/reauthenticate/", {"password": PASSWORD})
    logged_in.post("/accounts/2fa/totp/deactivate/")
    assert happened(alice).count("login.factor_removed") == 2
    assert secret not in str(list(AuditEntry.objects.values()))


def test_keys_are_told_by_name_and_beginning_and_never_by_their_secret(logged_in, alice):
    logged_in.post("/keys/create", {"name": "Scanner desk"})
    key = alice.api_keys.get(name="Scanner desk")
    logged_in.post(f"/keys/{key.pk}/rotate/confirmed")
    logged_in.post(f"/keys/{key.pk}/revoke/confirmed")
    assert happened(alice)[:3] == ["key.revoked", "key.rotated", "key.made"]
    assert said(latest(alice)) == f"The API key “Scanner desk” ({key.prefix}…) was revoked."
    assert {entry.actor for entry in alice.audit_entries.all()[:3]} == {"person"}
    issued = keys.issue(user=alice, name="Till", now=timezone.now())
    assert issued.secret not in str(list(AuditEntry.objects.values()))


def test_revoking_a_revoked_key_is_nothing_new(alice):
    key = alice.api_keys.get()
    for _ in range(2):
        keys.revoke(key=key, now=timezone.now())
    assert happened(alice).count("key.revoked") == 1


def test_webhooks_are_told_by_their_host_for_an_address_may_hold_a_secret(logged_in, alice):
    form = {"url": "https://hooks.example.com/T0/s3cr3t", "events": ["batch.completed"], "description": ""}
    logged_in.post("/webhooks/create", form)
    endpoint = alice.webhook_endpoints.get()
    at = f"/webhooks/{endpoint.public_id}"
    logged_in.post(f"{at}/change", form)
    logged_in.post(f"{at}/change", {**form, "description": "Books", "events": ["extraction.failed"]})
    logged_in.post(f"{at}/rotate/confirmed")
    logged_in.post(f"{at}/disable")
    logged_in.post(f"{at}/enable")
    logged_in.post("/webhooks/secret/rotate/confirmed")
    logged_in.post(f"{at}/delete/confirmed")
    assert happened(alice)[:7] == [
        "webhook.deleted",
        "webhook.account_secret_rotated",
        "webhook.enabled",
        "webhook.disabled",
        "webhook.secret_rotated",
        "webhook.changed",
        "webhook.added",
    ]
    changed = said(alice.audit_entries.get(happening="webhook.changed"))
    named = f"The webhook endpoint {endpoint.public_id} at hooks.example.com"
    assert changed == f"{named} was changed: events, description."
    stored = str(list(AuditEntry.objects.values()))
    assert "s3cr3t" not in stored
    assert endpoint.seed not in stored


def test_what_a_program_does_is_told_with_its_key(alice):
    issued = keys.issue(user=alice, name="Deploy", now=timezone.now())
    program = Client(headers={"authorization": f"Bearer {issued.secret}", "user-agent": "deploy/2.0"}, **AWAY)
    program.post(
        "/v1/webhooks",
        {"url": "https://example.com/hook", "events": ["batch.completed"]},
        content_type="application/json",
    )
    added = latest(alice)
    assert (added.happening, added.actor, added.address) == ("webhook.added", "key", "198.51.100.9")
    assert added.actor_name == f"Deploy ({issued.key.prefix}…)"


def test_what_the_service_does_by_itself_is_told_as_its_own(alice):
    now = timezone.now()
    endpoint = endpoints.register(
        user=alice, url="https://example.com/", events=["batch.completed"], description="", now=now
    )
    endpoints.disable_and_tell(endpoint, because="Disabled because it answered 410 Gone.", now=now)
    assert (latest(alice).actor, latest(alice).about["because"]) == (
        "service",
        "Disabled because it answered 410 Gone.",
    )


@pytest.mark.django_db(transaction=True)
def test_what_is_done_at_the_terminal_is_the_operators(alice):
    call_command("set_plan", alice.email, "pro", stdout=io.StringIO())
    call_command("create_key", alice.email, "--plan", "pro", stdout=io.StringIO())
    assert happened(alice)[:2] == ["key.made", "plan.changed"]
    assert {entry.actor for entry in alice.audit_entries.all()[:2]} == {"operator"}
    assert said(alice.audit_entries.all()[1]) == "The plan is now Pro. Before it was Business."


@pytest.mark.django_db(transaction=True)
def test_an_account_made_at_the_terminal_has_a_log_from_the_start():
    call_command("create_key", "dora@example.com", stdout=io.StringIO())
    assert happened(User.objects.get(email="dora@example.com")) == ["key.made", "account.opened"]


def test_what_is_done_in_the_admin_is_the_operators_and_says_nothing_of_where(alice):
    operator = Client(headers={"user-agent": FIREFOX}, **AWAY)
    operator.force_login(User.objects.create_superuser("operator@example.com", PASSWORD))
    key = alice.api_keys.get()
    operator.post("/admin/accounts/apikey/", {"action": "revoke", "_selected_action": [key.pk]})
    subscription = alice.subscription.pk
    operator.post(f"/admin/billing/subscription/{subscription}/change/", {"plan_code": "pro"})
    operator.post(
        f"/admin/accounts/user/{alice.pk}/password/",
        {"password1": NEW, "password2": NEW, "usable_password": "true"},
    )
    operator.post(f"/admin/accounts/user/{alice.pk}/change/", {"email": "alice@example.org"})
    assert happened(alice)[:5] == [
        "account.locked",
        "login.email_changed",
        "login.password_changed",
        "plan.changed",
        "key.revoked",
    ]
    entries = alice.audit_entries.all()[:5]
    assert {(entry.actor, entry.address, entry.agent) for entry in entries} == {("operator", None, "")}


def test_what_stripe_says_is_stripes_whoever_asked_it(alice):
    with actors.acting(actors.STRIPE):
        audit.record(Happening.PLAN_CHANGED, user=alice, plan="Pro", before="Free")
    assert latest(alice).actor == "stripe"
    audit.record(Happening.PLAN_STAYS, user=alice, plan="Pro")
    assert latest(alice).actor == "service"


def test_nothing_is_changed_in_it_or_taken_out(alice):
    entry = latest(alice)
    for forbidden in (
        entry.save,
        entry.delete,
        alice.audit_entries.all().delete,
        lambda: alice.audit_entries.update(actor="stripe"),
        lambda: AuditEntry.objects.bulk_update([entry], ["actor"]),
    ):
        with pytest.raises(AppendOnly):
            forbidden()


def test_the_admin_can_only_look_at_it(alice):
    operator = Client()
    operator.force_login(User.objects.create_superuser("operator@example.com", PASSWORD))
    assert "The plan is now Business" in source(operator.get("/admin/accounts/auditentry/"))
    at = f"/admin/accounts/auditentry/{latest(alice).pk}"
    assert operator.get(f"{at}/change/").status_code == 200
    assert operator.post(f"{at}/change/", {"actor": "stripe"}).status_code == 403
    assert operator.post(f"{at}/delete/", {"post": "yes"}).status_code == 403
    assert operator.get("/admin/accounts/auditentry/add/").status_code == 403


def test_it_goes_with_its_account(alice):
    assert alice.audit_entries.exists()
    alice.delete()
    assert not AuditEntry.objects.exists()


def test_there_is_no_entry_without_its_change_and_no_change_without_its_entry(alice):
    before = happened(alice)
    with transaction.atomic():
        subscriptions.set_plan(user=alice, plan=PLANS["free"])
        keys.issue(user=alice, name="Till", now=timezone.now())
        transaction.set_rollback(True)
    assert happened(alice) == before
    assert alice.api_keys.count() == 1


@pytest.mark.parametrize("happening", Happening)
def test_each_has_a_sentence_and_a_group(happening):
    assert happening.partition(".")[0] in happenings.GROUPS
    names = re.findall(r"{(\w+)}", happening.label)
    whole = happenings.sentence(happening, {name: f"<{name}>" for name in names})
    assert all(f"<{name}>" in whole for name in names)
    assert whole.endswith((".", ">"))
