"""Number, dates and the other codes of an invoice, and the ways of printing them."""

from __future__ import annotations

import datetime as dt
import math

from tests.invoices.composed import number
from tests.invoices.composed.page import Page

PLACES = (
    "left of value",
    "left of value",
    "above in a row",
    "boxed row",
    "sentence",
    "spread",
    "stacked",
    "in title",
)
_OFTEN = {
    "order": 0.4,
    "our_order": 0.25,
    "customer_no": 0.5,
    "delivery_no": 0.2,
    "project": 0.15,
    "quote": 0.12,
    "contract": 0.12,
}
BESIDE = ("left of value", "stacked", "in title")


def pairs(page: Page) -> list[tuple[str, str]]:
    """Label and value, in the order of this company."""
    voice, pick = page.voice, page.pick
    found = [(voice.label(name), value) for name, value in (*_dates(page), *_codes(page))]
    if pick.choices["terms"] == "labelled":
        found.append((voice.label("terms"), voice.sentence("terms", days=page.deal.days)))
    found = number.among(page, found)
    if pick.chance("facts shuffled", 0.4):
        pick.rng("order of facts").shuffle(found)
    return found


def _dates(page: Page) -> list[tuple[str, str]]:
    deal, voice, pick = page.deal, page.voice, page.pick
    found = [("date", voice.day(deal.date))]
    if prints_due(page):
        assert deal.due
        found.append(("due", voice.day(deal.due)))
    if pick.chance("delivery date", 0.25):
        found.append(("delivered", voice.day(deal.date - dt.timedelta(days=3))))
    if pick.chance("order date", 0.15):
        found.append(("order_date", voice.day(deal.date - dt.timedelta(days=19))))
    if pick.chance("period", 0.15):
        found.append(("period", voice.period(deal.date)))
    return found


def _codes(page: Page) -> list[tuple[str, str]]:
    """Numbers that are not the invoice's own; a credit note's may be that of the invoice it corrects."""
    often = _OFTEN | ({"original": 0.6} if page.deal.kind == "credit" else {})
    return [
        (name, page.deal.codes[name]) for name in often if page.pick.chance(f"prints {name}", often[name])
    ]


def prints_due(page: Page) -> bool:
    return page.deal.kind == "invoice" and page.pick.choices["due date"] == "yes"


def title(page: Page) -> None:
    word = page.voice.label(page.deal.kind if page.deal.kind == "credit" else "invoice")
    page.pick.of("facts", PLACES)
    word, below = number.with_title(page, word)
    side = page.pick.of("title", ("left", "right", "centre", "left"))
    size = page.fitting(word, width=page.width, size=page.pick.one("title size", (13, 18, 26)))
    page.room(size + 20)
    page.put(page.left, page.y + size * 0.72, word, width=page.width, side=side, bold=True, size=size)
    page.y += size + 14
    for text in below:
        page.put(page.left, page.y, text, width=page.width, side=side)
        page.y += page.leading * 1.4


def beside(page: Page, top: float) -> None:
    """At the right of the buyer."""
    x = page.left + page.width / 2 + 20
    draw = _stacked if page.pick.choices["facts"] == "stacked" else _ruled_list
    end = draw(page, pairs(page), x, top, page.right - x)
    page.y = max(page.y, end + 10)


def below(page: Page) -> None:
    """Over the width of the page."""
    place, found = page.pick.choices["facts"], pairs(page)
    if place == "stacked":
        page.y = _stacked(page, found, page.left, page.y, page.width * 0.5) + 10
    elif place in ("left of value", "in title"):
        page.y = _ruled_list(page, found, page.left, page.y, page.width * 0.55) + 10
    elif place in ("above in a row", "boxed row"):
        _rows(page, found, boxed=place == "boxed row")
    elif place == "sentence":
        _sentence(page, found)
    else:
        _spread(page, found)


def _ruled_list(page: Page, found: list[tuple[str, str]], x: float, y: float, width: float) -> float:
    mark = page.pick.one("fact mark", (":", "", ":"))
    at_right = page.pick.chance("facts at right", 0.45)
    column = max(page.sheet.width_of(f"{label}:", bold=True, size=page.size) for label, _ in found) + 8
    for label, value in found:
        page.put(x, y, f"{label}{mark}", width=column, bold=page.pick.one("bold facts", (True, False)))
        parts = page.wrapped(value, width=max(40.0, width - column))
        y = page.lines(x + column, y, parts, width=width - column, side="right" if at_right else "left")
    return y


def _stacked(page: Page, found: list[tuple[str, str]], x: float, y: float, width: float) -> float:
    """Each label small above its value."""
    for label, value in found:
        page.put(x, y, label, width=width, size=page.size * 0.85)
        y = page.lines(x, y + page.leading * 0.95, page.wrapped(value, width=width), width=width) + 4
    return y


def _rows(page: Page, found: list[tuple[str, str]], *, boxed: bool) -> None:
    """A little table: labels in a row, values below; as many of them as are needed."""
    per_row = 4 if page.width > 470 else 3
    count = math.ceil(len(found) / per_row)
    for start in range(count):
        part = found[start * per_row : (start + 1) * per_row]
        width = page.width / len(part)
        height = [_cell(page, pair, page.left + width * index, width) for index, pair in enumerate(part)]
        if boxed:
            for index in range(len(part)):
                page.sheet.frame(page.left + width * index, page.y - page.leading, width, max(height) + 2)
        page.y += max(height) + 6
    page.y += 6


def _cell(page: Page, pair: tuple[str, str], x: float, width: float) -> float:
    y = page.lines(x + 4, page.y, [pair[0]], width=width - 8, bold_first=True)
    return page.lines(x + 4, y + 1, [pair[1]], width=width - 8) - page.y + page.leading * 0.6


def _sentence(page: Page, found: list[tuple[str, str]]) -> None:
    """Number and date in a sentence, the rest below it."""
    deal, voice = page.deal, page.voice
    text = voice.sentence("facts", number=deal.number, date=voice.day(deal.date))
    page.put(page.left, page.y, text, width=page.width, bold=True)
    page.y += page.leading * 1.4
    said = {deal.number, voice.day(deal.date)}
    rest = [f"{label}: {value}" for label, value in found if value not in said]
    page.y = page.lines(page.left, page.y, rest, width=page.width) + 8


def _spread(page: Page, found: list[tuple[str, str]]) -> None:
    """Two columns of label and value."""
    half, middle = math.ceil(len(found) / 2), page.left + page.width / 2 + 8
    ends = [_ruled_list(page, found[:half], page.left, page.y, page.width / 2 - 16)]
    if found[half:]:
        ends.append(_ruled_list(page, found[half:], middle, page.y, page.width / 2 - 8))
    page.y = max(ends) + 10
