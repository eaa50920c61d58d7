"""A key with a limit of its own brings no more than that in a month, whatever the plan has left."""

from datetime import UTC, datetime, timedelta

import pytest

from accounts import keys
from accounts.models import ApiKey
from billing.models import KeyPeriod, UsagePeriod
from billing.usage import metering
from tests.people import person

pytestmark = pytest.mark.django_db

JUNE = datetime(2026, 6, 30, 23, 59, 59, tzinfo=UTC)
JULY = JUNE + timedelta(seconds=1)


@pytest.fixture
def alice():
    return person("alice", plan="pro").user


@pytest.fixture
def desk(alice):
    return limited(keys.issue(user=alice, name="Scanner desk", now=JUNE).key, 3)


def limited(key, invoices):
    keys.limit(key=key, invoices=invoices)
    return ApiKey.objects.select_related("origin").get(pk=key.pk)


def read(user, reference, key, now=JUNE):
    metering.reserve(user=user, reference=reference, now=now, takes_place=False, key=key)
    metering.commit(reference=reference, now=now)


def left(key, now=JUNE):
    return metering.usage_of(key, now=now).remaining


def test_the_last_that_the_limit_allows_is_taken_and_the_next_is_not(alice, desk):
    for number in range(3):
        read(alice, f"ext_{number}", desk)
    words = "The key “Scanner desk” has reached its own limit. 3/3 invoices of this month used."
    with pytest.raises(metering.KeyLimitReached, match=words) as refused:
        read(alice, "ext_4", desk)
    assert refused.value.resets_at == JULY
    with pytest.raises(metering.KeyLimitReached, match=words):
        metering.check(user=alice, now=JUNE, key=desk)


def test_a_refusal_takes_nothing_of_the_month_either(alice, desk):
    for number in range(3):
        read(alice, f"ext_{number}", desk)
    with pytest.raises(metering.KeyLimitReached):
        read(alice, "ext_4", desk)
    assert metering.usage(user=alice, now=JUNE).remaining == 497


def test_other_keys_and_the_portal_go_on(alice, desk):
    for number in range(3):
        read(alice, f"ext_{number}", desk)
    read(alice, "ext_portal", None)
    read(alice, "ext_other", alice.api_keys.exclude(pk=desk.pk).get())
    assert metering.usage(user=alice, now=JUNE).used == 5


def test_what_fails_is_given_back_to_the_key_too(alice, desk):
    metering.reserve(user=alice, reference="ext_1", now=JUNE, key=desk)
    assert left(desk) == 2
    metering.release(reference="ext_1", now=JUNE)
    assert left(desk) == 3


def test_a_batch_is_taken_whole_or_not_at_all(alice, desk):
    read(alice, "ext_1", desk)
    with pytest.raises(metering.KeyLimitReached, match="2 are left, and this batch needs 3"):
        metering.reserve_many(user=alice, references=["a", "b", "c"], now=JUNE, key=desk)
    metering.reserve_many(user=alice, references=["a", "b"], now=JUNE, key=desk)
    assert left(desk) == 0
    metering.withdraw_many(references=["a", "b"], now=JULY)
    assert left(desk) == 2
    assert metering.usage(user=alice, now=JUNE).reserved == 0


def test_a_new_month_begins_with_the_full_limit(alice, desk):
    metering.reserve_many(user=alice, references=["a", "b", "c"], now=JUNE, key=desk)
    assert (left(desk), left(desk, now=JULY)) == (0, 3)
    metering.commit(reference="a", now=JULY)
    assert KeyPeriod.objects.get(key=desk, period__period="2026-06").used == 1


def test_rotating_a_key_neither_lifts_its_limit_nor_starts_it_anew(alice, desk):
    read(alice, "ext_1", desk)
    rotated = keys.rotate(key=keys.rotate(key=desk, now=JUNE).key, now=JUNE).key
    assert left(rotated) == 2
    read(alice, "ext_2", rotated)
    read(alice, "ext_3", desk)
    with pytest.raises(metering.KeyLimitReached):
        read(alice, "ext_4", rotated)
    assert left(limited(rotated, 5)) == left(limited(desk, 5)) == 2


def test_a_limit_counts_what_was_brought_before_it_was_set(alice):
    key = alice.api_keys.get()
    for number in range(4):
        read(alice, f"ext_{number}", key)
    assert metering.usage_of(key, now=JUNE) is None
    key = limited(key, 5)
    read(alice, "ext_5", key)
    with pytest.raises(metering.KeyLimitReached):
        read(alice, "ext_6", key)


def test_a_limit_below_what_was_brought_leaves_nothing_and_nothing_negative(alice, desk):
    for number in range(3):
        read(alice, f"ext_{number}", desk)
    lowered = limited(desk, 1)
    assert left(lowered) == 0
    with pytest.raises(metering.KeyLimitReached, match="0 are left, and this batch needs 2"):
        metering.reserve_many(user=alice, references=["a", "b"], now=JUNE, key=lowered)


def test_a_limit_of_none_lets_a_key_bring_nothing_and_no_limit_all_that_the_plan_has(alice, desk):
    with pytest.raises(metering.KeyLimitReached):
        read(alice, "ext_1", limited(desk, 0))
    metering.reserve_many(
        user=alice, references=[f"ext_{number}" for number in range(500)], now=JUNE, key=limited(desk, None)
    )


def test_a_limit_that_was_set_while_a_batch_arrived_holds_for_it(alice, desk):
    as_it_was_when_the_request_came = limited(desk, None)
    keys.limit(key=desk, invoices=1)
    with pytest.raises(metering.KeyLimitReached):
        metering.reserve_many(
            user=alice, references=["a", "b"], now=JUNE, key=as_it_was_when_the_request_came
        )


def test_where_the_month_is_used_up_that_is_what_is_said(alice, desk):
    UsagePeriod.objects.create(user=alice, period="2026-06", used=500)
    with pytest.raises(metering.QuotaExceeded):
        read(alice, "ext_1", limited(desk, 0))
