"""Whose tax number is whose: by kind, by label, and by the party it stands with."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extraction.engine import phrases, vocabulary
from extraction.engine.candidates import Candidate, Sheet
from extraction.engine.choice import Choice, best
from extraction.engine.document import Source
from extraction.engine.labels import Label
from extraction.engine.layout import Segment
from extraction.engine.parties import unlabelled
from extraction.engine.parties.block import Block
from extraction.engine.spans import Span, whole
from extraction.engine.values import identifiers, repair

LEAST = 0.35
LAST_RESORT = 0.1  # what a number of a register counts: less than any tax number
PLAINLY = 0.5
WRAPPED = 0.8  # how plainly a label at a line's end speaks for the number that begins the next
ABOVE = 3.0  # lines farther is a number above a party: it goes with what stands before it
FEWEST_FIGURES = 6
MENDED = 0.15  # what a repair of its characters takes from a number
_KIND_WEIGHT = {
    **dict.fromkeys(("vat", "gstin", "uid", "mva", "cnpj", "pin"), 0.3),
    **dict.fromkeys(("nip", "nif"), 0.25),
    **dict.fromkeys(("ein", "abn", "bn", "rfc"), 0.2),
    **dict.fromkeys(("stnr", "orgnr"), 0.1),
    "siren": 0.05,
}
_HIDING = ("*", "•", "●", "×")
_NUMBER = re.compile(
    r"(?<![A-Za-z0-9])[A-Z]{0,3}[\s\-]?\d[\dA-Z]{0,14}(?:[\s.\-/](?=[A-Z]*\d)[\dA-Z]{1,10}|-[A-Z]\b){0,5}(?:\s?(?:MWST|TVA|IVA|MVA)\b)?"
)
_SIRET = re.compile(r"[\s:.n°º-]{0,6}(?P<number>\d{3}(?:[\s.]?\d){11})(?!\d)")
_WORD = re.compile(r"[^\W\d_]{2,}")
_BUYERS_OWN = frozenset(
    {"ihre", "your", "votre", "kunden", "customer", "client", "kunde", "buyer", "cliente", "su", "uw"}
)


@dataclass(frozen=True, slots=True)
class Printed:
    """A number as it is printed, how much speaks for its being one of tax, and the line above it that ends in
    its label.
    """

    text: str
    span: Span
    weight: float
    above: Segment | None = None


def of_seller(
    sheet: Sheet, numbers: Sequence[Printed], seller: Sequence[Block], buyer: Block | None
) -> Choice[str] | None:
    """The seller's number: with its party, or in the small print, but never the buyer's."""
    every = [*numbers, *_unlabelled(sheet, numbers, seller)]
    return best(_weighed(sheet, every, mine=seller, other=buyer, strict=False), least=LEAST)


def of_buyer(
    sheet: Sheet, numbers: Sequence[Printed], buyer: Block, seller: Block | None
) -> Choice[str] | None:
    """The buyer's number, only where it stands with the buyer."""
    return best(_weighed(sheet, numbers, mine=[buyer], other=seller, strict=True), least=LEAST)


def _unlabelled(sheet: Sheet, numbers: Sequence[Printed], seller: Sequence[Block]) -> Iterator[Printed]:
    """The lines of the seller's own block that are nothing but a tax number, and are not known yet."""
    known = {id(number.span.segment) for number in numbers}
    for lines in (lines for block in seller for lines in block.tax):
        for span in lines:
            if id(span.segment) not in known and unlabelled.is_tax_id(sheet, span.text):
                yield Printed(span.text.strip(), span, 0.0)


def country_of(tax_id: str) -> str | None:
    """The country whose numbers have this form."""
    found = identifiers.find(tax_id)
    return found[0].country if found and found[0].distinctive else None


