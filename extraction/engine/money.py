"""Which currency a document is in: by what is printed with its amounts, and by its countries."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from extraction.engine import cents
from extraction.engine.candidates import Sheet
from extraction.engine.choice import Choice
from extraction.engine.document import Source
from extraction.engine.spans import Span
from extraction.engine.values import currencies
from extraction.engine.values.currencies import Printed
from extraction.engine.values.remembering import remembered

AT_HOME = 0.3  # how plainly two parties of one country say in what they pay
TAX_ROW = 3  # segments at least: letters, a base and a tax
LONGEST_LETTERS = 3
NEAR = 8  # characters between a mark and the figures it belongs to
_PRICED_KINDS = ("totals.", "columns.", "header.currency")
_PRICE = re.compile(r"\s?\d[\d ,.]*[.,]\d\d(?!\d)")
_NAMED = re.compile(r"[BC]\.?N|GST|IRD|[HPQ]ST|TPS|TVQ|UEN")  # what any of these holds
_CODE_AND_RATE = re.compile(r"([A-Z]{1,3})[\s@:=(]{1,4}\d{1,2}(?:\.\d{1,2})?\s?%")
_OCTANE = re.compile(r"[ -]?(?:9\d|100)(?![\d.,])")
_PRICE_BEFORE = re.compile(r"\d[.,]\d\d\s?$")
_NAMED_IN = tuple(
    (re.compile(pattern), country)
    for pattern, country in (
        (r"\bA\.?[BC]\.?N\b|\bGST\b\D{0,9}10(?:\.0+)?\s?%|\b10\s?%\s?GST\b", "AU"),
        (r"\bNZBN\b|\bIRD\b|\bGST\b\D{0,9}15(?:\.0+)?\s?%|\b15\s?%\s?GST\b", "NZ"),
        (r"\b(?:[HPQ]ST|TPS|TVQ)\b|\bGST\b\D{0,9}5(?:\.0+)?\s?%|(?<![\d.])5\s?%\s?GST\b", "CA"),
        (r"\bUEN\b|\bGST\b\D{0,9}[789](?:\.0+)?\s?%|(?<![\d.])[789]\s?%\s?GST\b", "SG"),
    )
)


def currency(
    sheet: Sheet, *, countries: tuple[str, ...], spoken_in: tuple[str, ...] = (), beside: tuple[Span, ...]
) -> Choice[str] | None:
    """The currency printed; `beside` are the sums, whose own marks count before all others. A mark of several
    currencies is settled by the countries met in the document, last by where its language is `spoken_in`.
    """
    likely = (*countries, *_told_apart(sheet), *spoken_in)
    marks = _without_letters_of_taxes(sheet, list(_marks(sheet)))
    for mark, span in marks:
        if any(
            label
            for label in sheet.supports(span)
            if "header.currency" in label.kinds and label.strength > 0.7
        ):
            code, sure = currencies.resolve([mark], countries=likely)
            if code is not None:
                return Choice(code, (span,), max(sure, 0.9), label="currency")
    at_sums = [m for m in marks if _is_beside(m[1], beside)]
    for chosen in (at_sums, [m for m in marks if _is_plain(sheet, *m)], _spelled(sheet)):
        code, sure = currencies.resolve([mark for mark, _ in chosen], countries=likely)
        if code is not None:
            span = next((span for mark, span in chosen if code in mark.codes), chosen[0][1])
            return Choice(code, (span,), sure)
    return None


def at_home(countries: Sequence[str | None], *, beside: tuple[Span, ...]) -> Choice[str] | None:
    """Where no currency is printed: that of the country in which both parties are."""
    (home, *others) = countries
    code = currencies.of_country(home)
    if code is None or not beside or any(other != home for other in others):
        return None
    return Choice(code, beside[:1], AT_HOME, margin=0.0, source=Source.DERIVED)


def _told_apart(sheet: Sheet) -> Iterator[str]:
    """The countries whose registers and taxes are named: what tells one dollar from another."""
    for segment in sheet.layout.segments:
        yield from _named_in(segment.text)


@remembered
def _named_in(text: str) -> tuple[str, ...]:
    told = _NAMED_IN if _NAMED.search(text) else ()
    return tuple(country for named, country in told if named.search(text))


def _marks(sheet: Sheet) -> Iterator[tuple[Printed, Span]]:
    """The marks that stand with figures or alone; letters that are part of a text are no currency."""
    for candidate in sheet.currency_marks:
        span = candidate.span
        if candidate.value.text == "RON" and _OCTANE.match(span.after):
            continue
        around = span.before[-NEAR:] + span.after[:NEAR]
        alone = not any(map(str.isalnum, span.before + span.after)) or _is_head_of_cents(span)
        code_in_label = bool(sheet.labels.of(span.segment))
        if any(map(str.isdigit, around)) or alone or code_in_label or _leads_to_amount(sheet, span):
            yield candidate.value, span
    for amount in sheet.amounts:
        mark = amount.value.currency
        if mark:
            yield Printed(mark, currencies.codes_of(mark), 0, len(mark)), amount.span


def _leads_to_amount(sheet: Sheet, span: Span) -> bool:
    """Whether a mark ends its segment, and an amount with cents follows: "Fare £" before "42.00"."""
    if span.after.strip(" :"):
        return False
    segments = sheet.line_of(span.segment).segments
    behind = segments[segments.index(span.segment) + 1 :]
    return any(_PRICE.match(segment.text) for segment in behind[:1])


def _is_head_of_cents(span: Span) -> bool:
    """Whether a mark heads a column with that of the cents ("£ p"), as on forms filled in by hand."""
    return not span.before.strip() and cents.is_named(span.after)


def _without_letters_of_taxes(
    sheet: Sheet, marks: Sequence[tuple[Printed, Span]]
) -> list[tuple[Printed, Span]]:
    """The marks but for those that head a row of a tax table ("SR  6  183.40  11.00"), if others are left or
    the rate stands beside them ("SR @6%"): behind amounts they say by which rate these are taxed.
    """
    rated = {match[1] for line in sheet.layout.lines if (match := _CODE_AND_RATE.match(line.text))}
    marks = [mark for mark in marks if mark[0].text not in rated - currencies.CODES]
    heads = {
        line.segments[0].text
        for line in sheet.layout.lines
        if len(line.segments) >= TAX_ROW and len(line.segments[0].text) <= LONGEST_LETTERS
    }
    kept = [(mark, span) for mark, span in marks if mark.text not in heads]
    return kept or marks


def _spelled(sheet: Sheet) -> list[tuple[Printed, Span]]:
    """The currencies that amounts in words name."""
    return [
        (mark, Span(segment, mark.start, mark.end))
        for segment in sheet.layout.segments
        for mark in currencies.spelled(segment.text)
    ]


def _is_plain(sheet: Sheet, mark: Printed, span: Span) -> bool:
    """Whether a mark of letters is more than a word, or than the letter before the number of an article."""
    if currencies.is_letter(mark.text):
        return bool(_PRICE.match(span.after))
    word = mark.text in currencies.CODES and not _is_beside_label(sheet, span)
    return not word or _is_alone(span) or _is_priced(span)


def _is_beside_label(sheet: Sheet, span: Span) -> bool:
    """Whether a label of sums, columns or the currency stands with a mark."""
    labels = sheet.labels.of(span.segment)
    return any(kind.startswith(_PRICED_KINDS) for label in labels for kind in sheet.kinds(label))


def _is_alone(span: Span) -> bool:
    """Whether nothing but figures stands with a mark."""
    return not any(c.isalpha() for c in span.before + span.after)


def _is_priced(span: Span) -> bool:
    """Whether a price with cents is before or behind a mark: "1/2 COP 90 ELL" names none."""
    return bool(_PRICE.match(span.after) or _PRICE_BEFORE.search(span.before))


def _is_beside(span: Span, sums: tuple[Span, ...]) -> bool:
    return any(span.page == other.page and span.segment.line == other.segment.line for other in sums)


def countries_of(sheet: Sheet, *, known: tuple[str | None, ...]) -> tuple[str, ...]:
    """The countries that a document's parties, tax numbers and accounts point to, likeliest first."""
    votes: Counter[str] = Counter()
    for tax_id in sheet.tax_ids:
        if tax_id.value.distinctive and tax_id.value.valid:
            votes[tax_id.value.country] += 1
    for account in sheet.accounts:
        if account.value.valid:
            votes[account.value.country] += 1
    ordered = [country for country in known if country] + [country for country, _ in votes.most_common()]
    return tuple(dict.fromkeys(ordered))
