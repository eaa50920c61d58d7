"""A year of sixty thousand invoices is told at once."""

import random
from datetime import UTC, datetime, timedelta

from django.db import connection

from accounts import keys
from billing import months
from billing.models import Reservation, UsagePeriod
from billing.usage import reports
from tests import many
from tests.people import person
from tests.stopwatch import quickest

pytestmark = many.MARKS

INVOICES = 60_000
MILLISECONDS = 100
NOW = datetime(2026, 6, 18, 14, 2, tzinfo=UTC)
STATES = ["committed"] * 97 + ["released"] * 3


def reservations(user, number, dice):
    own = [None, *user.api_keys.all()]
    periods = {
        month: UsagePeriod.objects.create(user=user, period=str(month)) for month in months.told_of(NOW)
    }
    for each in range(number):
        at = NOW - timedelta(minutes=each * 525_600 // number)
        state = dice.choice(STATES)
        yield Reservation(
            period=periods[months.of(at)],
            key=dice.choice(own),
            reference=f"{user.pk}_{each}",
            state=state,
            takes_place=False,
            created_at=at,
            day=at.date(),
            settled_at=at,
        )


def told(user, first):
    report = reports.report(user=user, first=first, last=months.of(NOW), now=NOW)
    report.by_day(), report.by_key(), report.by_month()
    return report


def test_a_month_and_a_year_are_told_at_once():
    dice = random.Random(4711)
    alice, charlie = person("alice", plan="business").user, person("charlie").user
    for number in range(7):
        keys.issue(user=alice, name=str(number), now=NOW)
    Reservation.objects.bulk_create(reservations(alice, INVOICES, dice), batch_size=2_000)
    Reservation.objects.bulk_create(reservations(charlie, 20_000, dice), batch_size=2_000)
    many.settle()
    month, _ = quickest(lambda: told(alice, months.of(NOW)), enough=MILLISECONDS)
    year, report = quickest(lambda: told(alice, months.told_of(NOW)[-1]), enough=MILLISECONDS)
    print(f"{connection.vendor}: a month {month:.1f} ms, a year {year:.1f} ms")
    assert report.total.read + report.total.failed == INVOICES
    assert max(month, year) < MILLISECONDS
