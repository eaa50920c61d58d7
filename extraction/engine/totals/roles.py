"""Which printed amounts could be which sum, by their labels."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from extraction.engine import phrases
from extraction.engine.candidates import Candidate, Sheet
from extraction.engine.choice import Choice
from extraction.engine.document import Source
from extraction.engine.layout import Line, Segment
from extraction.engine.spans import Span
from extraction.engine.totals import headed, included, nearby
from extraction.engine.totals.taxes import TaxTable
from extraction.engine.values.numbers import Number

ROLES = (
    "total", "balance", "subtotal", "tax", "discount", "shipping", "rounding", "paid", "withheld", "prior",
    "change", "charge",
)  # fmt: skip
LEAST = 0.3
HEADED = 0.85
BEHIND = 0.8
CENTS = 2  # decimals
HIGHEST_RATE = 30
PERHAPS = 0.25  # what a second meaning of a label has less than the first
MOST = 6  # candidates kept for one role
_WITHIN_ITEMS = ("total", "balance", "subtotal", "paid")  # what may be mistaken for an item
_SUMS = frozenset({"total", "subtotal", "balance"})


@dataclass(frozen=True, slots=True)
class _Reading:
    """What a labelled segment says an amount is."""

    roles: frozenset[str]
    strength: float
    label: str


def amounts_by_role(
    sheet: Sheet, table: TaxTable, *, items: frozenset[tuple[int, int]]
) -> dict[str, list[Choice[Decimal]]]:
    """The plainest labelled amounts of each role, later places before earlier ones among equals."""
    found: dict[str, list[Choice[Decimal]]] = {role: [] for role in ROLES}
    for role, option in (*table.sums, *_of_single_rate(table)):
        found[role].append(option)
    taken = {span for row in table.rows if row.whole for span in row.spans}
    taken.update(option.spans[0] for _, option in table.sums)
    money = [c for c in sheet.amounts if c.span not in taken and _is_money(sheet, c)]
    misread = _misread_rates(money)
    money = [c for c in money if c.span not in misread]
    rows = {**_headed(sheet, money, items=items), **_sum_rows(sheet, money)}
    for place, candidate in enumerate(money):
        in_row = rows.get(id(candidate))
        inside = (candidate.span.page, candidate.span.segment.line) in items
        readings = [in_row] if in_row is not None else list(_readings(sheet, candidate, inside=inside))
        readings = readings or list(_readings_nearby(sheet, candidate))
        readings += _readings_behind(sheet, candidate)
        for role in _WITHIN_ITEMS if inside else ROLES:
            speaking = [reading for reading in readings if role in reading.roles]
            if speaking:
                plainest = max(speaking, key=lambda reading: reading.strength)
                found[role].append(_choice(role, candidate, plainest, place / len(money)))
    return {role: sorted(options, key=lambda o: -o.score)[:MOST] for role, options in found.items()}


def _of_single_rate(table: TaxTable) -> Iterator[tuple[str, Choice[Decimal]]]:
    """Where one rate alone applies, its row holds the sums of the whole invoice."""
    rows = table.applying or table.rows
    if len(rows) != 1 or not rows[0].whole:
        return
    row = rows[0]
    parts = (("subtotal", row.base, row.base_span, 0.6), ("tax", row.amount, row.amount_span, 0.85))
    for role, value, span, score in parts:
        if value is not None and span is not None:
            yield role, Choice(value, (span,), score, label=role)
    if row.base is not None and row.amount is not None and row.gross_span is not None:
        yield "total", Choice(row.base + row.amount, (row.gross_span,), 0.5, label="total")


def _choice(role: str, candidate: Candidate[Number], reading: _Reading, place: float) -> Choice[Decimal]:
    value = candidate.value.value
    aside = role == "tax" and candidate.value.text.startswith("(")
    said_aside = aside and included.is_within(candidate.span.before)
    value = abs(value) if said_aside or role in ("discount", "paid", "change") else value
    return Choice(value, (candidate.span,), reading.strength + 0.08 * place, label=reading.label)


def _is_money(sheet: Sheet, candidate: Candidate[Number]) -> bool:
    number = candidate.value
    if number.decimals in (1, 2) or number.currency:
        return True
    if number.decimals > 2 or abs(number.value) > Decimal(10) ** 9:
        return False
    around = candidate.span.segment.text.replace(candidate.span.text, "", 1).strip(" .,:;")
    beside = [mark for mark in sheet.currency_marks if mark.span.segment is candidate.span.segment]
    return bool(beside) or not any(map(str.isalnum, around))


def _misread_rates(money: Sequence[Candidate[Number]]) -> frozenset[Span]:
    """Rates on a scan whose % was read as another sign, as in "VAT 21 $  227.48": few figures without
    cents, before an amount with cents."""
    return frozenset(
        rate.span
        for rate, amount in itertools.pairwise(money)
        if rate.span.source is Source.OCR and rate.value.decimals < CENTS == amount.value.decimals
        if 0 < rate.value.value < HIGHEST_RATE
        if (rate.span.page, rate.span.segment.line) == (amount.span.page, amount.span.segment.line)
    )


def _readings(sheet: Sheet, candidate: Candidate[Number], *, inside: bool) -> Iterator[_Reading]:
    """What each labelled segment around an amount says; one beside it leaves one above little to say, and
    one above the amount of an item heads the column of the items.
    """
    plainest = max((support.strength for support in candidate.supports), default=0.0)
    seen: set[int] = set()
    for support in candidate.supports:
        segment = support.label.span.segment
        inline = segment is candidate.span.segment
        if id(segment) in seen or support.strength <= plainest - 0.3:
            continue
        seen.add(id(segment))
        column = inside and segment.line < candidate.span.segment.line
        if not inline and (column or sheet.heads_items(segment)):
            continue
        roles = _roles_of(sheet, segment, candidate.span.start if inline else len(segment.text))
        above = 0.1 if segment.line < candidate.span.segment.line else 0.0
        strength = support.strength - above - (0.0 if support.label.initial else 0.12)
        if roles and strength >= LEAST:
            yield _Reading(roles, strength, support.label.span.text)
            if "total" in roles and _names_a_tax_within(sheet, segment):
                yield _Reading(frozenset({"tax"}), strength - PERHAPS, support.label.span.text)


def _readings_behind(sheet: Sheet, candidate: Candidate[Number]) -> Iterator[_Reading]:
    """What the name of a tax behind an amount says of it."""
    label = included.tax_behind(sheet, candidate)
    if label is not None:
        yield _Reading(frozenset({"tax"}), BEHIND, label.span.text)


def _readings_nearby(sheet: Sheet, candidate: Candidate[Number]) -> Iterator[_Reading]:
    """What a label a line off says, where it is the whole of its segment."""
    if candidate.supports or candidate.value.decimals != 2:
        return
    for segment, strength in nearby.labels(sheet, candidate):
        roles = _roles_of(sheet, segment, len(segment.text))
        first = next(iter(sheet.labels.of(segment)), None)
        if roles and first is not None and first.initial:
            yield _Reading(roles, strength, first.span.text)


def _headed(
    sheet: Sheet, money: Sequence[Candidate[Number]], *, items: frozenset[tuple[int, int]]
) -> dict[int, _Reading]:
    """What the heads of rows of sums say of the amounts below them."""
    readings = (
        (amount, _roles_of(sheet, head, len(head.text)), head)
        for amount, head in headed.pairs(sheet, money, items=items)
    )
    return {id(amount): _Reading(roles, HEADED, head.text) for amount, roles, head in readings if roles}


def _roles_of(sheet: Sheet, segment: Segment, until: int) -> frozenset[str]:
    """The sum that a segment names up to a place, such as "Total sales (excluding GST)": the subtotal."""
    labels = [label for label in sheet.labels.of(segment) if label.span.end <= until]
    kinds = [sheet.kinds(label) for label in labels]
    if not kinds or any(k & {"columns.quantity", "columns.position"} and not _named(k) for k in kinds):
        return frozenset()
    first = next((_named(k) for k in kinds if _named(k)), frozenset())
    if not first & _SUMS:
        return first
    words = set(phrases.tokens(segment.text[:until]))
    others = frozenset(role for k in kinds[1:] for role in _named(k))
    if words & sheet.phrases("totals.excluding"):
        return frozenset({"subtotal"}) if others or "subtotal" in first else first
    if words & sheet.phrases("totals.including"):
        return frozenset({"total"})
    return frozenset({"subtotal"}) if "subtotal" in others else first


def _names_a_tax_within(sheet: Sheet, segment: Segment) -> bool:
    """ "Total including VAT" is said of the total with the tax, and as often of the tax that it includes."""
    words = set(phrases.tokens(segment.text))
    return all(words & sheet.phrases(kind) for kind in ("totals.including", "totals.tax"))


def _named(kinds: frozenset[str]) -> frozenset[str]:
    return frozenset(k.removeprefix("totals.") for k in kinds if k.removeprefix("totals.") in ROLES)


def _sum_rows(sheet: Sheet, money: Iterable[Candidate[Number]]) -> dict[int, _Reading]:
    """Rows that hold several sums side by side: net, tax and total, or a tax summary's base and tax."""
    by_line: dict[tuple[int, int], list[Candidate[Number]]] = {}
    for candidate in money:
        by_line.setdefault((candidate.span.page, candidate.span.segment.line), []).append(candidate)
    printed = {candidate.value.value for group in by_line.values() for candidate in group}
    found: dict[int, _Reading] = {}
    for group in by_line.values():
        line = sheet.line_of(group[0].span.segment)
        if len(group) > 1 and _begins_with_sum(sheet, line):
            found.update(_row_roles(group, printed))
    return found


def _begins_with_sum(sheet: Sheet, line: Line) -> bool:
    labels = sheet.labels.of(line.segments[0])
    return bool(labels) and labels[0].initial and bool(_named(sheet.kinds(labels[0])) & _SUMS)


def _row_roles(group: list[Candidate[Number]], printed: set[Decimal]) -> dict[int, _Reading]:
    last = group[-1]
    for net, tax in itertools.pairwise(group):
        added = net.value.value + tax.value.value
        if abs(tax.value.value) * 2 > abs(net.value.value):
            continue
        if added == last.value.value and last is not tax:
            return _as_sums(net, tax, last)
        if tax is last and added in printed:
            return _as_sums(net, tax, None)
    return {}


def _as_sums(
    net: Candidate[Number], tax: Candidate[Number], total: Candidate[Number] | None
) -> dict[int, _Reading]:
    parts = {"subtotal": net, "tax": tax, "total": total}
    return {id(c): _Reading(frozenset({role}), 0.85, role) for role, c in parts.items() if c is not None}
