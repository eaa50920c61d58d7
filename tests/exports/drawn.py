"""Invoices of several countries made up by a seed, as the results that a perfect reader gives for them."""

from __future__ import annotations

import datetime as dt
import json
import random
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from extraction.engine import render
from extraction.engine.invoice import Check, Invoice, LineItem, Party, Payment, Period, Tax

CENT = Decimal("0.01")
ZERO = Decimal(0)


@dataclass(frozen=True)
class Land:
    """What is usual in a country; its first party sells, its second buys."""

    language: str
    currency: str
    rates: tuple[str, ...]
    seller: Party
    buyer: Party
    goods: tuple[str, ...]
    units: tuple[str | None, ...]
    terms: str
    iban: str | None


LANDS = {
    "DE": Land(
        "de", "EUR", ("0.19", "0.07"),
        Party("Nordwind Bürotechnik GmbH", "Lindenallee 14, 20095 Hamburg, Deutschland", "DE136695976"),
        Party("Gasthof Zur Post", "Hauptstraße 21, D-83022 Rosenheim"),
        ("Bürostuhl ergonomisch", "Wartung vor Ort", "Kabel <5 m> & Stecker"), ("Stk.", "Std", None),
        "30 Tage netto", "DE89370400440532013000",
    ),
    "FR": Land(
        "fr", "EUR", ("0.2", "0.055", "0.1"),
        Party("Ateliers Beaumont SARL", "12 rue des Tanneurs, 69002 Lyon, France", "FR40303265045"),
        Party("Librairie du Canal", "Bâtiment C, 5 quai de Valmy, Porte 4, 75010 Paris, France"),
        ("Étagère en chêne", "Vernis mat", 'Poignée "laiton"'), ("heures", "L", "m²"),
        "45 jours fin de mois", None,
    ),
    "ES": Land(
        "es", "EUR", ("0.21", "0.1"),
        Party("Talleres Miraflor S.L.", "Calle del Olmo 7, 28012 Madrid, España", "B58378431"),
        Party("Hotel Las Dunas", "Paseo Marítimo 40, 29016 Málaga, España", "ESB58378431"),
        ("Cambio de aceite", "Mano de obra"), ("ud.", "horas"), "60 días", "ES9121000418450200051332",
    ),
    "PL": Land(
        "pl", "PLN", ("0.23", "0.08"),
        Party("Wisła Narzędzia Sp. z o.o.", "ul. Długa 5, 00-238 Warszawa", "526-000-12-46"),
        Party("Hurtownia Żółw", "ul. Krótka 1, 31-149 Kraków"),
        ("Wiertarka", "Śruby 4×40"), ("szt.", "kg"), "14 dni", "PL61109010140000071219812874",
    ),
    "GB": Land(
        "en", "GBP", ("0.2", "0.05"),
        Party("Larkfield Paper Ltd", "4 Mill Lane, Leeds LS1 4AP", "GB980780684"),
        Party("Quayside Cafe", "2 Harbour Row, Whitby, YO21 3PU"),
        ("Copier paper A4", "Delivery of pallets"), ("pack", "pallet"), "Net 30", "GB29NWBK60161331926819",
    ),
    "SE": Land(
        "sv", "SEK", ("0.25", "0.12"),
        Party("Norrsken Data AB", "Storgatan 8, SE-903 26 Umeå", "SE556188840401"),
        Party("Fjällhotellet", "Vägen 3, 831 31 Östersund, Sverige"),
        ("Konsulttimmar", "Frukost"), ("tim", "st"), "30 dagar netto", None,
    ),
}  # fmt: skip


def invoice(seed: int, land: str, **changes: Any) -> Invoice:
    """One rate of VAT, three lines; `changes` put other values in."""
    of, pick = LANDS[land], random.Random(f"{land}{seed}")
    rate = Decimal(pick.choice(of.rates))
    items = tuple(_item(pick, of, rate) for _ in range(3))
    issued = dt.date(2026, 1, 5) + dt.timedelta(days=pick.randrange(300))
    found = Invoice(
        confidence=0.98,
        vendor=of.seller,
        customer=of.buyer,
        invoice_number=f"{land}-2026/{pick.randrange(10_000)}",
        date=issued,
        due_date=pick.choice((None, issued + dt.timedelta(days=30))),
        currency=of.currency,
        line_items=items,
        subtotal=None,
        tax=None,
        tax_rate=None,
        total=None,
        payment_terms=of.terms,
        pages_processed=1,
        document_type="invoice",
        language=of.language,
        purchase_order=pick.choice((None, "PO-7731")),
        payment=Payment(of.iban, None, pick.choice((None, "RF18 5390 0754 7034"))),
        service_period=pick.choice((Period(), Period(issued - dt.timedelta(days=31), issued))),
    )
    return summed(replace(found, **changes))


