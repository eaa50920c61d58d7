"""Closing an account: what goes, what stays, and that it is finished whatever dies between two steps."""

import re
import uuid
from datetime import timedelta
from itertools import islice

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from accounts import keys
from accounts.models import AuditEntry, User
from billing.gateway.errors import StripeUnreachable
from billing.models import Customer, Reservation, Subscription, UsagePeriod
from billing.usage import metering
from config.queue.models import QueuedMessage
from extraction import closing
from extraction.memory import rules
from extraction.memory.saying import Always
from extraction.memory.vendors import Known
from extraction.models import (
    Batch,
    Errand,
    Extraction,
    IdempotentRequest,
    Turn,
    VendorRule,
    WebhookAccount,
    WebhookDelivery,
    WebhookEndpoint,
    WebhookEvent,
)
from extraction.webhooks import endpoints, events
from tests.billing import stripe_fake
from tests.extraction.reading import sent, sent_and_read
from tests.people import PASSWORD, person
from tests.web.markup import source
from tests.web.papers import LARKFIELD

pytestmark = pytest.mark.django_db

really = pytest.mark.django_db(transaction=True)  # with what happens after a commit: files go

PDF = b"%PDF-1.7\nthe same to the last byte"
HELD = (
    Extraction,
    Batch,
    WebhookEndpoint,
    WebhookEvent,
    WebhookDelivery,
    WebhookAccount,
    IdempotentRequest,
    Turn,
    VendorRule,
    Errand,
)


@pytest.fixture
def alice():
    """Somebody who has one of everything."""
    someone = person("alice", plan="business")
    user, now = someone.user, timezone.now()
    metering.reserve(user=user, reference="ext_counted", now=now, takes_place=False, key=user.api_keys.get())
    metering.commit(reference="ext_counted", now=now)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    RecoveryCodes.activate(user)
    endpoint = endpoints.register(
        user=user, url="https://example.com/", events=endpoints.SUBSCRIBABLE, description="", now=now
    )
    events.send_test(endpoint, now=now)
    endpoints.account(user)
    sent_and_read(user, LARKFIELD, PDF)
    sent_and_read(user, LARKFIELD, PDF)
    sent(user)
    batch = Batch.objects.create(user=user, created_at=now)
    for _ in range(2):
        one = sent(user)
        Extraction.objects.filter(pk=one.pk).update(batch=batch)
    Turn.objects.create(user=user)
    Errand.objects.create(user=user, kind=Errand.Kind.DELETE, seen=now, sent_at=now)
    known = Known("Larkfield", "larkfield", "", "")
    rules.make(user, vendor=known, path="currency", says=Always("EUR"), now=now)
    IdempotentRequest.objects.create(user=user, key="k", fingerprint="f", created_at=now, lease_until=now)
    User.objects.filter(pk=user.pk).update(first_name="Alice", last_name="Liddell")
    user.refresh_from_db()
    return someone


@pytest.fixture
def browser(alice):
    return log_in(Client())


def log_in(client):
    client.post("/accounts/login/", {"login": "alice@example.com", "password": PASSWORD})
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    return client


def close(client, typed="alice@example.com"):
    return client.post("/account/close", {"email": typed}, follow=True)


def finish(user, now=None):
    closing.finish(pk=user.pk, now=now or timezone.now())


def told():
    """How many workers have been told to finish."""
    return sum(b"close_account" in bytes(each.body) for each in QueuedMessage.objects.all())


def forget_messages():
    QueuedMessage.objects.all().delete()


def files():
    return list(Extraction.objects.exclude(file="").values_list("file", flat=True))


def assert_nothing_is_left(user):
    for model in HELD:
        assert not model.objects.filter(user=user).exists(), model
    for model in (EmailAddress, Authenticator):
        assert not model.objects.filter(user=user).exists(), model
    assert not user.api_keys.exists()
    assert not Reservation.objects.filter(period__user=user).exists()
    user.refresh_from_db()
    assert re.fullmatch(r"closed-[0-9a-f]{32}", user.email)
    assert (user.first_name, user.last_name, user.last_login) == ("", "", None)
    assert (user.is_active, user.has_usable_password(), user.farewell_to) == (False, False, "")
    assert [entry.happening for entry in user.audit_entries.all()] == ["account.closed"]
    assert "alice" not in str(list(AuditEntry.objects.values()) + list(User.objects.values()))


