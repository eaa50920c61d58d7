"""Which order of day, month and year a document means, decided by the evidence in it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from extraction.engine.values.dates import Order, PrintedDate

_MONTH_FIRST_COUNTRIES = frozenset({"US", "PH", "PR"})
_YEAR_FIRST_COUNTRIES = frozenset({"CN", "JP", "KR", "TW", "HU", "LT", "MN"})
_MIXED_COUNTRIES = frozenset({"CA"})
_MONTH_FIRST_CURRENCIES = frozenset({"USD"})
_MIXED_CURRENCIES = frozenset({"CAD"})
_CURRENCIES_OF_MANY = frozenset({"EUR"})  # Americans bill Europe in them too


@dataclass(frozen=True, slots=True)
class Resolution:
    """The order to read by. `ambiguous` when the evidence leaves a second order possible."""

    order: Order
    confidence: float

    @property
    def ambiguous(self) -> bool:
        return self.confidence < 0.9


def resolve(
    dates: Iterable[PrintedDate],
    *,
    country: str | None = None,
    currency: str | None = None,
    language: str | None = None,
    confirmed: Iterable[Order] = (),
    likely: Iterable[Order] = (),
) -> Resolution:
    """The order of a document's dates.

    A date that has only one reading proves it; `confirmed` are the orders under which terms and due
    date agree (`dates.terms_between`); otherwise country, language and currency tell what is usual, and
    `likely` are the orders under which there is as long to pay as there often is.
    """
    listed = list(dates)
    if (country == "SE" or (country is None and language == "sv")) and _may_begin_with_years(listed):
        return Resolution(Order.YMD, 0.92)
    proven = _proven(listed)
    if proven is not None:
        return proven
    fitting = {order for order in confirmed if order is not Order.YMD}
    if len(fitting) == 1:
        return Resolution(fitting.pop(), 0.95)
    usual = _usual(country, currency, language, dotted=_is_dotted(listed))
    return _weighed(usual, {order for order in likely if order is not Order.YMD})


def _weighed(usual: Resolution, likely: set[Order]) -> Resolution:
    """What is usual where the document comes from, against the time to pay that its dates leave."""
    if len(likely) != 1:
        return usual
    if usual.order in likely:
        return Resolution(usual.order, max(usual.confidence, 0.93))
    return Resolution(likely.pop(), 0.85 if usual.ambiguous else 0.6)


def _may_begin_with_years(dates: Iterable[PrintedDate]) -> bool:
    """Whether dates in pairs of figures with hyphens may begin with the year, as Swedes write: 24-03-18."""
    short = [printed for printed in dates if len(printed.text) == len("24-03-18") and not printed.named_month]
    return bool(short) and all(
        "-" in printed.text and any(order is Order.YMD for order, _ in printed.readings) for printed in short
    )


def _proven(dates: Iterable[PrintedDate]) -> Resolution | None:
    """The order shown by dates in figures that fit one order alone, such as a day over 12."""
    votes = dict.fromkeys(Order, 0)
    for printed in dates:
        orders = [
            order for order, _ in printed.readings if order is not Order.YMD or len(printed.readings) == 1
        ]
        if not printed.named_month and len(orders) == 1:
            votes[orders[0]] += 1
    votes.pop(Order.YMD)
    best = max(votes, key=votes.__getitem__)
    if not votes[best]:
        return None
    return Resolution(best, 0.97 if votes[best] == sum(votes.values()) else 0.7)


def _is_dotted(dates: Iterable[PrintedDate]) -> bool:
    """Whether dates that could be read either way have dots, as few write who begin with the month."""
    either = [printed.text for printed in dates if printed.ambiguous]
    return bool(either) and all("." in text for text in either)


def _usual(country: str | None, currency: str | None, language: str | None, *, dotted: bool) -> Resolution:
    if country is not None and country not in _MIXED_COUNTRIES:
        if country in _MONTH_FIRST_COUNTRIES:
            return Resolution(Order.MDY, 0.6 if dotted else 0.92)
        return Resolution(Order.YMD if country in _YEAR_FIRST_COUNTRIES else Order.DMY, 0.92)
    if language is not None and language != "en":
        return Resolution(Order.DMY, 0.93)
    if currency in _MONTH_FIRST_CURRENCIES:
        return Resolution(Order.DMY, 0.7) if dotted else Resolution(Order.MDY, 0.8)
    if currency is None or currency in _MIXED_CURRENCIES:
        return Resolution(Order.DMY, 0.6)
    return Resolution(Order.DMY, 0.85 if currency in _CURRENCIES_OF_MANY and not dotted else 0.93)
