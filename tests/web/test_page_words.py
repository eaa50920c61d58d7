"""The words of a page: kept while it is read, handed out to whoever may see the document."""

import json

import pytest

from extraction import jobs, page_words, work
from extraction.models import PageWords
from tests import invoices
from tests.web import papers

pytestmark = pytest.mark.django_db
ACME = invoices.draw(invoices.acme())


def words_of(client, extraction, number=1):
    return client.get(f"/documents/{extraction.public_id}/words/{number}")


@pytest.mark.django_db(transaction=True)
def test_a_worker_keeps_them_with_the_result(alice):
    extraction = papers.queued(alice, content=ACME)
    work.run(pk=extraction.pk)
    page = page_words.of(extraction)[0]
    assert page.number == 1
    assert page.ratio == pytest.approx(612 / 792, abs=0.001)
    total = next(word for word in page.words if word.text == "$1,217.81")
    assert total.page == 1
    assert 0 < total.box[0] < total.box[2] < 1


def test_they_go_with_their_document(alice):
    extraction = papers.examined(alice, ACME)
    jobs.delete(extraction)
    assert not PageWords.objects.exists()


def test_they_are_small(alice):
    assert len(papers.examined(alice, ACME).page_words.packed) < 2_000


def test_a_document_read_before_they_were_kept_has_none(browse, alice):
    extraction = papers.completed(alice)
    assert page_words.of(extraction) == ()
    assert words_of(browse(alice), extraction).status_code == 404


def test_the_page_asks_for_them(browse, alice):
    answer = words_of(browse(alice), papers.examined(alice, ACME))
    found = json.loads(answer.content)
    assert found["page"] == 1
    assert {"text": "INV-2026-0847"}.items() <= found["words"][_index(found, "INV-2026-0847")].items()
    assert all(0 <= edge <= 1 for word in found["words"] for edge in word["box"])
    assert "private" in answer["Cache-Control"]


def _index(found, text):
    return [word["text"] for word in found["words"]].index(text)


def test_there_are_none_of_a_page_that_is_not_there(browse, alice):
    extraction = papers.examined(alice, ACME)
    assert words_of(browse(alice), extraction, 2).status_code == 404
    assert words_of(browse(alice), extraction, 0).status_code == 404


def test_charlie_gets_none(browse, alice, charlie):
    assert words_of(browse(charlie), papers.examined(alice, ACME)).status_code == 404
