"""Where a table's rows end: at the totals, at the next table, at the foot of the page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from itertools import accumulate

from extraction.engine.layout import Line, PageLayout, Segment
from extraction.engine.line_items import words
from extraction.engine.line_items.titles import TitleRow
from extraction.engine.values import numbers

ENDING = frozenset({"total", "subtotal", "balance", "tax"})


def lines_below(page: PageLayout, titles: TitleRow | None, following: TitleRow | None) -> tuple[Line, ...]:
    """The lines from a title row (or the top of the page) to the next one (or the foot of the page)."""
    first = 0 if titles is None else titles.last + 1
    last = len(page.lines) if following is None else following.first
    return page.lines[first:last]


def until_sums(
    lines: Sequence[Line],
    *,
    left: float,
    is_row: Callable[[Line], bool] = lambda _line: False,
    above: Sequence[Line] = (),
) -> tuple[Line, ...]:
    """The lines before the sums of the table; `left` is the left edge of its descriptions. A sum
    after which a line `is_row` beyond doubt is one of a group, and the table goes on. `above` are the rows
    over the lines.
    """
    counts = [count_numbers(line) for line in lines]
    most = max(counts, default=0)
    sums = (
        at
        for at, line in enumerate(lines)
        if counts[at] < max(2, most) and (_is_named_sum(line, left) or _adds_up(line, (*above, *lines[:at])))
    )
    end = next(sums, len(lines))
    rows = [i for i in range(end, len(lines)) if counts[i] == most and is_row(lines[i])]
    if not rows or not end:
        return tuple(lines[:end])
    return (*lines[: rows[-1] + 1], *until_sums(lines[rows[-1] + 1 :], left=left))


def is_sum(line: Line, *, most: int, left: float) -> bool:
    """Whether a line is a sum of the table: a label known for one, and fewer numbers than a row has.

    At the descriptions' edge only the words for the sums themselves count: an item may be called
    "Shipping".
    """
    return count_numbers(line) < max(2, most) and _is_named_sum(line, left)


def _is_named_sum(line: Line, left: float) -> bool:
    for segment in line.segments:
        kind = words.sum_kind(segment.text) or words.sum_kind(_leading_text(segment))
        if kind is None:
            continue
        if segment.box.x0 > left + 2 * segment.box.height or kind in ENDING:
            return True
    return False


def without_group_sums(lines: Sequence[Line], rows: Sequence[Line]) -> tuple[Line, ...]:
    """The lines of a table but for sums of the lines before them; `rows` are known to be none."""
    known = {line.index for line in rows}
    return tuple(
        line for at, line in enumerate(lines) if line.index in known or not _adds_up(line, lines[:at])
    )


def _adds_up(line: Line, above: Sequence[Line]) -> bool:
    """Whether a line begins with the word for a sum and is one of the lines just before it."""
    if words.leading_sum_kind(line.segments[0].text) not in ENDING:
        return False
    before = [amount for other in above if (amount := _last_number(other)) is not None]
    return _last_number(line) in list(accumulate(reversed(before)))


def _last_number(line: Line) -> Decimal | None:
    number = numbers.parse(line.segments[-1].text)
    return number.value if number is not None and number.decimals == 2 else None


def count_numbers(line: Line) -> int:
    return sum(is_number(segment) for segment in line.segments)


def right_edge(line: Line) -> float | None:
    """The right edge of a line's last number."""
    return max((segment.box.x1 for segment in line.segments if is_number(segment)), default=None)


def is_number(segment: Segment) -> bool:
    """Whether a segment is a number, its currency or unit aside."""
    if numbers.parse(segment.text) is not None:
        return True
    return len(segment.words) == 2 and numbers.parse(segment.words[0].text) is not None


def _leading_text(segment: Segment) -> str:
    """The words of a segment before its first amount."""
    kept = []
    for word in segment.words:
        if numbers.parse(word.text) is not None:
            break
        kept.append(word.text)
    return " ".join(kept)
