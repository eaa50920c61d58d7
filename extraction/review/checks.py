"""The sums that were tried, as sentences with their figures, each with the field at which it is put right."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from extraction.review import fields, words


@dataclass(frozen=True, slots=True)
class Identity:
    """`left` begins the sentence that gives its result, `right` is the operand it is compared with."""

    sentence: str
    left: str
    right: str


IDENTITIES = {
    "subtotal_plus_tax_is_total": Identity("Net + tax = total", "Net and tax come to", "total"),
    "base_times_rate_is_tax": Identity("Net × tax rate = tax", "Net × tax rate is", "amount"),
    "subtotal_times_rate_is_tax": Identity("Net × tax rate = tax", "Net × tax rate is", "tax"),
    "total_less_paid_is_due": Identity("Total − paid = to pay", "Total − paid is", "amount_due"),
    "taxes_add_up": Identity("Tax rows add up to tax", "The tax rows add up to", "tax"),
    "lines_add_up_to_subtotal": Identity("Lines add up to net", "The lines add up to", "subtotal"),
    "lines_add_up_to_total": Identity("Lines add up to total", "The lines add up to", "total"),
}
PROOFS = {
    "payment.iban": "Check digits of the IBAN",
    "payment.bic": "Form of the BIC",
    "vendor.tax_id": "Check digits of the tax number",
    "customer.tax_id": "Check digits of the customer's tax number",
}
IS_VALID = "_is_valid"
PRODUCT = re.compile(r"line_items\.(\d+)\.quantity_times_price_is_amount")
OF_TAX_ROW = "base_times_rate_is_tax"


@dataclass(frozen=True, slots=True)
class Check:
    """`path` is the value that it is compared with; `reckoned` what that had to be, as a text to type.

    `line` is the index of the line item that it is about, if it is about one. `why` says in a sentence what
    is off, and is empty where nothing is. `is_kept`: a person has looked at it, and lets the value stand.
    """

    sentence: str
    figures: str
    passed: bool
    line: int | None = None
    path: str = ""
    reckoned: str = ""
    why: str = ""
    is_kept: bool = False

    @property
    def is_off(self) -> bool:
        """It fails, and nobody said yet that this is how it is."""
        return not self.passed and not self.is_kept


def of(document: dict[str, Any]) -> list[Check]:
    """What fails comes first, one by one; products that are right are one sentence together."""
    found = [_check(check, document) for check in document.get("checks") or []]
    right_lines = sum(check.passed and check.line is not None for check in found)
    rest = [check for check in found if check.passed and check.line is None]
    failed = [check for check in found if not check.passed]
    return [*failed, *rest, *_together(right_lines)]


def _together(lines: int) -> list[Check]:
    if not lines:
        return []
    return [Check("Quantity × price = amount", f"{lines} line{'s' if lines > 1 else ''}", passed=True)]


def _check(check: dict[str, Any], document: dict[str, Any]) -> Check:
    path = check["name"].removesuffix(IS_VALID)
    return _proof(check, path, document) if path in PROOFS else _sum(check, document)


def _proof(check: dict[str, Any], path: str, document: dict[str, Any]) -> Check:
    """A number that proves itself, or does not."""
    return Check(
        sentence=PROOFS[path],
        figures=str(check["operands"][path.rpartition(".")[2]]),
        passed=check["passed"],
        path=path,
        why="" if check["passed"] else f"{PROOFS[path]}: wrong. A letter or a digit may be another.",
        is_kept=_is_kept(path, document),
    )


def path_of(check: dict[str, Any], document: dict[str, Any]) -> str:
    """The value at which a check is put right, or kept; empty where there is none."""
    name = check["name"]
    proven = name.removesuffix(IS_VALID)
    if proven in PROOFS:
        return str(proven)
    if product := PRODUCT.fullmatch(name):
        return f"line_items.{product[1]}.amount"
    if name == OF_TAX_ROW:
        return _tax_row(check["operands"], document)
    return IDENTITIES[name].right if name in IDENTITIES else ""


def _sum(check: dict[str, Any], document: dict[str, Any]) -> Check:
    currency = document.get("currency")
    product = PRODUCT.fullmatch(check["name"])
    line = int(product[1]) if product else None
    identity = _identity(check, line, currency)
    path = path_of(check, document)
    printed, reckoned = _sides(check, identity.right, currency)
    is_off = not check["passed"] and reckoned is not None
    figures = _figures(printed, reckoned if is_off else None, currency, _joint(path, document))
    return Check(
        sentence=identity.sentence,
        figures=figures,
        passed=check["passed"],
        line=line,
        path=path,
        reckoned=f"{reckoned:f}" if is_off else "",
        why=f"{identity.left} {figures}." if is_off else "",
        is_kept=_is_kept(path, document),
    )


def _joint(path: str, document: dict[str, Any]) -> str:
    """Between what had to be and what is there: what somebody typed is not printed."""
    evidence = fields.evidence(document, path) or {}
    return "not" if evidence.get("corrected") else "printed"


def _is_kept(path: str, document: dict[str, Any]) -> bool:
    return words.is_kept(fields.evidence(document, path))


def _identity(check: dict[str, Any], line: int | None, currency: str | None) -> Identity:
    name, operands = check["name"], check["operands"]
    if line is not None:
        factors = (operands["quantity"], operands["unit_price"])
        left = " × ".join(words.amount(factor, currency) for factor in factors)
        return Identity(f"Line {line + 1}: quantity × price = amount", f"{left} is", "amount")
    spoken = name.replace("_", " ").capitalize()
    return IDENTITIES.get(name, Identity(spoken, "", ""))


def _tax_row(operands: dict[str, Any], document: dict[str, Any]) -> str:
    """A table of one row says what the sums say, and is put right with them."""
    taxes = document.get("taxes") or []
    if len(taxes) < 2:
        return "tax"
    alike = (n for n, row in enumerate(taxes) if all(row[part] == operands[part] for part in operands))
    return f"taxes.{next(alike, 0)}.amount"


def _sides(check: dict[str, Any], right: str, currency: str | None) -> tuple[Decimal | None, Decimal | None]:
    """What is printed, and what it had to be; None where figures say nothing."""
    printed, difference = check["operands"].get(right), check["difference"]
    if printed is None or difference is None:
        return None, None
    return Decimal(printed), words.rounded(Decimal(printed) + Decimal(difference), currency)


def _figures(printed: Decimal | None, reckoned: Decimal | None, currency: str | None, joint: str) -> str:
    if printed is None:
        return ""
    if reckoned is None:
        return words.amount(printed, currency)
    return f"{words.amount(reckoned, currency)}, {joint} {words.amount(printed, currency)}"
