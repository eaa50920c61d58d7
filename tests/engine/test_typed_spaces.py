"""A typewriter's space is as wide as a letter: wider than what parts the columns of other pages."""

from extraction.engine import layout
from extraction.engine.document import Box, Document, Page, Word

PITCH, HEIGHT = 9.0, 9.4  # of capitals in a typewriter's letters, 15 points high


def segments(*texts, spaces=1):
    words, at = [], 50.0
    for text in texts:
        end = at + PITCH * len(text)
        words.append(Word(text, Box(at + 0.5, 40, end - 0.5, 40 + HEIGHT)))
        at = end + PITCH * spaces
    laid = layout.analyze(Document((Page(1, 595, 842, tuple(words)),)))
    return [segment.text for line in laid.pages[0].lines for segment in line.segments]


def test_typewritten_words_stand_together():
    assert segments("RIVER", "VALLEY", "SUPPLIES") == ["RIVER VALLEY SUPPLIES"]


def test_two_spaces_part_columns():
    assert segments("RIVER", "VALLEY", spaces=2) == ["RIVER", "VALLEY"]
