"""By day, by key and by status: counted from the reservations, and so the same as the month's own count."""

import random
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db.models import RestrictedError

from accounts import keys
from billing.models import KeyPeriod, Reservation, UsagePeriod
from billing.months import Month
from billing.usage import metering, reports
from billing.usage.reports import Tally
from tests.people import person

pytestmark = pytest.mark.django_db

JUNE = Month(2026, 6)
NOW = datetime(2026, 6, 18, 14, 2, tzinfo=UTC)


@pytest.fixture
def alice():
    return person("alice", plan="pro").user


def new_key(user, name, now=NOW):
    return keys.issue(user=user, name=name, now=now).key


def bring(user, number, *, key=None, now=NOW, end=metering.commit):
    """So many invoices, all of which end that way; None: they are still being read."""
    for _ in range(number):
        reference = f"ext_{Reservation.objects.count()}"
        metering.reserve(user=user, reference=reference, now=now, takes_place=False, key=key)
        if end:
            end(reference=reference, now=now)


def june(user, now=NOW):
    return reports.report(user=user, first=JUNE, last=JUNE, now=now)


def named(report):
    return {key.name if key else None: tally for key, tally in report.by_key()}


def test_each_invoice_is_read_being_read_failed_or_withdrawn(alice):
    bring(alice, 3)
    bring(alice, 2, end=metering.release)
    bring(alice, 1, end=None)
    bring(alice, 1, end=metering.withdraw)
    assert june(alice).total == Tally(read=3, processing=1, failed=2, withdrawn=1)


def test_the_days_are_those_on_which_it_came_in_whenever_it_was_read(alice):
    last_second = datetime(2026, 6, 16, 23, 59, 59, tzinfo=UTC)
    metering.reserve(user=alice, reference="ext_late", now=last_second)
    metering.commit(reference="ext_late", now=NOW)
    days = dict(june(alice).by_day())
    assert list(days) == [date(2026, 6, day) for day in range(1, 19)]
    assert {day: tally for day, tally in days.items() if tally != Tally()} == {date(2026, 6, 16): Tally(1)}


def test_a_past_month_has_all_its_days(alice):
    days = june(alice, now=NOW + timedelta(days=60)).by_day()
    assert (len(days), days[-1][0]) == (30, date(2026, 6, 30))


def test_what_came_without_a_key_came_from_the_portal(alice):
    desk = new_key(alice, "Scanner desk")
    bring(alice, 2, key=desk)
    bring(alice, 1)
    assert named(june(alice)) == {"Scanner desk": Tally(2), None: Tally(1), "alice's program": Tally()}


def test_a_key_that_was_rotated_is_one_with_those_before_it(alice):
    first = new_key(alice, "Scanner desk")
    bring(alice, 2, key=first)
    second = keys.rotate(key=first, now=NOW).key
    bring(alice, 3, key=keys.rotate(key=second, now=NOW).key)
    bring(alice, 1, key=second)
    assert named(june(alice))["Scanner desk"] == Tally(6)
    latest = alice.api_keys.order_by("pk").last()
    assert [key for key, _ in june(alice).by_key() if key.name == "Scanner desk"] == [latest]


def test_a_revoked_key_keeps_its_name_where_it_brought_something_and_is_left_out_elsewhere(alice):
    till = new_key(alice, "Old till")
    bring(alice, 1, key=till)
    keys.revoke(key=till, now=NOW)
    assert named(june(alice))["Old till"] == Tally(1)
    july = reports.report(user=alice, first=JUNE.after(1), last=JUNE.after(1), now=NOW + timedelta(days=30))
    assert "Old till" not in named(july)


def test_a_key_that_brought_something_cannot_be_deleted_by_itself_but_goes_with_its_owner(alice):
    till = new_key(alice, "Old till")
    bring(alice, 1, key=keys.rotate(key=till, now=NOW).key)
    for key in alice.api_keys.filter(name="Old till"):
        with pytest.raises(RestrictedError):
            key.delete()
    alice.delete()
    assert not Reservation.objects.exists()


def test_charlie_sees_nothing_of_it(alice):
    bring(alice, 2)
    assert june(person("charlie").user).total == Tally()


def test_several_months_are_told_month_by_month(alice):
    bring(alice, 2, now=NOW - timedelta(days=60))
    bring(alice, 3)
    found = reports.report(user=alice, first=JUNE.after(-2), last=JUNE, now=NOW).by_month()
    assert found == [(Month(2026, 4), Tally(2)), (Month(2026, 5), Tally()), (JUNE, Tally(3))]


def test_however_a_year_went_days_keys_and_the_month_s_count_come_to_the_same(alice):
    dice = random.Random(20260618)
    programs = [None, *(new_key(alice, name) for name in ("Scanner desk", "Import", "Staging"))]
    for number in range(150):
        at = NOW - timedelta(hours=dice.randrange(8_000))
        key = dice.choice(programs)
        if dice.random() < 0.1 and key:
            programs[programs.index(key)] = keys.rotate(key=key, now=at).key
        many = [f"bat_{number}_{file}" for file in range(dice.randrange(1, 4))]
        metering.reserve_many(user=alice, references=many, now=at, key=key)
        for reference in many:
            dice.choice([metering.commit, metering.commit, metering.release, lambda **_: None])(
                reference=reference, now=at + timedelta(days=dice.randrange(40))
            )
        if dice.random() < 0.1:
            metering.withdraw_many(references=many, now=at)
    for period in UsagePeriod.objects.all():
        month = Month(*map(int, period.period.split("-")))
        report = reports.report(user=alice, first=month, last=month, now=NOW)
        assert (report.total.read, report.total.processing) == (period.used, period.reserved)
        assert sum((tally for _, tally in report.by_key()), Tally()) == report.total
        for own in KeyPeriod.objects.filter(period=period).select_related("key"):
            tally = named(report).get(own.key.name, Tally())
            assert (tally.read, tally.processing) == (own.used, own.reserved)
    assert UsagePeriod.objects.count() >= 11