def _item(pick: random.Random, of: Land, rate: Decimal) -> LineItem:
    quantity, price = Decimal(pick.randint(1, 40)), Decimal(pick.randint(50, 90_000)) / 100
    name, unit = pick.choice(of.goods), pick.choice(of.units)
    code = pick.choice((None, "A-100"))
    return LineItem(name, quantity, price, quantity * price, code, unit, rate)


def summed(found: Invoice) -> Invoice:
    """With its sums, and its VAT by rate, as they follow from its lines, discount and shipping."""
    by_rate: dict[Decimal, Decimal] = {}
    for item in found.line_items:
        assert item.tax_rate is not None
        by_rate[item.tax_rate] = by_rate.get(item.tax_rate, ZERO) + (item.amount or ZERO)
    first = next(iter(by_rate))
    by_rate[first] += (found.shipping or ZERO) - (found.discount or ZERO)
    taxes = tuple(Tax(rate, base, _cents(base * rate)) for rate, base in by_rate.items())
    subtotal = sum((tax.base for tax in taxes if tax.base is not None), ZERO)
    tax = sum((row.amount for row in taxes if row.amount is not None), ZERO)
    return replace(
        found,
        taxes=taxes,
        tax_rate=taxes[0].rate if len(taxes) == 1 else None,
        subtotal=subtotal,
        tax=tax,
        total=subtotal + tax,
    )


def several_rates(seed: int, land: str) -> Invoice:
    plain = invoice(seed, land)
    rates = [Decimal(rate) for rate in LANDS[land].rates]
    pairs = zip(plain.line_items, rates * 2, strict=False)
    return summed(replace(plain, line_items=tuple(replace(item, tax_rate=rate) for item, rate in pairs)))


def with_allowances(seed: int, land: str) -> Invoice:
    """Discounts on a line and on the whole, and shipping."""
    plain = invoice(seed, land)
    first, *others = plain.line_items
    assert first.amount is not None
    less = replace(first, discount=Decimal("0.25"), amount=first.amount - Decimal("0.25"))
    changed = replace(plain, line_items=(less, *others), discount=Decimal("10.00"), shipping=Decimal("4.90"))
    return summed(changed)


def parted_discount(seed: int, land: str) -> Invoice:
    """Several rates, and a discount that is all of the first rate's."""
    return summed(replace(several_rates(seed, land), discount=Decimal("0.50")))


def partly_paid(seed: int, land: str) -> Invoice:
    plain = invoice(seed, land)
    paid = Decimal("20.00")
    assert plain.total is not None
    return replace(plain, amount_paid=paid, amount_due=plain.total - paid)


def rounded(seed: int, land: str) -> Invoice:
    """Rounded to whole units behind the tax, as the checks say."""
    plain = invoice(seed, land)
    assert plain.total is not None
    whole = plain.total.quantize(Decimal(1), ROUND_HALF_UP) + Decimal("0.00")
    rounding = whole - plain.total
    check = Check("subtotal_plus_tax_is_total", passed=True, difference=ZERO, operands={"rounding": rounding})
    return replace(plain, total=whole, checks=(check,) if rounding else ())


def credit_note(seed: int, land: str) -> Invoice:
    return replace(invoice(seed, land), document_type="credit_note")


def with_minus_signs(seed: int, land: str) -> Invoice:
    """A credit note as some print it."""
    plain = credit_note(seed, land)
    return summed(replace(plain, line_items=tuple(map(_minus, plain.line_items))))


def _minus(item: LineItem) -> LineItem:
    assert item.quantity is not None
    assert item.amount is not None
    return replace(item, quantity=-item.quantity, amount=-item.amount)


CASES = {
    "one_rate": invoice,
    "several_rates": several_rates,
    "allowances": with_allowances,
    "parted_discount": parted_discount,
    "partly_paid": partly_paid,
    "rounded": rounded,
    "credit_note": credit_note,
    "with_minus_signs": with_minus_signs,
}


def result(found: Invoice) -> dict[str, Any]:
    """The document as it is kept: written, and read again."""
    document: dict[str, Any] = json.loads(
        render.to_json(render.document(found, evidence=False)), parse_float=Decimal
    )
    return {"id": "ext_a1b2c3d4", "status": "completed", "processing_time_ms": 900, **document}


def _cents(amount: Decimal) -> Decimal:
    return amount.quantize(CENT, ROUND_HALF_UP)
