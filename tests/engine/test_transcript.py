"""The words that are kept of a document: all of them, in order, each where a viewer shows it."""

from __future__ import annotations

import json

import pytest

from extraction.engine import layout, transcript
from extraction.engine.document import Box, Document, Page, Word
from extraction.engine.layout import Line, PageLayout, Segment
from extraction.engine.options import Options
from extraction.engine.pipeline import examine
from extraction.engine.projection import Projection
from tests import invoices
from tests.engine import papers
from tests.engine.test_places import boxes_of
from tests.invoices.joined import together

ACME = invoices.draw(invoices.acme())


def transcribed(data):
    return json.loads(transcript.of(examine(data, options=Options()).pages))


def written(*words, **page):
    """The transcript of one page with these words."""
    size = {"width": 1000.0, "height": 500.0, **page}
    document = Document((Page(1, words=words, **size),))
    return json.loads(transcript.of(layout.analyze(document).pages))


def place_of(pages, text):
    return next(
        tuple(edge / transcript.PARTS for edge in box)
        for _, _, words in pages
        for said, *box in words
        if said == text
    )


def test_words_come_in_the_order_of_reading():
    texts = [text for _, _, words in transcribed(ACME) for text, *_ in words]
    assert texts.index("INV-2026-0847") < texts.index("1,125.00") < texts.index("$1,217.81")


def test_each_stands_where_the_evidence_says():
    assert place_of(transcribed(ACME), "$1,217.81") == pytest.approx(boxes_of(ACME)["total"], abs=0.001)


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_each_stands_there_on_a_page_turned_by_its_file(turn):
    turned = papers.with_rotation(ACME, turn)
    pages = transcribed(turned)
    assert place_of(pages, "$1,217.81") == pytest.approx(boxes_of(turned)["total"], abs=0.001)
    upright = transcribed(ACME)[0][1]
    assert pages[0][1] == pytest.approx(1 / upright if turn % 180 else upright, abs=0.001)


@pytest.mark.slow
def test_of_a_scan_on_its_side_the_shape_is_that_of_the_picture():
    lying = invoices.as_scan(ACME, turn=90)
    pages = transcribed(lying)
    assert pages[0][1] > 1
    assert place_of(pages, "$1,217.81") == pytest.approx(boxes_of(lying)["total"], abs=0.02)


def test_the_pages_of_other_invoices_in_the_file_are_there_too():
    pages = transcribed(together(ACME, ACME))
    assert [number for number, _, _ in pages] == [1, 2]
    assert all(words for _, _, words in pages)


def test_what_stands_beside_the_page_is_moved_to_its_edge():
    (_, _, words) = written(Word("far", Box(-50, 100, 2000, 120)))[0]
    assert words == [["far", 0, 2000, 10_000, 2400]]


def test_what_stands_nowhere_does_no_harm():
    nowhere = Projection((float("nan"),) * 9)
    (_, _, words) = written(Word("lost", Box(0, 0, 10, 10)), view=nowhere)[0]
    assert words == [["lost", 0, 0, 0, 0]]


def test_half_a_character_does_no_harm():
    assert written(Word("\ud800", Box(0, 0, 10, 10)))[0][2][0][0] == "\ud800"


def test_no_document_fills_the_disk():
    crowd = tuple(Word("x" * 500, Box(0, 0, 9, 9)) for _ in range(transcript.MOST_WORDS + 5))
    first, second = json.loads(transcript.of([laid_out(1, crowd), laid_out(2, crowd[:1])]))
    assert len(first[2]) == transcript.MOST_WORDS
    assert second[2] == []
    assert len(first[2][0][0]) == transcript.LONGEST_WORD


def laid_out(number, words):
    """A page that is one line."""
    segment = Segment(words, Box(0, 0, 9, 9), "", number, 0)
    return PageLayout(number, 9.0, 9.0, 9.0, (Line((segment,), segment.box, "", number, 0),))
