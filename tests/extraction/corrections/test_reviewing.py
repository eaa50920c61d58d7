"""A person decides on a document, and goes on to the next that waits for one."""

from datetime import timedelta

import pytest
from django.utils import timezone

from extraction import payloads
from extraction.corrections import correcting, reviewing, standing
from extraction.models import Extraction
from tests.people import person
from tests.web.papers import DOUBTFUL, completed, failed, queued

NOW = timezone.now()


@pytest.fixture
def doubtful(alice):
    """Four documents with doubts, the newest first."""
    return [waiting(alice, hours=hours) for hours in range(4)]


def waiting(user, *, hours=0):
    document = completed(user, DOUBTFUL)
    document.created_at = NOW - timedelta(hours=hours)
    document.save(update_fields=["created_at"])
    standing.count(document)
    return document


def to_review(user):
    return list(user.extractions.to_review())


def test_what_was_read_with_doubts_waits_for_a_person(alice, doubtful):
    surely = completed(alice)
    standing.count(surely)
    failed(alice)
    queued(alice)
    assert to_review(alice) == doubtful


def test_approving_says_who_and_when(alice, doubtful):
    assert reviewing.approve(doubtful[0], by=alice, now=NOW)
    approved = Extraction.objects.get(pk=doubtful[0].pk)
    assert (approved.review, approved.reviewed_by, approved.reviewed_at) == ("approved", alice, NOW)
    assert to_review(alice) == doubtful[1:]


@pytest.mark.parametrize("way", ["one", "many"])
def test_a_line_that_was_left_empty_goes_with_approving(alice, way):
    document = waiting(alice)
    correcting.arrange(document, [None, 0, None], by=alice, now=NOW)
    if way == "one":
        assert reviewing.approve(document, by=alice, now=NOW)
    else:
        assert reviewing.approve_many(alice, [document.public_id], now=NOW) == 1
    approved = Extraction.objects.get()
    assert approved.review == "approved"
    assert [line["description"] for line in payloads.document(approved)["line_items"]] == [
        "Copy paper A4 80 g"
    ]
    step = correcting.history(approved)[0]
    assert (step.path, step.value, step.by) == ("line_items", "[1]", alice)


def test_a_line_of_which_something_is_known_stays(alice):
    document = waiting(alice)
    correcting.arrange(document, [0, None], by=alice, now=NOW)
    correcting.correct(document, {"line_items.1.unit": "rolls"}, by=alice, now=NOW)
    reviewing.approve(document, by=alice, now=NOW)
    assert len(payloads.document(Extraction.objects.get())["line_items"]) == 2
    assert len(correcting.history(document)) == 2


def test_approving_twice_is_once(alice, doubtful):
    later = NOW + timedelta(hours=1)
    assert reviewing.approve(doubtful[0], by=alice, now=NOW)
    assert not reviewing.approve(doubtful[0], by=alice, now=later)
    assert Extraction.objects.get(pk=doubtful[0].pk).reviewed_at == NOW


def test_one_may_think_again(alice, doubtful):
    reviewing.approve(doubtful[0], by=alice, now=NOW)
    assert reviewing.reject(doubtful[0], by=alice, now=NOW)
    assert Extraction.objects.get(pk=doubtful[0].pk).review == "rejected"
    assert reviewing.reopen(doubtful[0])
    assert not reviewing.reopen(doubtful[0])
    again = Extraction.objects.get(pk=doubtful[0].pk)
    assert (again.review, again.reviewed_by, again.reviewed_at) == ("", None, None)
    assert to_review(alice) == doubtful


def test_what_is_not_read_cannot_be_approved(alice):
    for document in (failed(alice), queued(alice)):
        assert not reviewing.approve(document, by=alice, now=NOW)
        assert not reviewing.reject(document, by=alice, now=NOW)


def test_a_decision_stands_when_the_document_is_corrected(alice, doubtful):
    reviewing.approve(doubtful[0], by=alice, now=NOW)
    correcting.correct(doubtful[0], {"total": "1.00"}, by=alice, now=NOW)
    assert Extraction.objects.get(pk=doubtful[0].pk).review == "approved"


def test_many_are_approved_at_once_and_nobody_elses(alice, doubtful, django_assert_num_queries):
    charlie = person("charlie").user
    other = waiting(charlie)
    ids = [document.public_id for document in [*doubtful, other]] + [f"ext_{n:08}" for n in range(600)]
    reviewing.approve(doubtful[0], by=alice, now=NOW)
    with django_assert_num_queries(2 * 5):  # for 500 a transaction: a lock, a look at lines, a change
        assert reviewing.approve_many(alice, ids, now=NOW) == 3
    assert to_review(alice) == []
    assert to_review(charlie) == [other]


def test_none_of_none_are_approved(alice):
    assert reviewing.approve_many(alice, [], now=NOW) == 0


class TestNeighbours:
    def test_they_are_the_newer_and_the_older_one_that_wait(self, alice, doubtful):
        waiting(person("charlie").user, hours=1)
        newest, second, third, oldest = doubtful
        assert reviewing.neighbours(newest) == (None, second, 1, 4)
        assert reviewing.neighbours(second) == (newest, third, 2, 4)
        assert reviewing.neighbours(oldest) == (third, None, 4, 4)

    def test_one_that_waits_no_longer_has_them_too(self, alice, doubtful):
        newest, second, third, _ = doubtful
        reviewing.approve(second, by=alice, now=NOW)
        assert reviewing.neighbours(second) == (newest, third, None, 3)

    def test_documents_of_the_same_moment_keep_their_order(self, alice):
        first, second, third = [waiting(alice) for _ in range(3)]
        assert reviewing.neighbours(second) == (third, first, 2, 3)

    def test_it_takes_as_many_queries_however_many_there_are(self, doubtful, django_assert_num_queries):
        with django_assert_num_queries(3):
            reviewing.neighbours(doubtful[1])
