"""What pages say of payment, from the row alone."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from billing.following import notices
from billing.models import Subscription
from tests.people import person

NOW = datetime(2026, 6, 18, tzinfo=UTC)
UNTIL = datetime(2026, 7, 2, tzinfo=UTC)


def row(**values):
    given = {
        "source": "stripe",
        "stripe_id": "sub_1",
        "plan_code": "pro",
        "status": "active",
        "interval": "month",
    }
    return Subscription(**{**given, **values})


def said(**values):
    notice = notices.of(row(**values), now=NOW)
    return notice and f"{notice.headline} {notice.text} [{notice.action}]"


def late(**values):
    return said(**{"status": "past_due", "payment": "failed", "plan_until": UNTIL, **values})


def test_nothing_where_all_is_well():
    assert said() is None
    assert notices.of(None, now=NOW) is None
    assert notices.of(Subscription(plan_code="pro", source="operator"), now=NOW) is None


def test_a_payment_that_failed():
    assert late() == (
        "Your last payment did not go through. Pro stays on until 2 Jul 2026. [Pay the invoice]"
    )


def test_a_bank_that_asks():
    assert late(payment="confirm") == (
        "Your bank asks you to confirm a payment. Pro stays on until 2 Jul 2026. [Confirm the payment]"
    )


@pytest.mark.parametrize(
    "values", [{"plan_until": NOW}, {"status": "unpaid", "plan_until": None, "plan_code": "free"}]
)
def test_the_end_of_grace(values):
    assert late(**values) == (
        "Your last payment did not go through. The account is on Free until it succeeds. "
        "Documents and results stay. [Pay the invoice]"
    )


def test_a_first_payment_that_is_not_complete():
    assert said(status="incomplete", plan_code="free", payment="confirm") == (
        "The first payment is not complete. The plan begins when it is. [Confirm the payment]"
    )


def test_a_change_that_waits_for_its_payment():
    assert said(payment="confirm") == (
        "The change of your plan waits for its payment. Until it succeeds, Pro goes on as it is. "
        "[Confirm the payment]"
    )


def test_a_subscription_that_is_paused():
    assert said(status="paused", plan_code="free") == (
        "Your subscription is paused. The account is on Free meanwhile. [Your plan]"
    )


def test_an_end_that_is_planned():
    assert said(cancel_at=UNTIL) == (
        "Pro ends on 2 Jul 2026. After that the account is on Free. Documents and results stay. [Your plan]"
    )


def test_a_downgrade_that_is_planned():
    planned = {"next_plan_code": "pro", "next_interval": "year", "period_end": UNTIL}
    assert said(plan_code="business", **planned) == (
        "From 2 Jul 2026 on, your plan is Pro, paid yearly. Until then everything stays as it is. [Your plan]"
    )


def test_what_is_wrong_comes_before_what_is_planned():
    assert "did not go through" in late(cancel_at=UNTIL - timedelta(days=1))


@pytest.mark.django_db
class TestPages:
    @pytest.fixture
    def alice(self, client):
        alice = person("alice").user
        client.force_login(alice)
        return alice

    def late(self, user):
        row(
            user=user, status="past_due", payment="failed", plan_until=timezone.now() + timedelta(days=9)
        ).save()

    @pytest.mark.parametrize("page", ["dashboard", "keys", "webhooks", "usage", "mfa_index"])
    def test_each_says_it_and_leads_to_stripe(self, client, alice, page):
        self.late(alice)
        shown = client.get(reverse(page)).content.decode()
        assert "<b>Your last payment did not go through.</b> Pro stays on until" in shown
        assert f'<form method="post" action="{reverse("pay_plan")}">' in shown

    def test_the_plan_page_says_it_in_its_own_way_alone(self, client, alice):
        self.late(alice)
        shown = client.get(reverse("plan")).content.decode()
        assert shown.count("Your last payment did not go through.") == 1

    def test_others_do_not_see_it(self, client, alice):
        self.late(person("bob").user)
        assert "payment" not in client.get(reverse("keys")).content.decode()

    def test_what_is_planned_leads_to_the_plan_page(self, client, alice):
        row(user=alice, cancel_at=UNTIL).save()
        shown = client.get(reverse("keys")).content.decode()
        assert f'<a class="btn btn-s" href="{reverse("plan")}">Your plan</a>' in shown

    def test_it_costs_one_look(self, client, alice):
        client.get(reverse("keys"))
        with CaptureQueriesContext(connection) as asked:
            client.get(reverse("keys"))
        about_it = [query for query in asked if 'FROM "billing_subscription"' in query["sql"]]
        assert len(about_it) == 1
