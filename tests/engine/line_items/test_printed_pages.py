"""Bills as trades and countries print them: a typed page for each way that a table can be built."""

import pytest

from extraction.engine import layout, line_items
from tests.engine.line_items import typed

EXAMPLES = tuple(typed.examples())


@pytest.mark.parametrize("example", EXAMPLES, ids=[example.name for example in EXAMPLES])
def test_every_row_is_read_as_printed(example):
    found = line_items.find(layout.analyze(example.document)).line_items
    assert [_cells(item, row) for item, row in zip(found, example.rows, strict=False)] == list(example.rows)
    assert len(found) == len(example.rows), example.title


def _cells(item, row):
    return {name: getattr(item, name) for name in row}