def test_the_page_says_what_goes_and_what_stays(browser):
    page = source(browser.get("/account/close"))
    for words in ("5 documents, with files and results", "What goes", "What stays", "invoices there"):
        assert words in page
    assert "subscription" not in page


def test_it_asks_for_the_password_once_more(alice):
    client = Client()
    client.force_login(alice.user)
    for answer in (
        client.get("/account/close"),
        client.post("/account/close", {"email": "alice@example.com"}),
    ):
        assert answer["Location"] == "/accounts/reauthenticate/?next=%2Faccount%2Fclose"
    alice.user.refresh_from_db()
    assert alice.user.closing_at is None


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", "closed by a slip"),
        ("charlie@example.com", "not the address of this account"),
        ("x", "not the address"),
    ],
)
def test_without_the_address_nothing_is_closed(browser, alice, typed, words):
    assert words in source(close(browser, typed))
    alice.user.refresh_from_db()
    assert (alice.user.closing_at, alice.user.is_active) == (None, True)


def test_from_that_moment_on_it_opens_to_nobody(browser, alice):
    elsewhere = log_in(Client())
    answer = close(browser, " Alice@Example.com ")
    assert "Your account is closed" in source(answer)
    for client in (browser, elsewhere):
        assert client.get("/dashboard")["Location"].startswith("/accounts/login/")
    api = Client().get("/v1/usage", headers={"authorization": alice.authorization})
    assert (api.status_code, api.json()["error"]["code"]) == (401, "unauthorized")
    log_in(elsewhere)
    assert elsewhere.get("/dashboard").status_code == 302
    elsewhere.post("/accounts/password/reset/", {"email": "alice@example.com"})
    assert mail.outbox == []


def test_a_worker_is_told_once(browser, alice):
    close(browser)
    closing.begin(alice.user, now=timezone.now())
    assert told() == 1


@really
def test_all_that_it_held_goes_and_a_last_mail_says_so(browser, alice):
    names = files()
    assert all(default_storage.exists(name) for name in names)
    close(browser)
    finish(alice.user)
    assert_nothing_is_left(alice.user)
    assert not any(default_storage.exists(name) for name in names)
    assert not Session.objects.exists()
    [message] = mail.outbox
    assert message.to == ["alice@example.com"]
    assert message.subject == "Your account is closed"


def test_what_each_month_counted_stays(browser, alice):
    close(browser)
    finish(alice.user)
    period = UsagePeriod.objects.get(user=alice.user)
    assert (period.used, period.reserved) == (3, 0)
    assert metering.usage(user=alice.user, now=timezone.now()).in_flight == 0


def test_others_keep_all_they_have(browser, alice):
    bob = person("bob", plan="business").user
    kept = sent_and_read(bob, LARKFIELD, PDF)
    client = Client()
    client.post("/accounts/login/", {"login": bob.email, "password": PASSWORD})
    close(browser)
    finish(alice.user)
    assert default_storage.exists(kept.file.name)
    assert client.get("/dashboard").status_code == 200
    assert bob.api_keys.count() == 1


def test_the_address_can_open_a_new_account(browser, alice):
    close(browser)
    finish(alice.user)
    client = Client()
    client.post("/accounts/signup/", {"email": "alice@example.com", "password1": PASSWORD})
    assert client.get("/dashboard").status_code == 200
    assert User.objects.get(email="alice@example.com").pk != alice.user.pk


def live_for(user, steps):
    """As a worker that is killed after so many steps; True if it came to the end."""
    ahead = closing.steps(User.objects.get(pk=user.pk), now=timezone.now())
    return len(list(islice(ahead, steps))) < steps


@really
def test_whoever_dies_between_two_steps_the_next_one_finishes(alice):
    user = alice.user
    closing.begin(user, now=timezone.now())
    lives = [live_for(user, steps) for steps in range(1, 13)]
    assert (lives[:4], lives[-1]) == ([False] * 4, True)
    assert_nothing_is_left(user)
    assert len(mail.outbox) == 1


