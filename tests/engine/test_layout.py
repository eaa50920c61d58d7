"""Words become lines, segments and blocks by where they stand."""

from __future__ import annotations

from dataclasses import replace

from extraction.engine import layout, stacks
from extraction.engine.document import Box, Document, Page
from tests.engine.drawing import document_of, page_of, words_at


def texts(document: Document) -> list[list[str]]:
    return [[segment.text for segment in line.segments] for line in layout.analyze(document).lines]


def stacked(document: Document) -> list[list[str]]:
    pages = layout.analyze(document).pages
    return [[segment.text for segment in stack] for page in pages for stack in stacks.of_page(page)]


def test_words_of_one_height_are_a_line_and_a_wide_gap_parts_its_segments():
    document = document_of((50, 100, "Invoice number"), (300, 100, "A-17"), (50, 120, "Date"))
    assert texts(document) == [["Invoice number", "A-17"], ["Date"]]


def test_a_line_that_leans_stays_one_line():
    page = page_of(*((50.0 + 60 * step, 100.0 + 1.2 * step, f"word{step}") for step in range(8)))
    assert len(layout.analyze(Document((page,))).lines) == 1


def test_big_letters_beside_small_ones_are_a_segment_of_their_own():
    words = (*words_at(50, 100, "INVOICE", height=24), *words_at(142, 110, "No. 5"))
    assert texts(Document((Page(1, 600, 800, words),))) == [["INVOICE", "No. 5"]]


def test_letters_set_apart_are_read_as_a_word():
    assert texts(document_of((50, 100, "I N V O I C E"))) == [["INVOICE"]]


def test_words_of_letters_set_apart_keep_together():
    letters = [(50 + 10 * at, 100, letter) for at, letter in enumerate("ALICE") if letter]
    others = [(114 + 10 * at, 100, letter) for at, letter in enumerate("LTD")]
    assert texts(document_of(*letters, *others)) == [["ALICE LTD"]]


def test_three_single_characters_are_left_alone():
    assert texts(document_of((50, 100, "A B C"))) == [["A B C"]]


def test_aligned_lines_close_to_each_other_are_read_as_one():
    document = document_of(
        (50, 100, "Alice Ltd"), (50, 113, "1 Road"), (300, 100, "Bob Ltd"), (300, 113, "2 Lane")
    )
    assert stacked(document) == [["Alice Ltd", "1 Road"], ["Bob Ltd", "2 Lane"]]


def test_an_empty_line_parts_what_is_read_as_one():
    document = document_of((50, 100, "Alice Ltd"), (50, 113, "1 Road"), (50, 140, "Dear Bob"))
    assert stacked(document) == [["Alice Ltd", "1 Road"], ["Dear Bob"]]


def test_the_unit_of_the_page_does_not_matter():
    small = document_of((50, 100, "Alice Ltd"), (300, 100, "Bob Ltd"), (50, 113, "1 Road"))
    words = tuple(
        replace(word, box=Box(*(edge * 4 for edge in (word.box.x0, word.box.y0, word.box.x1, word.box.y1))))
        for word in small.pages[0].words
    )
    assert texts(Document((Page(1, 2400, 3200, words),))) == texts(small)


def test_a_page_without_words_has_no_lines():
    assert layout.analyze(Document((Page(1, 600, 800, ()),))).lines == ()
