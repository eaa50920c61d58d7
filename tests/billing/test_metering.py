"""The month's quota: reserved on accept, committed on success, released on failure, never twice."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError

from billing import subscriptions
from billing.models import Account, Subscription, UsagePeriod
from billing.plans import FREE, PRO
from billing.usage import metering
from tests.people import person

pytestmark = pytest.mark.django_db

JUNE = datetime(2026, 6, 30, 23, 59, 59, tzinfo=UTC)
JULY = JUNE + timedelta(seconds=1)


@pytest.fixture
def alice():
    return person("alice", plan="pro").user


@pytest.fixture
def bob():
    return person("bob").user


def counts(user, now=JUNE):
    usage = metering.usage(user=user, now=now)
    return usage.used, usage.reserved, usage.remaining


def read(user, reference, now=JUNE):
    metering.reserve(user=user, reference=reference, now=now)
    metering.commit(reference=reference, now=now)


def test_an_account_without_a_subscription_is_on_free(bob):
    assert metering.usage(user=bob, now=JUNE).plan == FREE
    assert counts(bob) == (0, 0, 10)


def test_what_is_being_read_is_reserved_but_not_yet_used(alice):
    metering.reserve(user=alice, reference="ext_1", now=JUNE)
    assert counts(alice) == (0, 1, 499)


def test_success_turns_the_reservation_into_use(alice):
    read(alice, "ext_1")
    assert counts(alice) == (1, 0, 499)


@pytest.mark.parametrize("end", [metering.release, metering.withdraw])
def test_failure_and_deletion_give_it_back(alice, end):
    metering.reserve(user=alice, reference="ext_1", now=JUNE)
    end(reference="ext_1", now=JUNE)
    assert counts(alice) == (0, 0, 500)


@pytest.mark.parametrize("second", [metering.commit, metering.release, metering.withdraw])
def test_what_is_settled_stays_settled(alice, second):
    read(alice, "ext_1")
    assert second(reference="ext_1", now=JUNE) is False
    assert counts(alice) == (1, 0, 499)


def test_the_same_thing_cannot_be_reserved_twice(alice):
    metering.reserve(user=alice, reference="ext_1", now=JUNE)
    with pytest.raises(IntegrityError):
        metering.reserve(user=alice, reference="ext_1", now=JUNE)


def test_the_last_invoice_of_the_month_is_allowed_and_the_next_is_not(bob):
    for number in range(10):
        read(bob, f"ext_{number}")
    with pytest.raises(metering.QuotaExceeded, match="10/10 invoices used") as refused:
        metering.reserve(user=bob, reference="ext_11", now=JUNE)
    assert refused.value.resets_at == JULY
    assert counts(bob) == (10, 0, 0)


def test_a_refusal_takes_nothing(bob):
    metering.reserve(user=bob, reference="ext_1", now=JUNE)
    with pytest.raises(metering.ConcurrencyExceeded):
        metering.reserve(user=bob, reference="ext_2", now=JUNE)
    assert counts(bob) == (0, 1, 9)
    assert Account.objects.get(user=bob).in_flight == 1


def test_a_new_month_begins_in_utc_with_a_full_quota(bob):
    for number in range(10):
        read(bob, f"ext_{number}")
    assert counts(bob, now=JULY) == (0, 0, 10)
    read(bob, "ext_july", now=JULY)
    assert metering.usage(user=bob, now=JULY).period == "2026-07"


def test_what_was_accepted_in_june_is_counted_in_june_even_if_it_is_read_in_july(alice):
    metering.reserve(user=alice, reference="ext_1", now=JUNE)
    metering.commit(reference="ext_1", now=JULY)
    assert counts(alice, now=JUNE) == (1, 0, 499)
    assert counts(alice, now=JULY) == (0, 0, 500)


def test_a_free_account_has_one_place_in_flight_and_gets_it_back(bob):
    metering.reserve(user=bob, reference="ext_1", now=JUNE)
    with pytest.raises(metering.ConcurrencyExceeded, match="1 invoice at a time"):
        metering.check(user=bob, now=JUNE)
    metering.release(reference="ext_1", now=JUNE)
    metering.check(user=bob, now=JUNE)


def test_uploads_from_the_site_use_the_quota_without_taking_a_place(bob):
    for number in range(3):
        metering.reserve(user=bob, reference=f"ext_{number}", now=JUNE, takes_place=False)
    metering.check(user=bob, now=JUNE)
    metering.commit(reference="ext_0", now=JUNE)
    assert counts(bob) == (1, 2, 7)
    assert not Account.objects.filter(in_flight__gt=0).exists()


def test_after_a_downgrade_nothing_remains_and_nothing_is_negative(alice):
    for number in range(12):
        read(alice, f"ext_{number}")
    subscriptions.set_plan(user=alice, plan=FREE)
    assert counts(alice) == (12, 0, 0)
    with pytest.raises(metering.QuotaExceeded):
        metering.check(user=alice, now=JUNE)


def test_an_upgrade_counts_at_once(bob):
    for number in range(10):
        read(bob, f"ext_{number}")
    subscriptions.set_plan(user=bob, plan=PRO)
    assert counts(bob) == (10, 0, 490)


def test_many_are_reserved_at_once_and_settled_one_by_one(alice):
    metering.reserve_many(user=alice, references=["ext_1", "ext_2", "ext_3"], now=JUNE)
    assert counts(alice) == (0, 3, 497)
    metering.commit(reference="ext_1", now=JUNE)
    metering.release(reference="ext_2", now=JUNE)
    assert counts(alice) == (1, 1, 498)


def test_many_are_reserved_whole_or_not_at_all_and_take_no_place(bob):
    read(bob, "ext_0")
    many = [f"ext_{number}" for number in range(1, 11)]
    with pytest.raises(metering.QuotaExceeded, match="9 are left, and this batch needs 10") as refused:
        metering.reserve_many(user=bob, references=many, now=JUNE)
    assert (refused.value.wanted, refused.value.resets_at) == (10, JULY)
    assert counts(bob) == (1, 0, 9)
    metering.reserve_many(user=bob, references=many[:9], now=JUNE)
    assert counts(bob) == (1, 9, 0)
    assert not Account.objects.filter(in_flight__gt=0).exists()


def test_nothing_to_reserve_is_possible_when_nothing_is_left(bob):
    metering.reserve_many(user=bob, references=[f"ext_{number}" for number in range(10)], now=JUNE)
    metering.reserve_many(user=bob, references=[], now=JUNE)
    assert counts(bob) == (0, 10, 0)


def test_of_many_only_what_is_still_held_is_withdrawn(alice):
    many = ["ext_1", "ext_2", "ext_3"]
    metering.reserve_many(user=alice, references=many, now=JUNE)
    metering.commit(reference="ext_1", now=JUNE)
    for _ in range(2):
        metering.withdraw_many(references=[*many, "ext_never"], now=JULY)
    assert counts(alice) == (1, 0, 499)
    assert counts(alice, now=JULY) == (0, 0, 500)


def test_the_database_itself_refuses_a_negative_count(alice):
    period = UsagePeriod.objects.create(user=alice, period="2026-06")
    with pytest.raises(IntegrityError):
        UsagePeriod.objects.filter(pk=period.pk).update(reserved=-1)


def test_a_plan_with_an_end_counts_until_then_and_is_free_from_then_on(alice):
    Subscription.objects.filter(user=alice).update(source="stripe", stripe_id="sub_1", plan_until=JULY)
    assert metering.usage(user=alice, now=JUNE).plan == PRO == subscriptions.plan_for(alice, now=JUNE)
    assert metering.usage(user=alice, now=JULY).plan == FREE == subscriptions.plan_for(alice, now=JULY)