def _weighed(
    sheet: Sheet, numbers: Sequence[Printed], *, mine: Sequence[Block], other: Block | None, strict: bool
) -> Iterator[Choice[str]]:
    for number in numbers:
        span, weight = number.span, number.weight
        value = _mended(number.text, span)
        nearness = _nearness(sheet, number, mine, other) - (MENDED if value != number.text else 0.0)
        buyers_own = _is_said_to_be_buyers(sheet, span)
        if strict:
            if nearness < 0.3 and not buyers_own:
                continue
            yield Choice(value, (span,), weight + nearness)
        else:
            yield Choice(value, (span,), weight + nearness - (0.8 if buyers_own else 0.0))


def _is_said_to_be_buyers(sheet: Sheet, span: Span) -> bool:
    """Whether the words before a number, or its label, say that it is the reader's own."""
    said = span.before if _WORD.search(span.before) else _label_text(sheet, span)
    return bool(_BUYERS_OWN.intersection(phrases.tokens(said)))


def _label_text(sheet: Sheet, span: Span) -> str:
    plainest = next(iter(sheet.supports(span)), None)
    return plainest.label.span.segment.text if plainest and plainest.strength >= PLAINLY else ""


def _mended(text: str, span: Span) -> str:
    """A number as it was meant, where an OCR misread one character of it."""
    return (repair.vat(text) if span.source is Source.OCR else None) or text


def printed(sheet: Sheet) -> Iterator[Printed]:
    """Every number of a document that its form or its label makes a tax number."""
    seen: set[tuple[int, int]] = set()
    wrapped = [(span, line) for line in sheet.layout.segments for span in _wrapped(sheet, line)]
    above = {_key(span): line for span, line in wrapped}
    for candidate in sheet.tax_ids:
        labelled = candidate.strength("party.tax_id")
        over = above.get(_key(candidate.span))
        labelled = labelled if over is None else max(labelled, WRAPPED)
        tax = candidate.value
        plain = tax.distinctive or _is_at_home(sheet, tax)
        if not labelled and (not plain or _is_an_accounts(candidate)):
            continue
        seen.add(_key(candidate.span))
        weight = 0.15 + 0.4 * labelled + _KIND_WEIGHT.get(tax.kind, 0.0) + 0.1 * tax.valid
        yield Printed(tax.text.strip(), candidate.span, weight, over)
    named = (span for segment in sheet.layout.segments for span in _labelled(sheet, segment))
    for span in (*named, *(span for span, _ in wrapped)):
        overlapping = any(key[0] == id(span.segment) and abs(key[1] - span.start) < 4 for key in seen)
        if not overlapping:
            seen.add(_key(span))
            yield Printed(span.text.strip(), span, 0.45, above.get(_key(span)))
    for span in _registered(sheet):
        yield Printed(span.text, span, LAST_RESORT)


def _key(span: Span) -> tuple[int, int]:
    return id(span.segment), span.start


def _is_at_home(sheet: Sheet, tax: identifiers.TaxId) -> bool:
    """Whether a letter and figures with their right check digit need no label in this country."""
    spoken = vocabulary.load().countries.get(sheet.languages[0], ())
    return tax.kind == "nif" and tax.valid and tax.country in spoken


def _is_an_accounts(candidate: Candidate[identifiers.TaxId]) -> bool:
    """Whether what has no right check digit is called an account, or hidden in part as accounts are."""
    hidden = candidate.span.after.lstrip()[:1] in _HIDING
    return not candidate.value.valid and (hidden or candidate.strength("party.bank") >= PLAINLY)


def _registered(sheet: Sheet) -> Iterator[Span]:
    """The numbers of French registers, which those print who charge no tax."""
    for segment in sheet.with_digits:
        for label in sheet.labels.of(segment):
            match = _SIRET.match(segment.text, label.span.end) if label.key.endswith("siret") else None
            if match:
                yield Span(segment, match.start("number"), match.end("number"))


