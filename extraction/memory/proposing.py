"""Which rules would have read a corrected value: from where it stands on its page, and what stands around."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, islice, takewhile
from typing import Any

from extraction.engine import vocabulary
from extraction.engine.document import Word
from extraction.engine.layout import overlap, union
from extraction.engine.values import currencies
from extraction.engine.values.dates import Order
from extraction.memory import beside, effects, places, printed, shapes, sheets, subjects
from extraction.memory.places import Place
from extraction.memory.saying import (
    LONGEST_LABEL,
    SHORTEST_BEGINNING,
    Always,
    Beside,
    Saying,
    Where,
    Which,
    Without,
)
from extraction.memory.sheets import Sheet

MOST = 3
LONGEST = 5  # words of a label
AT_EITHER_END = 10  # places of a value that are looked at: each is proven on the whole document
CALLED = {"payment.reference": "payment_reference", "amount_due": "balance", "amount_paid": "paid"}
_ENDS = " :;,.=|-–%&()"
_LETTERS = re.compile(r"[^\W\d_]{2}")


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a value stands; `order` is how its date has to be read, where that can be doubted."""

    place: Place
    order: Order | None = None


def of(path: str, value: Any, sheet: Sheet | None) -> list[Saying]:
    """The likeliest first; none where the value is not on the page and may change with each invoice."""
    always: list[Saying] = [Always(str(value))] if value and subjects.may_be_always(path) else []
    read: list[Saying] = list(_beside(path, value, sheet)) if sheet and value is not None else []
    first, then = (read, always) if path == "purchase_order" else (always, read)
    return [*first, *then][:MOST]


def of_rows(read: Mapping[str, Any], now: Mapping[str, Any]) -> list[Saying]:
    """From rows of a document that were taken out: by the words with which they begin, up to a figure."""
    staying = {row["description"] for row in effects.rows(now)}
    described = (row["description"] or "" for row in effects.rows(read))
    gone = (description for description in described if description not in staying)
    beginnings = dict.fromkeys(_beginning(description) for description in gone)
    long_enough = (each for each in beginnings if len(each) >= SHORTEST_BEGINNING)
    return [Without(each) for each in islice(long_enough, MOST)]


def _beginning(description: str) -> str:
    words = takewhile(lambda word: not any(c.isdigit() for c in word), description.split())
    return " ".join(islice(words, LONGEST)).strip(_ENDS)[:LONGEST_LABEL]


def _beside(path: str, value: Any, sheet: Sheet) -> Iterator[Beside]:
    """Those that find the value where it stands, one for each side of it."""
    if not subjects.may_be_beside(path):
        return
    found: dict[str, Beside] = {}
    tried: set[Beside] = set()
    for standing in _few(list(_standings(path, value, sheet))):
        for label, where in (*_left(standing.place), *_above(sheet, standing.place)):
            saying = Beside(label, where, order=standing.order)
            if sheets.key(label) not in found and saying not in tried:
                tried.add(saying)
                proven = _proven(path, value, sheet, saying)
                if proven:
                    found[sheets.key(label)] = proven
    yield from sorted(found.values(), key=lambda saying: _strangeness(path, saying.label))


def _few(standings: Sequence[Standing]) -> Sequence[Standing]:
    """A value that stands everywhere is tried where invoices say it: at their beginning and at their end."""
    if len(standings) <= 2 * AT_EITHER_END:
        return standings
    return [*standings[:AT_EITHER_END], *standings[-AT_EITHER_END:]]


def _strangeness(path: str, label: str) -> int:
    """0 for what invoices say of this value, 1 for what they say of others, 2 for a name or a place."""
    meanings = vocabulary.load().meanings.get(vocabulary.key(label), ())
    kinds = [meaning.kind for meaning in meanings if meaning.kind.startswith(("header.", "totals."))]
    own = CALLED.get(path, path.rpartition(".")[2])
    return 2 - bool(kinds) - any(kind.endswith(own) for kind in kinds)


def _proven(path: str, value: Any, sheet: Sheet, saying: Beside) -> Beside | None:
    """At the first place with these words, else at the last; by its form, where it has one, else without."""
    shape = _shape(path, value)
    for which in Which:
        for form in dict.fromkeys((shape, "")):
            tried = replace(saying, which=which, shape=form)
            found = beside.find(sheet, path, tried)
            if found and effects.same(found.value, value):
                return tried
    return None


def _shape(path: str, value: Any) -> str:
    """That of a number with letters or signs in it; figures alone can have any length."""
    shape = shapes.of(str(value)) if subjects.kind(path) == "code" else ""
    return "" if shape == "9" else shape


def _standings(path: str, value: Any, sheet: Sheet) -> Iterator[Standing]:
    kind = subjects.kind(path)
    if kind in ("text", "code", "iban"):
        yield from (Standing(place) for place in places.find(sheet, str(value)))
        return
    for row in sheet.rows:
        text = " ".join(word.text for word in row.words)
        for order in Order if kind == "day" else (None,):
            for meant in printed.all_in(text, kind, sheet, order=order):
                if effects.same(meant.value, value):
                    on = sheets.stretch(row.words, meant.start, meant.end)
                    doubtful = _is_doubtful(meant, kind, sheet)
                    yield Standing(Place(row, on.start, on.stop), order if doubtful else None)


def _is_doubtful(meant: printed.Meant, kind: str, sheet: Sheet) -> bool:
    if kind != "day":
        return False
    return (
        len({each.value for order in Order for each in printed.all_in(meant.text, "day", sheet, order=order)})
        > 1
    )


def _left(place: Place) -> Iterator[tuple[str, Where]]:
    """What stands before it on its line, the nearest first."""
    end = place.first
    for segment in reversed(place.row.line.segments):
        start = place.row.words.index(segment.words[0])
        if start < end:
            label = _label(place.row.words[start : min(end, start + len(segment.words))])
            if label:
                yield label, Where.RIGHT
                yield label, Where.END


def _above(sheet: Sheet, place: Place) -> Iterator[tuple[str, Where]]:
    own = union(word.box for word in place.row.words[place.first : place.end])
    highest = own.y0 - beside.LOWEST * sheet.page(place.row.page).line_height
    for row in reversed(sheet.rows):
        if row.page == place.row.page and highest <= row.line.box.center_y < own.y0:
            for segment in row.line.segments:
                if overlap(segment.box.x0, segment.box.x1, own.x0, own.x1) > 0:
                    label = _label(segment.words)
                    if label:
                        yield label, Where.BELOW


def _label(words: Sequence[Word]) -> str:
    """The last words without a figure in them that say something."""
    for has_figures, run in groupby(reversed(words), key=lambda word: any(c.isdigit() for c in word.text)):
        text = " ".join(word.text for word in [*run][:LONGEST][::-1]).strip(_ENDS)
        says = not has_figures and _LETTERS.search(text) and not currencies.codes_of(text)
        if says and len(text) <= LONGEST_LABEL:
            return text
    return ""