@pytest.mark.parametrize("steps", range(1, 12))
def test_wherever_it_stopped_it_is_finished_by_one_more(alice, steps):
    closing.begin(alice.user, now=timezone.now())
    live_for(alice.user, steps)
    finish(alice.user)
    assert_nothing_is_left(alice.user)
    assert len(mail.outbox) == 1


def test_doing_it_again_changes_nothing_more(browser, alice):
    close(browser)
    finish(alice.user)
    alice.user.refresh_from_db()
    name, at = alice.user.email, alice.user.closed_at
    finish(alice.user)
    assert_nothing_is_left(alice.user)
    assert (alice.user.email, alice.user.closed_at, len(mail.outbox)) == (name, at, 1)


def test_who_is_not_closing_loses_nothing(alice):
    finish(alice.user)
    assert Extraction.objects.count() == 5


def test_what_came_in_at_the_last_moment_goes_when_it_is_looked_after(browser, alice):
    now = timezone.now()
    close(browser)
    finish(alice.user)
    sent(alice.user)  # a request that was let in before
    keys.issue(user=alice.user, name="late", now=now)
    forget_messages()
    closing.look_after(now=now)
    assert told() == 1
    finish(alice.user)
    assert not Extraction.objects.exists()
    assert not alice.user.api_keys.exists()
    forget_messages()
    closing.look_after(now=now + timedelta(days=3))
    assert told() == 0


def test_what_was_begun_and_forgotten_is_sent_again(alice):
    now = timezone.now()
    closing.begin(alice.user, now=now)
    forget_messages()
    closing.look_after(now=now + timedelta(minutes=5))
    assert told() == 0
    closing.look_after(now=now + timedelta(minutes=15))
    assert told() == 1


def test_a_mail_server_that_is_down_holds_up_nothing_but_the_mail(browser, alice, settings):
    now = timezone.now()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    close(browser)
    with pytest.raises(OSError, match="refused"):
        finish(alice.user)
    alice.user.refresh_from_db()
    assert (alice.user.closed_at is not None, alice.user.farewell_to) == (True, "alice@example.com")
    closing.look_after(now=now + timedelta(days=1))
    alice.user.refresh_from_db()
    assert alice.user.farewell_to
    closing.look_after(now=now + timedelta(days=3))
    alice.user.refresh_from_db()
    assert alice.user.farewell_to == ""


def test_while_stripe_cannot_be_reached_the_account_is_shut_and_not_yet_emptied(browser, alice, settings):
    Customer.objects.create(user=alice.user, key=uuid.uuid4(), stripe_id="cus_alice")
    with stripe_fake.running() as stripe:
        for name, value in stripe.environment.items():
            setattr(settings, name, value)
        stripe.fail("/v1/subscriptions", times=9, status=500)
        close(browser)
        with pytest.raises(StripeUnreachable):
            finish(alice.user)
        assert not Extraction.objects.exists()
        alice.user.refresh_from_db()
        assert (alice.user.email, alice.user.closed_at) == ("alice@example.com", None)
        stripe.faults.clear()
        finish(alice.user)
    assert_nothing_is_left(alice.user)
    assert Customer.objects.get(user=alice.user).stripe_id == "cus_alice"
    assert not Subscription.objects.exists()


def test_nobody_opens_it_again_not_even_the_operator(alice):
    closing.begin(alice.user, now=timezone.now())
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.filter(pk=alice.user.pk).update(is_active=True)
    operator = Client()
    operator.force_login(User.objects.create_superuser("operator@example.com", PASSWORD))
    at = f"/admin/accounts/user/{alice.user.pk}/change/"
    assert operator.post(at, {"email": "alice@example.com", "is_active": "on"}).status_code == 302
    alice.user.refresh_from_db()
    assert not alice.user.is_active


def test_what_the_admin_remembers_names_nobody_any_more(browser, alice):
    operator = Client()
    operator.force_login(User.objects.create_superuser("operator@example.com", PASSWORD))
    operator.post(f"/admin/billing/subscription/{alice.user.subscription.pk}/change/", {"plan_code": "pro"})
    assert "alice" in source(operator.get("/admin/"))
    assert "alice" in source(operator.get("/admin/"))
    close(browser)
    finish(alice.user)
    assert "alice" not in source(operator.get("/admin/"))