def _labelled(sheet: Sheet, segment: Segment) -> Iterator[Span]:
    """What a label for tax numbers speaks for: behind it in its segment, at its right, or below it."""
    if sum(map(str.isdigit, segment.text)) < FEWEST_FIGURES:
        return
    for label in sheet.labels.of(segment):
        kinds = sheet.kinds(label)
        match = _NUMBER.search(segment.text, label.span.end) if "party.tax_id" in kinds else None
        if match is None or not _plausible(match[0]) or match.start() - label.span.end > 14:
            continue
        if _is_named_again(sheet, label, match):
            continue
        if label.colon or "totals.tax" not in kinds or _is_no_amount(match[0]):
            yield Span(segment, match.start(), match.end())
    if _plausible(segment.text) and _NUMBER.fullmatch(segment.text):
        plainest = sheet.supports(whole(segment))[:1]
        if plainest and "party.tax_id" in plainest[0].kinds and plainest[0].strength >= 0.5:
            yield whole(segment)


def _is_named_again(sheet: Sheet, label: Label, match: re.Match[str]) -> bool:
    """Whether a further label stands between a label and the figures: "Cod. Fisc. e Partita IVA 604..."."""
    return any(
        label.span.end <= other.span.start < other.span.end <= match.end() and bool(sheet.kinds(other))
        for other in sheet.labels.of(label.span.segment)
    )


def _wrapped(sheet: Sheet, segment: Segment) -> Iterator[Span]:
    """The number that begins the next line, where its label ends a long one ("..., 02-626 Warszawa, NIP")."""
    label = next(iter(sheet.labels.of(segment)[-1:]), None)
    if label is None or label.initial or not label.final or "party.tax_id" not in sheet.kinds(label):
        return
    page = sheet.page(segment.page)
    for line in page.lines[segment.line + 1 : segment.line + 2]:
        below = line.segments[0]
        match = _NUMBER.match(below.text)
        near = (
            below.box.y0 - segment.box.y1 < page.line_height
            and below.box.x0 <= segment.box.x0 + page.line_height
        )
        if match and near and _plausible(match[0]):
            yield Span(below, match.start(), match.end())


def _plausible(text: str) -> bool:
    return sum(map(str.isdigit, text)) >= FEWEST_FIGURES and not re.search(r"\d[.,]\d\d$", text)


def _is_no_amount(text: str) -> bool:
    """Whether a number behind the bare name of a tax is too long, and too plain, to be its amount."""
    return bool(re.fullmatch(r"[A-Z]{0,3}\d{9,}[A-Z]{0,2}|\d{2,3}(?:-\d{3}){2}", text.strip()))


def _nearness(sheet: Sheet, number: Printed, mine: Sequence[Block], other: Block | None) -> float:
    """Which of two parties a number stands with: in its block, or closer to it."""
    span = number.span
    if _is_among(number, [own for block in mine for own in block.spans]):
        return 0.6
    if other is not None and _is_among(number, other.spans):
        return -1.2
    to_mine = min((_distance(sheet, span, block) for block in mine), default=99.0)
    to_other = _distance(sheet, span, other)
    if to_other < 5 and to_other < to_mine:
        return -0.3
    return 0.3 if to_mine < 8 else 0.1


def _is_among(number: Printed, spans: Sequence[Span]) -> bool:
    """Whether a number, or its label at the end of the line above, stands on a line of these."""
    lines = (number.span.segment, number.above)
    return any(own.segment is line for own in spans for line in lines if line is not None)


def _distance(sheet: Sheet, span: Span, block: Block | None) -> float:
    """Line heights between a number and a party; far when one is on another page or column."""
    if block is None or block.page != span.page:
        return 99.0
    box, own = span.box, block.box
    across = max(0.0, box.x0 - own.x1, own.x0 - box.x1)
    down = max(0.0, box.y0 - own.y1, own.y0 - box.y1)
    above = ABOVE if box.center_y < own.y0 else 0.0
    return above + (down + 2 * across) / sheet.page(span.page).line_height
