"""All choices for one document: what the stages found, before it becomes an `Invoice`."""

from __future__ import annotations

from dataclasses import dataclass, replace

from extraction.engine import (
    codes,
    dating,
    header,
    labels,
    language,
    line_items,
    money,
    numbering,
    parties,
    paying,
    slips,
    terms,
    totals,
    vocabulary,
)
from extraction.engine.candidates import Candidate, Sheet
from extraction.engine.choice import Choice
from extraction.engine.dating import Dates
from extraction.engine.layout import Layout
from extraction.engine.line_items import Items, ruled
from extraction.engine.options import Options
from extraction.engine.parties import Parties
from extraction.engine.spans import Span
from extraction.engine.totals import Totals
from extraction.engine.values import date_order
from extraction.engine.values import dates as printed_dates
from extraction.engine.values.date_order import Resolution
from extraction.engine.values.numbers import Number


@dataclass(frozen=True, slots=True)
class Findings:
    """What was chosen for a document, field by field, with what speaks for it."""

    sheet: Sheet
    language: str
    parties: Parties
    number: Choice[str] | None
    order: Resolution
    dates: Dates
    currency: Choice[str] | None
    terms: Choice[str] | None
    purchase_order: Choice[str] | None
    reference: Choice[str] | None
    document_type: str | None
    totals: Totals
    items: Items

    @property
    def is_about_money(self) -> bool:
        """Whether anything in a document may be said by an invoice: a title, a number, an amount."""
        named = self.document_type or self.number or self.currency
        return bool(named or self.totals.total or self.items.rows or any(map(_has_cents, self.sheet.amounts)))


def understand(laid_out: Layout, *, options: Options, tables: ruled.Tables | None = None) -> Findings:
    """Candidates first, then one choice for each field, the ones that depend on others last."""
    found = labels.find(laid_out)
    spoken = options.language or language.detect(laid_out, found)
    sheet = Sheet(laid_out, found, tuple(dict.fromkeys((spoken, "en"))))
    who = parties.decide(sheet)
    items = line_items.find(laid_out, mark=sheet.decimal_mark, tables=tables)
    sums = totals.choose(sheet, items=items)
    countries = money.countries_of(sheet, known=(who.seller.country, who.buyer.country))
    speaking = vocabulary.load().countries.get(spoken, ())[:1]
    coin = money.currency(sheet, countries=countries, spoken_in=speaking, beside=_places(sums))
    coin = coin or money.at_home(_parties_countries(sheet, who), beside=_places(sums))
    conditions = terms.find(sheet, tills=slips.pages(sheet))
    order = _order(sheet, countries, coin, spoken, conditions)
    numbered = codes.find(sheet)
    findings = Findings(
        sheet=sheet,
        language=spoken,
        parties=who,
        number=numbering.invoice_number(sheet, numbered, _addresses(who)),
        order=order,
        dates=dating.dates(sheet, order),
        currency=coin,
        terms=conditions,
        purchase_order=numbering.labelled(numbered, "header.purchase_order"),
        reference=numbering.labelled(numbered, "header.payment_reference"),
        document_type=header.document_type(sheet),
        totals=sums,
        items=items,
    )
    return findings if findings.is_about_money else replace(findings, parties=parties.proven(who))


def _has_cents(amount: Candidate[Number]) -> bool:
    return amount.value.value.as_tuple().exponent == -2


def _parties_countries(sheet: Sheet, who: Parties) -> tuple[str | None, ...]:
    """The countries of those who deal with each other; who buys at a till, and is not named, pays there."""
    at_till = bool(slips.pages(sheet)) and who.buyer.name is None
    return (who.seller.country,) if at_till else (who.seller.country, who.buyer.country)


def _addresses(who: Parties) -> tuple[Span, ...]:
    located = (who.seller.address, who.buyer.address)
    return tuple(span for place in located if place is not None for span in place.spans)


def _places(sums: Totals) -> tuple[Span, ...]:
    chosen = (sums.total, sums.subtotal, sums.tax)
    return tuple(span for choice in chosen if choice is not None for span in choice.spans)


def _order(
    sheet: Sheet,
    countries: tuple[str, ...],
    coin: Choice[str] | None,
    spoken: str,
    conditions: Choice[str] | None,
) -> Resolution:
    """The order of the dates, helped by the terms or the usual ones where a due date is printed."""
    days = paying.days(conditions.value) if conditions else None
    confirmed: list[printed_dates.Order] = []
    likely: list[printed_dates.Order] = []
    issued = [c.value for c in sheet.dates if c.strength("header.date", "header.plain_date") > 0.5]
    due = [c.value for c in sheet.dates if c.strength("header.due_date") > 0.5]
    if days is not None and issued and due:
        confirmed = list(printed_dates.terms_between(issued[0], due[0], days=days))
    elif issued and due:
        likely = list(printed_dates.usual_between(issued[0], due[0]))
    return date_order.resolve(
        (candidate.value for candidate in sheet.dates),
        country=countries[0] if countries else None,
        currency=coin.value if coin else None,
        language=spoken,
        confirmed=confirmed,
        likely=likely,
    )
