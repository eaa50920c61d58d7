"""The sums that were tried, as sentences with their figures."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from extraction.review import words

# Each identity's sentence, and the operand that its right-hand side was printed as.
SENTENCES = {
    "subtotal_plus_tax_is_total": ("Net + tax = total", "total"),
    "base_times_rate_is_tax": ("Net × tax rate = tax", "amount"),
    "subtotal_times_rate_is_tax": ("Net × tax rate = tax", "tax"),
    "total_less_paid_is_due": ("Total − paid = to pay", "amount_due"),
    "taxes_add_up": ("Tax rows add up to tax", "tax"),
    "lines_add_up_to_subtotal": ("Lines add up to net", "subtotal"),
    "lines_add_up_to_total": ("Lines add up to total", "total"),
    "payment.iban_is_valid": ("Check digits of the IBAN", "iban"),
    "payment.bic_is_valid": ("Form of the BIC", "bic"),
    "vendor.tax_id_is_valid": ("Check digits of the tax number", "tax_id"),
    "customer.tax_id_is_valid": ("Check digits of the customer's tax number", "tax_id"),
}
PRODUCT = re.compile(r"line_items\.(\d+)\.quantity_times_price_is_amount")


@dataclass(frozen=True, slots=True)
class Check:
    """`line` is the index of the line item that it is about, if it is about one."""

    sentence: str
    figures: str
    passed: bool
    line: int | None = None


def of(document: dict[str, Any]) -> list[Check]:
    """What fails comes first, one by one; products that are right are one sentence together."""
    found = [_check(check, document.get("currency")) for check in document.get("checks") or []]
    right_lines = sum(check.passed and check.line is not None for check in found)
    rest = [check for check in found if check.passed and check.line is None]
    failed = [check for check in found if not check.passed]
    return [*failed, *rest, *_together(right_lines)]


def _together(lines: int) -> list[Check]:
    if not lines:
        return []
    return [Check("Quantity × price = amount", f"{lines} line{'s' if lines > 1 else ''}", passed=True)]


def _check(check: dict[str, Any], currency: str | None) -> Check:
    name, operands = check["name"], check["operands"]
    product = PRODUCT.fullmatch(name)
    line = int(product[1]) if product else None
    sentence, printed = SENTENCES.get(name, (name.replace("_", " ").capitalize(), ""))
    if line is not None:
        sentence, printed = f"Line {line + 1}: quantity × price = amount", "amount"
    figures = _figures(operands.get(printed), check, currency)
    return Check(sentence=sentence, figures=figures, passed=check["passed"], line=line)


def _figures(printed: Any, check: dict[str, Any], currency: str | None) -> str:
    if printed is None:
        return ""
    if isinstance(printed, str):
        return printed
    if check["passed"]:
        return words.amount(printed, currency)
    reckoned = (Decimal(printed) + Decimal(check["difference"])).quantize(words.CENT)
    return f"{words.amount(reckoned, currency)}, printed {words.amount(printed, currency)}"
