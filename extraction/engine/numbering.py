"""Which of a document's numbers is its own, and which is an order's or a payment's.

The candidates are compared with each other and with there being none: a share of what speaks for all of them
is what a number is worth, and one that is not worth more than all the others together is left out.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from extraction.engine import number_evidence, slips, vocabulary, weighing
from extraction.engine.candidates import Candidate, Sheet
from extraction.engine.choice import Choice, best
from extraction.engine.labels import Label
from extraction.engine.spans import Span

LEAST = 0.6
PLAINLY = 0.6
ORDERED = 0.7  # how plainly the number of an order is a receipt's
REFERRED = 0.65  # how plainly the only reference of an invoice is its number
FIGURES = 5  # of an order's number; those of queues have fewer
TITLES = number_evidence.TITLES


def invoice_number(
    sheet: Sheet, codes: Sequence[Candidate[str]], addresses: Sequence[Span] = ()
) -> Choice[str] | None:
    """The number that the document gives itself; a shop's receipt without one has its order's. The postcodes
    in the parties' `addresses` are none.
    """
    codes = [code for code in codes if not _is_of_address(sheet, code.span, addresses)]
    return (
        best(_options(sheet, codes), least=LEAST)
        or _order_of_receipt(sheet, codes)
        or _only_reference(sheet, codes)
    )


def labelled(codes: Sequence[Candidate[str]], kind: str) -> Choice[str] | None:
    """A number of another kind (an order, a payment reference), if it is labelled plainly."""
    options = [
        Choice(c.value, (c.span,), c.strength(kind), label=_text(c.label(kind)))
        for c in codes
        if c.strength(kind) >= PLAINLY and c.strength(kind) >= max(s.strength for s in c.supports)
    ]
    return best(options)


def _options(sheet: Sheet, codes: Sequence[Candidate[str]]) -> Iterator[Choice[str]]:
    """Each candidate with its share; the mentions of a number count together."""
    found = [
        (candidate, label, weighing.total("invoice_number", evidence))
        for candidate, label, evidence in number_evidence.of(sheet, codes)
    ]
    most: dict[str, float] = {}
    for candidate, _, weight in found:
        most[candidate.value] = max(weight, most.get(candidate.value, weight))
    none = weighing.total("invoice_number", {"none": 1.0})
    top = max((none, *most.values()))
    every = sum(math.exp(weight - top) for weight in (none, *most.values()))
    for candidate, label, weight in found:
        share = math.exp(weight - top) / every
        yield Choice(candidate.value, (candidate.span,), share, label=_text(label))


def _is_of_address(sheet: Sheet, code: Span, addresses: Sequence[Span]) -> bool:
    """Whether a number stands in an address, on a line that says nothing else."""
    named = bool(sheet.labels.of(code.segment)) or code.segment.text.startswith(":")
    return not named and any(code.overlaps(place) for place in addresses)


def _order_of_receipt(sheet: Sheet, codes: Sequence[Candidate[str]]) -> Choice[str] | None:
    """The only order that a receipt speaks of: the shop's own, which its customers know it by."""
    if not slips.is_receipt(sheet):
        return None
    orders = [
        code
        for code in codes
        if sum(map(str.isdigit, code.value)) >= FIGURES and slips.numbers_order(sheet, code.span)
    ]
    first = next(iter(orders), None)
    if first is None or len({order.value for order in orders}) > 1:
        return None
    return Choice(first.value, (first.span,), ORDERED, label=_text(first.supports[0].label))


def _only_reference(sheet: Sheet, codes: Sequence[Candidate[str]]) -> Choice[str] | None:
    """The only number that an invoice calls its reference, where nothing is called its number."""
    meant = vocabulary.load().of("words.own_reference")
    labels = [label for label in sheet.labels if label.initial or label.colon]
    if any("header.invoice_number" in sheet.kinds(label) for label in labels):
        return None
    known = [
        (code, support.label)
        for code in codes
        for support in code.supports[:1]
        if support.strength >= PLAINLY and support.label.key in meant and support.label.initial
    ]
    if len({code.value for code, _ in known}) != 1:
        return None
    code, label = known[0]
    return Choice(code.value, (code.span,), REFERRED, label=_text(label))


def _text(label: Label | None) -> str | None:
    return label.span.text if label else None
