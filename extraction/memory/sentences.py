"""A rule as a sentence that a bookkeeper would say."""

from __future__ import annotations

from extraction.engine.values.dates import Order
from extraction.memory import shapes, subjects
from extraction.memory.saying import Always, Beside, Saying, Where, Which, Without

WHERE = {
    Where.RIGHT: "right of",
    Where.END: "at the end of the line of",
    Where.BELOW: "below",
}
ORDERS = {Order.DMY: "day before month", Order.MDY: "month before day", Order.YMD: "the year first"}


def of(path: str, saying: Saying) -> str:
    """`the invoice number is what stands right of “Our ref.”`"""
    subject = f"{subjects.spoken(path)} {subjects.is_are(path)}"
    match saying:
        case Always(value):
            return f"{subject} always “{value}”"
        case Beside():
            return f"{subject} what stands {_beside(saying)}"
        case Without(beginning):
            return f"rows that begin with “{beginning}” are no line items"


def whole(vendor: str, path: str, saying: Saying) -> str:
    return f"On invoices of {vendor}, {of(path, saying)}."


def _beside(saying: Beside) -> str:
    last = "the last " if saying.which is Which.LAST else ""
    parts = [f"{WHERE[saying.where]} {last}“{saying.label}”"]
    if saying.shape:
        parts.append(f"written {shapes.in_words(saying.shape)}")
    if saying.order:
        parts.append(
            f"with {ORDERS[saying.order]}" if saying.order is not Order.YMD else "with the year first"
        )
    return ", ".join(parts)
