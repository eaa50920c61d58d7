"""What was found in texts is remembered for the next pages, and forgotten where it may be too much."""

from __future__ import annotations

import pytest

from extraction.engine import phrases
from extraction.engine.errors import DocumentError
from extraction.engine.sandbox import reading
from extraction.engine.values import remembering
from extraction.engine.values.folding import fold
from tests.bench import papers

REQUEST = {"options": {"language": None, "max_pages": None}}


def ignore(*_: int) -> None:
    """Nobody asks how far it is."""


def test_what_one_page_said_is_remembered_for_the_next():
    remembering.forget()
    reading.answer(papers.digital(1), REQUEST, on_page=ignore)
    assert fold.cache_info().currsize
    assert phrases.find.cache_info().currsize


def test_what_was_forgotten_is_found_again():
    assert fold("Größe") == "große"
    remembering.forget()
    assert not fold.cache_info().currsize
    assert fold("Größe") == "große"


def test_a_document_that_cannot_be_read_leaves_nothing():
    fold("Größe")
    with pytest.raises(DocumentError):
        reading.answer(b"%PDF-1.4 and nothing else", REQUEST, on_page=ignore)
    assert not fold.cache_info().currsize


def test_a_document_far_longer_than_others_leaves_nothing(monkeypatch):
    monkeypatch.setattr(reading, "LONG", 100)
    reading.answer(papers.digital(1), REQUEST, on_page=ignore)
    assert not fold.cache_info().currsize
