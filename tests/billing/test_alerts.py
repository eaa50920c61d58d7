"""Mails about usage: at 80 % and at 100 %, once each for a month and a number of invoices."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction

from accounts import keys
from billing import sending, subscriptions
from billing.models import Letter, Reservation, UsagePeriod
from billing.plans import BUSINESS, FREE, PRO
from billing.usage import alerts, metering
from tests.people import person

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 6, 18, 14, 2, tzinfo=UTC)
NEARLY, ALL, KEY, FAILED = "nearly_used", "all_used", "key_limit", "many_failed"
EVERYTHING = {NEARLY: True, ALL: True, KEY: True, FAILED: True}


@pytest.fixture
def alice():
    return person("alice", plan="pro").user


@pytest.fixture
def bob():
    return person("bob").user


@pytest.fixture
def read():
    """Reads one invoice more, of a month in which so many were read before."""
    number = 0

    def one(user, *, before=None, now=NOW, key=None):
        nonlocal number
        number += 1
        if before is not None:
            UsagePeriod.objects.update_or_create(
                user=user, period=f"{now:%Y-%m}", defaults={"used": before, "reserved": 0}
            )
        metering.reserve(user=user, reference=f"ext_{number}", now=now, takes_place=False, key=key)
        metering.commit(reference=f"ext_{number}", now=now)

    return one


def owed():
    return [letter.kind for letter in Letter.objects.order_by("pk")]


def sent(mailoutbox, now=NOW):
    for letter in Letter.objects.filter(done_at=None):
        sending.send(pk=letter.pk, now=now)
    return mailoutbox


def test_below_eighty_per_cent_nothing_is_said(alice, read):
    read(alice, before=398)
    assert owed() == []


def test_at_eighty_per_cent_the_owner_is_told_once(alice, read, mailoutbox):
    for _ in range(3):
        read(alice, before=399 if not owed() else None)
    assert owed() == [NEARLY]
    [mail] = sent(mailoutbox)
    assert (mail.to, mail.subject) == (["alice@example.com"], "Most of this month's invoices are used")
    words = (
        "402 of this month's 500 invoices on the Pro plan are used. 98 are left; the count starts again on"
    )
    assert f"{words} 1 July." in mail.body
    [(page, kind)] = mail.alternatives
    assert kind == "text/html"
    assert "402 of this month" in page


def test_at_a_hundred_per_cent_as_well(bob, read, mailoutbox):
    for _ in range(10):
        read(bob)
    assert owed() == [NEARLY, ALL]
    [mail] = sent(mailoutbox)  # that of eighty was not sent before: it would say what is no longer so
    assert mail.subject == "All of this month's invoices are used"
    assert "all 10 invoices of this month on the Free plan are used." in mail.body
    assert "until the count starts again on 1 July" in mail.body


def test_the_mails_lead_to_the_pages_where_something_can_be_done(alice, read, mailoutbox, settings):
    settings.SITE_URL = "https://invoices.example"
    read(alice, before=399)
    [mail] = sent(mailoutbox)
    assert "https://invoices.example/usage\n" in mail.body
    assert "https://invoices.example/pricing?plan=business\n" in mail.body
    assert 'href="https://invoices.example/usage"' in mail.alternatives[0][0]


def test_what_is_being_read_is_not_used_yet(alice):
    metering.reserve_many(user=alice, references=[f"ext_{number}" for number in range(500)], now=NOW)
    assert owed() == []


def test_a_new_month_is_told_anew(bob, read):
    read(bob, before=7)
    read(bob, before=7, now=NOW + timedelta(days=30))
    assert owed() == [NEARLY, NEARLY]


def test_what_came_in_last_month_and_is_read_only_now_is_no_news(bob):
    UsagePeriod.objects.create(user=bob, period="2026-06", used=9)
    metering.reserve(user=bob, reference="ext_late", now=NOW)
    metering.commit(reference="ext_late", now=NOW + timedelta(days=30))
    assert owed() == []


def test_after_an_upgrade_the_larger_number_is_told_when_it_is_reached(alice, read):
    read(alice, before=399)
    subscriptions.set_plan(user=alice, plan=BUSINESS)
    read(alice)
    assert owed() == [NEARLY]
    read(alice, before=3_999)
    assert owed() == [NEARLY, NEARLY]


def test_to_and_fro_between_plans_says_nothing_twice(alice, read):
    for plan in (PRO, BUSINESS, PRO, BUSINESS, PRO):
        subscriptions.set_plan(user=alice, plan=plan)
        read(alice, before=399)
    assert owed() == [NEARLY]


def test_a_mail_that_an_upgrade_made_untrue_is_not_sent(alice, read, mailoutbox):
    read(alice, before=499)
    subscriptions.set_plan(user=alice, plan=BUSINESS)
    assert sent(mailoutbox) == []
    assert Letter.objects.exclude(done_at=None).count() == 1


def test_after_a_downgrade_below_what_is_used_it_says_that_all_is_used(alice, mailoutbox):
    metering.reserve(user=alice, reference="ext_running", now=NOW)
    UsagePeriod.objects.update(used=300)
    subscriptions.set_plan(user=alice, plan=FREE)
    metering.commit(reference="ext_running", now=NOW)
    assert owed() == [ALL]
    [mail] = sent(mailoutbox)
    assert "all 10 invoices of this month on the Free plan are used." in mail.body


@pytest.mark.parametrize(("kind", "before"), [(NEARLY, 399), (ALL, 499)])
def test_who_does_not_want_a_mail_gets_none_now_or_later(alice, read, mailoutbox, kind, before):
    alerts.choose(alice, **EVERYTHING | {kind: False})
    read(alice, before=before)
    assert sent(mailoutbox) == []
    alerts.choose(alice, **EVERYTHING)
    read(alice, before=before)
    assert sent(mailoutbox) == []


def test_a_key_at_its_own_limit_is_told_to_those_who_chose_that(alice, read, mailoutbox):
    alerts.choose(alice, **EVERYTHING)
    own = keys.issue(user=alice, name="Scanner desk", now=NOW).key
    keys.limit(key=own, invoices=2)
    read(alice, key=own)
    assert owed() == []
    read(alice, key=keys.rotate(key=own, now=NOW).key)
    assert owed() == [KEY]
    [mail] = sent(mailoutbox)
    assert "“Scanner desk” has brought the 2 invoices that you let it bring in a month." in mail.body
    keys.limit(key=own, invoices=3)
    read(alice, key=own)
    assert owed() == [KEY, KEY]


def test_who_chose_nothing_is_told_of_the_month_and_not_of_keys(alice, read, mailoutbox):
    own = alice.api_keys.get()
    keys.limit(key=own, invoices=1)
    read(alice, key=own)
    assert (owed(), sent(mailoutbox)) == ([KEY], [])


def settled(user, *, read=0, failed=0, withdrawn=0, now=NOW):
    ends = [metering.commit] * read + [metering.withdraw] * withdrawn + [metering.release] * failed
    many = [f"bat_{Reservation.objects.count()}_{number}" for number in range(len(ends))]
    metering.reserve_many(user=user, references=many, now=now)
    for reference, end in zip(many, ends, strict=True):
        end(reference=reference, now=now)


@pytest.mark.parametrize(
    ("day", "told"),
    [
        ({"read": 44, "failed": 5}, True),
        ({"read": 45, "failed": 5}, False),  # one in ten, not more
        ({"read": 1, "failed": 4}, False),  # too few to say anything
        ({"read": 1, "failed": 4, "withdrawn": 9}, False),  # nobody waited for those
        ({"failed": 5}, True),
    ],
)
def test_many_that_fail_on_one_day_are_worth_a_mail(alice, day, told):
    settled(alice, **day)
    assert (FAILED in owed()) == told


def test_who_chose_it_is_told_of_the_first_day_of_a_month_on_which_many_fail(alice, mailoutbox, settings):
    settings.SITE_URL = "https://invoices.example"
    alerts.choose(alice, **EVERYTHING)
    settled(alice, read=3, failed=6)
    settled(alice, failed=6, now=NOW + timedelta(days=1))
    [mail] = sent(mailoutbox)
    assert "that came in on 18 June (UTC), 6 could not be read, and 3 were." in mail.body
    assert "https://invoices.example/documents?state=failed" in mail.body
    settled(alice, failed=6, now=NOW + timedelta(days=30))
    assert owed() == [FAILED, FAILED]


def test_who_did_not_choose_it_is_not_told_of_failures(alice, mailoutbox):
    settled(alice, failed=6)
    assert sent(mailoutbox) == []


def test_a_mail_of_a_month_that_is_over_is_not_sent(alice, read, mailoutbox):
    read(alice, before=399)
    assert sent(mailoutbox, now=NOW + timedelta(days=30)) == []


def test_what_is_rolled_back_is_not_told(alice, read):
    with transaction.atomic():
        read(alice, before=399)
        transaction.set_rollback(True)
    assert owed() == []
