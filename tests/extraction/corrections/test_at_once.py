"""Two people, or two tabs, that correct a document at the same time: nothing of it is lost."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections
from django.utils import timezone

from extraction import facts, jobs, payloads
from extraction.corrections import correcting, reviewing, standing
from extraction.models import Correction, Extraction
from tests.people import person
from tests.web.papers import completed

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.stack]

PATHS = ("total", "subtotal", "tax", "line_items.0.amount", "line_items.0.quantity", "discount")


@pytest.fixture
def document():
    return completed(person("alice", plan="pro").user)


def at_once(*tasks):
    """What each of them comes to, when all of them begin at the same moment."""
    ready = Barrier(len(tasks))

    def run(task):
        try:
            ready.wait(timeout=10)
            return task()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(tasks)) as threads:
        futures = [threads.submit(run, task) for task in tasks]
    return [future.exception() or future.result() for future in futures]


def correct(document, path, text):
    return lambda: correcting.correct(document, {path: text}, by=document.user, now=timezone.now())


def test_all_corrections_are_in_the_document(document):
    done = at_once(*(correct(document, path, f"{number}.50") for number, path in enumerate(PATHS, start=1)))
    assert not [each for each in done if isinstance(each, Exception)]
    row = Extraction.objects.get()
    shown = payloads.document(row, evidence=True)
    assert {path: shown["evidence"][path]["source"] for path in PATHS} == dict.fromkeys(PATHS, "person")
    assert Correction.objects.count() == len(PATHS)
    assert facts.of_row(row) == facts.of(row.corrected)
    assert row.to_check == standing.number(shown)


def test_of_two_who_correct_the_same_value_the_second_sees_what_the_first_said(document):
    at_once(correct(document, "total", "1.00"), correct(document, "total", "2.00"))
    first, second = Correction.objects.order_by("pk")
    assert first.was == "317.34"
    assert second.was == first.value
    assert str(payloads.document(Extraction.objects.get())["total"]) == second.value


def test_the_same_word_twice_is_one_step(document):
    at_once(*[correct(document, "total", "1.00")] * 4)
    assert Correction.objects.count() == 1


def test_of_many_who_approve_one_does(document):
    now = timezone.now()
    assert sorted(at_once(*[lambda: reviewing.approve(document, by=document.user, now=now)] * 4)) == [
        False,
        False,
        False,
        True,
    ]


def test_one_that_is_deleted_meanwhile_is_gone(document):
    done = at_once(correct(document, "total", "1.00"), lambda: jobs.delete(document))
    assert not Extraction.objects.exists()
    assert not Correction.objects.exists()
    assert isinstance(done[0], Extraction | Extraction.DoesNotExist)
    assert done[1] is None
