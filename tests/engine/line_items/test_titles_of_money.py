"""A currency heads a column as well as a word: alone the amounts, for each of something the prices."""

from __future__ import annotations

import pytest

from extraction.engine import layout
from extraction.engine.line_items import words
from tests.engine.drawing import document_of


@pytest.mark.parametrize(
    ("title", "kind"),
    [("SGD", "amount"), ("EUR/1000", "unit_price"), ("€ / kg", "unit_price"), ("Clicks", None)],
)
def test_a_title_of_currency(title, kind):
    segment = layout.analyze(document_of((50, 50, title))).segments[0]
    assert [found for found, _ in words.titles_of(segment)] == [kind]
