"""By what a vendor is known again: its tax number, else its account, else its name."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import IntEnum

from django.db.models import Q

from extraction import facts
from extraction.facts import Facts
from extraction.models import Extraction, VendorRule


class Likeness(IntEnum):
    """How surely a document is one of a vendor's."""

    NONE = 0
    NAME = 1
    ACCOUNT = 2
    TAX_NUMBER = 3


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a vendor; `name` as people read it, the others as `facts` makes them."""

    name: str
    key: str
    tax_id: str
    iban: str

    @property
    def is_known(self) -> bool:
        return bool(self.key or self.tax_id or self.iban)


def of_facts(found: Facts) -> Known:
    return Known(found.vendor, found.vendor_key, found.vendor_tax_id, found.iban)


def of_document(extraction: Extraction, path: str) -> Known:
    """Whose invoice it is. A rule that says who the vendor is has to know it as it is read, the others as it
    is known in the end."""
    corrected = facts.of_row(extraction)
    if not path.startswith("vendor."):
        return of_facts(corrected)
    return replace(of_facts(facts.of(extraction.result or "{}")), name=corrected.vendor)


def of_rule(rule: VendorRule) -> Known:
    return Known(rule.vendor, rule.vendor_key, rule.vendor_tax_id, rule.iban)


def likeness(one: Known, other: Known) -> Likeness:
    """Two tax numbers that differ outweigh an account, for many vendors may have one who collects for them;
    they do not outweigh a name, for a vendor may have two numbers, or one be misread.
    """
    if one.tax_id and one.tax_id == other.tax_id:
        return Likeness.TAX_NUMBER
    contradict = one.tax_id and other.tax_id
    if one.iban and one.iban == other.iban and not contradict:
        return Likeness.ACCOUNT
    return Likeness.NAME if one.key and one.key == other.key else Likeness.NONE


def surest(one: Known, those: Iterable[Known]) -> Likeness:
    return max(likeness(one, other) for other in those)


def may_be(*those: Known) -> Q:
    """The rules, or documents, that could be of any of these, as a filter; `likeness` decides."""
    found = Q(pk=None)
    for known in those:
        for column, value in (
            ("vendor_tax_id", known.tax_id),
            ("iban", known.iban),
            ("vendor_key", known.key),
        ):
            if value:
                found |= Q(**{column: value})
    return found
