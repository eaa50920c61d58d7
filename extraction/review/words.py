"""How values are written for people: money, rates, dates, quantities; and who says so."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

SIGNS = {
    "EUR": "€",
    "USD": "$",
    "GBP": "£",
    "JPY": "¥",
    "INR": "₹",
    "SEK": "kr",
    "DKK": "kr",
    "NOK": "kr",
    "PLN": "zł",
}
WITHOUT_CENTS = {"JPY", "KRW", "HUF", "CLP", "ISK", "VND"}
CENT = Decimal("0.01")


def money(value: Decimal | float, currency: str | None) -> str:
    """`€ −12.50`: the sign of the currency, then the minus, then the decimals as they were printed."""
    return f"{SIGNS.get(currency or '', currency or '')} {amount(value, currency)}".strip()


def amount(value: Decimal | float, currency: str | None) -> str:
    """Money where the currency is clear already: `−12.50`."""
    exact = Decimal(str(value))
    if currency not in WITHOUT_CENTS and exact == exact.quantize(CENT):
        exact = exact.quantize(CENT)
    return f"{exact:,f}".replace("-", "−")


def rounded(value: Decimal, currency: str | None) -> Decimal:
    """To the coins of the currency, as a sum is printed."""
    return value.quantize(Decimal(1) if currency in WITHOUT_CENTS and value == value.to_integral() else CENT)


def progress(pages_read: int, pages: int | None) -> str:
    """`Page 3 of 12` for the page that is being read; empty where there is only one, or nobody knows yet."""
    if pages is None or pages == 1:
        return ""
    return f"Page {min(pages_read + 1, pages)} of {pages}"


def quantity(amount: Decimal | float) -> str:
    value = Decimal(str(amount))
    return f"{value.normalize():,f}".replace("-", "−")


def plain(amount: Decimal | float) -> str:
    """As somebody types it: `1250.5`."""
    return f"{Decimal(str(amount)).normalize():f}"


def rate(fraction: Decimal | float) -> str:
    """`8.25 %` for 0.0825."""
    return f"{quantity(Decimal(str(fraction)) * 100)} %"


def day(written: str) -> str:
    """`4 Jun 2026` for 2026-06-04."""
    on = date.fromisoformat(written)
    return f"{on.day} {on:%b %Y}"


def in_fours(code: str) -> str:
    """An IBAN as it is printed and read aloud."""
    return " ".join(code[start : start + 4] for start in range(0, len(code), 4))


def is_said_by_person(evidence: dict[str, Any] | None) -> bool:
    """Whether somebody has corrected a value, or said that it is right."""
    return evidence is not None and evidence.get("source") == "person"


def is_said(evidence: dict[str, Any] | None) -> bool:
    """Whether a value is as somebody said, once or by a rule for all."""
    return evidence is not None and evidence.get("source") in ("person", "rule")


def is_kept(evidence: dict[str, Any] | None) -> bool:
    """Whether somebody lets a value stand whatever speaks against it. Who only typed it does not say that."""
    return evidence is not None and evidence.get("confirmed") is True


def per_cent(confidence: Decimal | float) -> int:
    """Rounded down: what is not quite sure must not look as if it were."""
    return int(confidence * 100)
