"""On what paper a page was printed: a till's roll is narrow, and few characters stand on a line of it."""

from __future__ import annotations

from extraction.engine.layout import PageLayout

NARROW = 26.0  # the widest a receipt's text is on any paper, in line heights
ON_ROLL = 46.0  # and on paper that is narrow itself
ROLL = 1.5  # times its width: a page longer than a sheet
SLIP_ON_SHEET = 0.5  # of the sheet's width that a slip takes which was laid on the glass alone
LEAST_LINES = 8  # of a slip: less says nothing of how wide its paper is
NARROW_PAPER = 36.0  # line heights
WIDE_TILL = 42.0  # and of paper on which no line is long
SHORT = 36
FEW_CHARACTERS = 42  # on a line of a till, where the paper is short
TILL_CHARACTERS = 56  # the most on a line of a till, and how many lines may be longer by mistake
MANY = 3


def is_receipt(page: PageLayout) -> bool:
    """Whether the text of a page is as narrow as a till's paper."""
    if not page.lines:
        return False
    width = max([line.box.x1 for line in page.lines]) - min([line.box.x0 for line in page.lines])
    longest = sorted([len(line.text) for line in page.lines], reverse=True)[:MANY]
    small = _is_small(page.width / page.line_height, longest)
    alone = width < SLIP_ON_SHEET * page.width and longest[-1] <= FEW_CHARACTERS
    slip = small or (alone and len(page.lines) >= LEAST_LINES) or page.height > ROLL * page.width
    return width < (ON_ROLL if slip else NARROW) * page.line_height and longest[-1] <= TILL_CHARACTERS


def _is_small(paper: float, longest: list[int]) -> bool:
    """Whether paper is a till's, by its width in line heights and its longest lines."""
    wide = paper < WIDE_TILL and longest[0] <= SHORT
    return (paper < NARROW_PAPER and longest[-1] <= FEW_CHARACTERS) or wide
