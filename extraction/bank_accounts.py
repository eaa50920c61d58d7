"""Where a vendor had its money sent before: another account is how forged invoices begin."""

from __future__ import annotations

from extraction import facts
from extraction.facts import Facts
from extraction.models import Extraction, ExtractionQuerySet

CHANGED = "bank_account_changed"
FIELD = "payment.iban"
LOOKED_BACK = 50  # invoices, for the accounts that a warning names
NAMED = 3


def note(extraction: Extraction, found: Facts) -> None:
    """Keep a warning with a document that asks for payment to an account which its vendor never named.

    Belongs into the transaction that completes it.
    """
    others = _others(extraction, found)
    if not found.iban or others.filter(iban=found.iban).exists():
        return
    recent = others.filter(iban__gt="").order_by("-pk").values_list("iban", flat=True)[:LOOKED_BACK]
    known = list(dict.fromkeys(recent))
    if known:
        warning = {"code": CHANGED, "message": _message(found, known[:NAMED]), "field": FIELD}
        _warn(extraction, [warning])


def note_again(extraction: Extraction, before: Facts, found: Facts) -> list[Extraction]:
    """The same for a document whose facts are others now, and for those of the vendor that were warned of.

    Belongs into the transaction that changes them. Returns the others whose warnings it made anew.
    """
    _renew(extraction, found)
    warned = Extraction.objects.none()
    for facts_then in (before, found):
        warned |= _of_vendor(extraction, facts_then).exclude(warnings=[])
    others = list(warned.distinct().order_by("-pk")[:LOOKED_BACK])
    for other in others:
        _renew(other, facts.of_row(other))
    return others


def _renew(extraction: Extraction, found: Facts) -> None:
    """Only by what was read before it."""
    _warn(extraction, [])
    note(extraction, found)


def _warn(extraction: Extraction, warnings: list[dict[str, str]]) -> None:
    extraction.warnings = warnings
    Extraction.objects.filter(pk=extraction.pk).update(warnings=warnings)


def _others(extraction: Extraction, found: Facts) -> ExtractionQuerySet:
    """What was read of the same vendor before it."""
    others = _of_vendor(extraction, found)
    return others.filter(finished_at__lte=extraction.finished_at) if extraction.finished_at else others


def _of_vendor(extraction: Extraction, found: Facts) -> ExtractionQuerySet:
    """The vendor's other documents that were read for the same account."""
    own = Extraction.objects.completed().filter(user=extraction.user_id).exclude(pk=extraction.pk)
    return own.of_vendor(key=found.vendor_key, tax_id=found.vendor_tax_id)


def _message(found: Facts, known: list[str]) -> str:
    """Both accounts in full: they are the reader's own data, and half of one cannot be compared."""
    vendor = f"of {found.vendor}" if found.vendor else "of this vendor"
    return (
        f"This invoice asks for payment to {found.iban}, earlier invoices {vendor} to {' or '.join(known)}. "
        "Ask the vendor on a number that you know, and not on one from this invoice, before you pay."
    )
