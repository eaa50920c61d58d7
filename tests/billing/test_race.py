"""No number of parallel requests gets one invoice more than the plan, or a key's own limit, allows."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from django.db import connection, transaction
from django.utils import timezone

from accounts import keys
from billing import subscriptions
from billing.models import Account, KeyPeriod, Letter, Reservation, UsagePeriod
from billing.plans import PRO
from billing.usage import metering
from tests.people import person
from tests.waiting import until

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.stack, pytest.mark.slow]

NOW = datetime(2026, 6, 15, tzinfo=UTC)
THREADS = 50


def outcomes(action):
    """What became of `action(number)` in fifty threads at once: "ok" or the refusal's name."""

    def attempt(number):
        try:
            action(number)
        except metering.LimitReached as refusal:
            return type(refusal).__name__
        finally:
            connection.close()
        return "ok"

    with ThreadPoolExecutor(THREADS) as threads:
        return list(threads.map(attempt, range(THREADS)))


def test_fifty_at_once_never_pass_the_month_s_limit():
    bob = person("bob").user
    for number in range(4):
        metering.reserve(user=bob, reference=f"before_{number}", now=NOW)
        metering.commit(reference=f"before_{number}", now=NOW)
    results = outcomes(
        lambda number: metering.reserve(user=bob, reference=f"ext_{number}", now=NOW, takes_place=False)
    )
    assert results.count("ok") == 6
    assert results.count("QuotaExceeded") == 44
    assert UsagePeriod.objects.get(user=bob).reserved == 6


def test_of_fifty_batches_at_once_only_as_many_are_taken_as_fit_whole():
    alice = person("alice", plan="pro").user
    results = outcomes(
        lambda number: metering.reserve_many(
            user=alice, references=[f"ext_{number}_{file}" for file in range(45)], now=NOW
        )
    )
    assert results.count("ok") == PRO.invoices_per_month // 45
    assert UsagePeriod.objects.get(user=alice).reserved == Reservation.objects.count() == 11 * 45


def test_fifty_at_once_never_pass_the_places_in_flight():
    alice = person("alice", plan="pro").user
    results = outcomes(lambda number: metering.reserve(user=alice, reference=f"ext_{number}", now=NOW))
    assert results.count("ok") == PRO.concurrent_requests
    assert Account.objects.get(user=alice).in_flight == PRO.concurrent_requests
    assert UsagePeriod.objects.get(user=alice).reserved == PRO.concurrent_requests


def test_fifty_at_once_never_pass_a_key_s_own_limit_while_others_go_on():
    alice = person("alice", plan="pro").user
    own = keys.issue(user=alice, name="Scanner desk", now=NOW).key
    keys.limit(key=own, invoices=7)
    latest = keys.rotate(key=own, now=NOW).key
    brings = [own, latest, None]
    results = outcomes(
        lambda number: metering.reserve(
            user=alice, reference=f"ext_{number}", now=NOW, takes_place=False, key=brings[number % 3]
        )
    )
    assert results.count("ok") == 7 + 16
    assert results.count("KeyLimitReached") == 34 - 7
    assert KeyPeriod.objects.get().reserved == Reservation.objects.exclude(key=None).count() == 7
    assert UsagePeriod.objects.get(user=alice).reserved == 7 + 16


def test_reserving_settling_and_withdrawing_at_once_ends_with_right_counts_and_nobody_waits_for_ever():
    alice = person("alice", plan="business").user
    brings = [keys.issue(user=alice, name=str(number), now=NOW).key for number in range(3)]

    def one(number):
        key, many = brings[number % 3], [f"bat_{number}_{file}" for file in range(4)]
        metering.reserve(user=alice, reference=f"ext_{number}", now=NOW, key=key)
        metering.reserve_many(user=alice, references=many, now=NOW, key=brings[(number + 1) % 3])
        metering.commit(reference=f"ext_{number}", now=NOW)
        metering.commit(reference=many[0], now=NOW)
        metering.withdraw_many(references=many, now=NOW)

    results = outcomes(one)
    read = results.count("ok")
    assert read + results.count("ConcurrencyExceeded") == THREADS
    period = UsagePeriod.objects.get(user=alice)
    assert (period.used, period.reserved) == (2 * read, 0)
    assert sum(KeyPeriod.objects.values_list("used", flat=True)) == 2 * read
    assert set(KeyPeriod.objects.values_list("reserved", flat=True)) == {0}
    assert Account.objects.get(user=alice).in_flight == 0


def test_of_fifty_that_pass_eighty_per_cent_at_once_one_mail_comes():
    alice = person("alice", plan="pro").user
    many = [f"ext_{number}" for number in range(THREADS)]
    metering.reserve_many(user=alice, references=many, now=NOW)
    UsagePeriod.objects.update(used=390)
    outcomes(lambda number: metering.commit(reference=many[number], now=NOW))
    assert Letter.objects.get().kind == "nearly_used"


def test_an_invoice_settled_fifty_times_counts_once():
    alice = person("alice", plan="pro").user
    metering.reserve(user=alice, reference="ext_1", now=NOW)
    outcomes(lambda _: metering.commit(reference="ext_1", now=NOW))
    period = UsagePeriod.objects.get(user=alice)
    assert (period.used, period.reserved) == (1, 0)
    assert Account.objects.get(user=alice).in_flight == 0
    assert Reservation.objects.get().state == Reservation.State.COMMITTED
    assert subscriptions.plan_for(alice, now=timezone.now()) == PRO


ORDER = (UsagePeriod, KeyPeriod, Account)


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite has one lock for all")
@pytest.mark.parametrize("place", [0, 1])
def test_who_waits_for_one_counter_holds_none_that_comes_after_it(place):
    alice = person("alice", plan="pro").user
    key = keys.issue(user=alice, name="one", now=NOW).key
    metering.reserve(user=alice, reference="ext_1", now=NOW, key=key)
    with ThreadPoolExecutor(1) as threads:
        with transaction.atomic():
            ORDER[place].objects.select_for_update().get()
            other = threads.submit(reserve_in_a_thread, alice, key)
            until(somebody_waits)
            for after in ORDER[place:]:
                after.objects.select_for_update(nowait=True).get()
        assert other.result().in_flight == 2


def reserve_in_a_thread(user, key):
    try:
        return metering.reserve(user=user, reference="ext_2", now=NOW, key=key)
    finally:
        connection.close()


def somebody_waits():
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
        return cursor.fetchone()[0]
