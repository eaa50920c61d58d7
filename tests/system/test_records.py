"""The admin's lists: every one can be opened and searched, and none shows what nobody needs to see."""

import json

import pytest
from allauth.mfa.models import Authenticator
from django.contrib import admin
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import AuditEntry
from config.queue.models import QueuedMessage
from extraction.models import Correction, WebhookAccount, WebhookEndpoint, WebhookEvent
from tests.people import person
from tests.web import papers
from tests.web.markup import source
from tests.webhooks import happenings

pytestmark = pytest.mark.django_db
MODELS = list(admin.site._registry)
WHAT_OPERATORS_NEED = {
    "accounts": {"user", "apikey", "auditentry"},
    "billing": {"subscription", "customer", "stripeevent", "letter", "usageperiod", "reservation"},
    "extraction": {
        "extraction",
        "batch",
        "correction",
        "vendorrule",
        "webhookendpoint",
        "webhookdelivery",
        "webhookevent",
    },
    "queue": {"queuedmessage"},
}


def address(model, page="changelist", *args):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


def test_all_that_operators_need_is_there():
    there = {(model._meta.app_label, model._meta.model_name) for model in MODELS}
    needed = {(label, name) for label, names in WHAT_OPERATORS_NEED.items() for name in names}
    assert needed - there == set()


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label_lower)
@pytest.mark.parametrize("query", ["", "?q=alice@", "?q=nothing"])
def test_every_list_opens_and_can_be_searched(staff, alice, model, query):
    papers.completed(alice)
    assert staff.get(address(model) + query).status_code == 200


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label_lower)
def test_a_customer_opens_none(client, alice, model):
    client.force_login(alice)
    assert client.get(address(model)).status_code == 302


def test_a_list_asks_the_same_number_of_times_however_long_it_is(staff, alice):
    def asked():
        with CaptureQueriesContext(connection) as queries:
            staff.get("/admin/extraction/extraction/")
        return len(queries)

    papers.completed(alice)
    before = asked()
    for name in ("bob", "charlie", "dora"):
        papers.completed(person(name).user)
    assert asked() == before


class TestWhatCustomersSent:
    def test_is_in_no_list(self, staff, alice):
        papers.completed(alice)
        page = source(staff.get("/admin/extraction/extraction/"))
        assert "Larkfield" not in page
        assert "larkfield.pdf" not in page
        assert "LS-2026-0418" not in page

    def test_is_folded_away_on_a_documents_page_and_it_says_why(self, staff, alice):
        extraction = papers.completed(alice)
        page = source(staff.get(address(type(extraction), "change", extraction.pk)))
        open_part, _, folded = page.partition("<details")
        assert "Larkfield" not in open_part
        assert "This is the customer's." in folded.replace("&#x27;", "'")
        assert "Larkfield" in folded
        assert extraction.file.name not in page

    def test_nor_is_the_body_of_an_event(self, staff, alice):
        happenings.completed(alice, webhook_url="https://receiver.example.com/hook")
        event = WebhookEvent.objects.get()
        page = source(staff.get(address(WebhookEvent, "change", event.pk)))
        assert "INV-1" not in page.partition("<details")[0]


class TestSecrets:
    def test_seeds_of_webhooks_stand_nowhere(self, staff, alice):
        endpoint = WebhookEndpoint.objects.create(
            user=alice, url="https://receiver.example.com/", events=[], created_at=alice.date_joined
        )
        account = WebhookAccount.objects.create(user=alice)
        for row in (endpoint, account):
            for page in (address(type(row)), address(type(row), "change", row.pk)):
                assert row.seed not in source(staff.get(page))

    def test_nor_what_codes_are_made_from(self, staff, alice):
        row = Authenticator.objects.create(user=alice, type="totp", data={"secret": "NEVERSHOWN"})
        for page in (address(Authenticator), address(Authenticator, "change", row.pk)):
            assert "NEVERSHOWN" not in source(staff.get(page))

    def test_a_factor_that_is_taken_away_is_in_its_owners_log(self, staff, alice):
        row = Authenticator.objects.create(user=alice, type="totp", data={"secret": "NEVERSHOWN"})
        staff.post(address(Authenticator, "delete", row.pk), {"post": "yes"})
        assert not Authenticator.objects.exists()
        [entry] = AuditEntry.objects.filter(user=alice, happening="login.factor_removed")
        assert entry.actor == "operator"

    def test_nor_are_messages_readable(self, staff, alice):
        row = QueuedMessage.objects.create(
            queue="bulk", message_id="1", body=json.dumps("NEVERSHOWN").encode(), due_at=alice.date_joined
        )
        assert "NEVERSHOWN" not in source(staff.get(address(QueuedMessage, "change", row.pk)))


class TestWhatMustHold:
    @pytest.mark.parametrize("model", [m for m in MODELS if m._meta.app_label in WHAT_OPERATORS_NEED])
    def test_only_people_and_plans_are_made_by_hand(self, staff, model):
        made = model._meta.model_name in {"user", "subscription"}
        assert staff.get(address(model, "add")).status_code == (200 if made else 403)

    def test_a_document_goes_with_all_that_was_told_and_corrected_of_it(self, staff, alice):
        extraction = happenings.completed(alice, webhook_url="https://receiver.example.com/hook")
        Correction.objects.create(
            extraction=extraction, path="total", value="1", was="2", at=alice.date_joined, by=alice
        )
        answer = staff.post(address(type(extraction), "delete", extraction.pk), {"post": "yes"})
        assert answer.status_code == 302
        assert not alice.extractions.exists()
        assert not Correction.objects.exists()

    def test_what_belongs_to_a_document_does_not_go_by_itself(self, staff, alice):
        happenings.completed(alice, webhook_url="https://receiver.example.com/hook")
        event = WebhookEvent.objects.get()
        answer = staff.post(address(WebhookEvent, "delete", event.pk), {"post": "yes"})
        assert answer.status_code == 403

    def test_a_document_is_not_edited(self, staff, alice):
        extraction = papers.completed(alice)
        page = address(type(extraction), "change", extraction.pk)
        assert staff.post(page, {"status": "queued"}).status_code == 403
