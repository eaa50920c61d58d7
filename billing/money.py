"""Amounts for people: `€29`, `€29.00`, `−€12.50`, from the smallest unit of a currency."""

from __future__ import annotations

from decimal import Decimal

SIGNS = {"eur": "€", "usd": "$", "gbp": "£", "chf": "CHF ", "jpy": "¥", "inr": "₹"}
# Those whose smallest unit is the unit itself, as Stripe counts.
WITHOUT_CENTS = {
    "bif",
    "clp",
    "djf",
    "gnf",
    "jpy",
    "kmf",
    "krw",
    "mga",
    "pyg",
    "rwf",
    "ugx",
    "vnd",
    "xaf",
    "xof",
}


def exact(amount: int, currency: str) -> str:
    """As an invoice says it: `€29.00`."""
    return _written(amount, currency, round_figures=False)


def short(amount: int, currency: str) -> str:
    """As a price tag says it: `€29`, and cents only where there are some."""
    return _written(amount, currency, round_figures=True)


def _written(amount: int, currency: str, *, round_figures: bool) -> str:
    places = 0 if currency in WITHOUT_CENTS else 2
    value = Decimal(abs(amount)).scaleb(-places)
    if round_figures and value == value.to_integral_value():
        places = 0
    minus = "−" if amount < 0 else ""
    return f"{minus}{SIGNS.get(currency, currency.upper() + ' ')}{value:,.{places}f}"
