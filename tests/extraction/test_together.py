"""Short transactions that share a commit: each as if it were alone, and nobody is told too early."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import DatabaseError, close_old_connections, connection

from accounts.models import User
from config import request_ids
from extraction import together
from tests.waiting import until

pytestmark = pytest.mark.django_db(transaction=True)

BESIDE = 5


def add(name):
    User.objects.create_user(f"{name}@example.com")
    return name, threading.get_ident()


def refuse(name):
    add(name)
    raise LookupError(name)


def give_up_all():
    """What SQLite does by itself where a disk is full."""
    with connection.cursor() as cursor:
        cursor.execute("ROLLBACK")


def there():
    return {email.partition("@")[0] for email in User.objects.values_list("email", flat=True)}


def beside(*errands):
    """One transaction that waits until all the errands came, and what became of them."""
    begun, goes_on = threading.Event(), threading.Event()

    def first():
        begun.set()
        goes_on.wait(10)

    with ThreadPoolExecutor(1 + len(errands)) as threads:
        threads.submit(_closing, first)
        begun.wait(10)
        others = [threads.submit(_closing, errand) for errand in errands]
        if connection.vendor == "sqlite":
            until(lambda: len(together._QUEUE._waiting) == len(errands))
        goes_on.set()
        return others


def _closing(errand):
    try:
        return together.atomically(errand)
    finally:
        close_old_connections()
        connection.close()


def test_each_gets_what_its_own_work_returned():
    made = [one.result() for one in beside(*[lambda n=number: add(f"u{n}") for number in range(BESIDE)])]
    assert [name for name, _ in made] == [f"u{number}" for number in range(BESIDE)]
    assert there() == {name for name, _ in made}


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="others need no such help")
def test_those_that_wait_at_the_same_time_are_written_by_one_of_them():
    made = [one.result() for one in beside(*[lambda n=number: add(f"u{n}") for number in range(BESIDE)])]
    assert len({thread for _, thread in made}) == 1


def test_what_fails_undoes_its_own_work_and_nobody_elses():
    good, bad, after = beside(lambda: add("good"), lambda: refuse("bad"), lambda: add("after"))
    with pytest.raises(LookupError, match="bad"):
        bad.result()
    assert (good.result()[0], after.result()[0]) == ("good", "after")
    assert there() == {"good", "after"}


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="others need no such help")
def test_where_the_transaction_breaks_down_all_of_it_are_told():
    made = beside(lambda: add("good"), give_up_all, lambda: add("after"))
    for one in made:
        with pytest.raises(DatabaseError):
            one.result()
    assert there() == set()
    assert together.atomically(lambda: add("later"))[0] == "later"


def test_work_is_done_in_the_name_of_the_request_that_asked():
    def asked(name):
        request_ids.enter(name)
        return together.atomically(request_ids.current)

    with ThreadPoolExecutor(BESIDE) as threads:
        names = [f"request-{number}" for number in range(30)]
        assert list(threads.map(asked, names)) == names
