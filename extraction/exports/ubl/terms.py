"""The business terms of EN 16931 that a document can lack, in plain words, and the list of those it lacks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

NAMES = {
    "BT-1": "Invoice number",
    "BT-2": "Invoice issue date",
    "BT-3": "Invoice type",
    "BT-5": "Invoice currency",
    "BT-9/BT-20": "Due date or payment terms",
    "BT-27": "Seller name",
    "BT-31": "Seller VAT number",
    "BG-5": "Seller postal address",
    "BT-40": "Seller country",
    "BT-44": "Buyer name",
    "BT-48": "Buyer VAT number",
    "BG-8": "Buyer postal address",
    "BT-55": "Buyer country",
    "BG-14": "Invoicing period",
    "BT-84": "Payment account",
    "BT-86": "Payment bank",
    "BT-95": "VAT category of the discount",
    "BT-102": "VAT category of the shipping",
    "BT-107": "Sum of discounts",
    "BT-108": "Sum of charges",
    "BT-109": "Total without VAT",
    "BT-110": "Total VAT",
    "BT-112": "Total with VAT",
    "BT-113": "Paid amount",
    "BT-114": "Rounding amount",
    "BT-115": "Amount due for payment",
    "BG-23": "VAT breakdown",
    "BT-116": "VAT breakdown: taxable amount",
    "BT-117": "VAT breakdown: tax amount",
    "BT-118": "VAT breakdown: category",
    "BT-119": "VAT breakdown: rate",
    "BG-25": "Invoice lines",
    "BT-129": "Line quantity",
    "BT-130": "Line unit",
    "BT-131": "Line net amount",
    "BT-136": "Line discount",
    "BT-146": "Line net price",
    "BT-151": "Line VAT category",
    "BT-153": "Line item name",
}


@dataclass(frozen=True, slots=True)
class Gap:
    """A term that is missing, or says what others contradict; `rule` is the one broken, `field` where it is
    in the result.
    """

    term: str
    message: str
    field: str
    rule: str | None = None

    @property
    def name(self) -> str:
        return NAMES[self.term]


class MissingTerms(Exception):
    """The document does not say all that EN 16931 asks for, or contradicts itself."""

    def __init__(self, gaps: Sequence[Gap]) -> None:
        self.gaps = tuple(gaps)
        named = ", ".join(dict.fromkeys(f"{gap.term} {gap.name}" for gap in self.gaps))
        super().__init__(f"The document does not say all that an EN 16931 invoice has to: {named}.")


@dataclass(frozen=True, slots=True)
class Gaps:
    """What was found missing so far."""

    found: list[Gap] = field(default_factory=list)

    def note(self, term: str, message: str, *, at: str, rule: str | None = None) -> None:
        self.found.append(Gap(term, message, at, rule))
