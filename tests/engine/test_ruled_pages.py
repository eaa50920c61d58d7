"""Tables stand where their ruling lines are drawn, however a page draws them."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any

import pytest

from extraction.engine.document import Box, Table
from extraction.engine.pdf import PdfFile
from tests.engine import papers

ACROSS, UP = (100, 220, 300), (500, 540, 560)  # from the left and from the bottom
CELLS = [
    [Box(100, 240, 220, 260), Box(220, 240, 300, 260)],
    [Box(100, 260, 220, 300), Box(220, 260, 300, 300)],
]


def tables_of(pdf: bytes) -> tuple[Table, ...]:
    file = PdfFile(pdf)
    try:
        return file.tables(1)
    finally:
        file.close()


def boxes(pdf: bytes) -> list[list[Box]]:
    (table,) = tables_of(pdf)
    return [
        [Box(*(round(edge, 2) for edge in (c.box.x0, c.box.y0, c.box.x1, c.box.y1))) for c in row if c]
        for row in table
    ]


def lines(paper: Any) -> None:
    paper.grid(ACROSS, UP)


def rectangles(paper: Any) -> None:
    """Each cell a frame of its own, as word processors draw them."""
    for left, right in itertools.pairwise(ACROSS):
        for low, high in itertools.pairwise(UP):
            paper.rect(left, low, right - left, high - low)


def bars(paper: Any) -> None:
    """Lines that are filled rectangles half a point wide."""
    for x in ACROSS:
        paper.rect(x - 0.25, UP[0], 0.5, UP[-1] - UP[0], stroke=0, fill=1)
    for y in UP:
        paper.rect(ACROSS[0], y - 0.25, ACROSS[-1] - ACROSS[0], 0.5, stroke=0, fill=1)


def one_path(paper: Any) -> None:
    path = paper.beginPath()
    for x in ACROSS:
        path.moveTo(x, UP[0])
        path.lineTo(x, UP[-1])
    for y in UP:
        path.moveTo(ACROSS[0], y)
        path.lineTo(ACROSS[-1], y)
    paper.drawPath(path)


def scaled_form(paper: Any) -> None:
    """A form drawn at half its size and moved, with another one inside of it."""
    paper.beginForm("inner")
    paper.grid([2 * (x - 50) for x in ACROSS], [2 * (y - 400) for y in UP])
    paper.endForm()
    paper.beginForm("outer")
    paper.doForm("inner")
    paper.endForm()
    paper.translate(50, 400)
    paper.scale(0.5, 0.5)
    paper.doForm("outer")


@pytest.mark.parametrize("draw", [lines, rectangles, bars, one_path, scaled_form])
def test_cells_lie_between_the_lines(draw: Callable[[Any], None]):
    assert boxes(papers.drawn(draw)) == CELLS


def test_a_page_turned_by_its_file_has_its_tables_as_it_is_shown():
    turned = papers.with_rotation(papers.drawn(lines), 180)
    (table,) = tables_of(turned)
    first = table[0][0]
    assert first is not None
    assert (first.box.x0, first.box.y0) == pytest.approx((600 - 300, 800 - 300))


def test_curves_and_slanting_lines_are_no_rulings():
    def draw(paper: Any) -> None:
        paper.circle(200, 500, 80)
        paper.line(100, 500, 300, 560)
        paper.roundRect(100, 300, 200, 60, 20)

    assert tables_of(papers.drawn(draw)) == ()


def test_a_drawing_of_very_many_lines_is_no_table():
    def draw(paper: Any) -> None:
        paper.grid([100 + 0.1 * n for n in range(2500)], [200 + 0.1 * n for n in range(2500)])

    assert tables_of(papers.drawn(draw)) == ()


def test_a_page_that_its_file_does_not_count_has_its_tables_by_the_second_reader():
    file = PdfFile(papers.drawn(papers.text("One"), lines).replace(b"/Count 2", b"/Count 1"))
    assert file.page_count == 2
    ((first, *_),) = file.tables(2)
    assert [cell.box for cell in first if cell] == CELLS[0]
