"""How well a set of sums belongs together, as named features, and the weight of each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from extraction.engine.choice import Choice
from extraction.engine.totals.sums import TOLERANCE, Option, Sums, known
from extraction.engine.totals.tax_rows import of

WEIGHTS = {
    "total_label": 1.3,
    "subtotal_label": 0.8,
    "tax_label": 0.8,
    "extras_labels": 0.15,
    "total_is_largest": 0.4,
    "total_was_paid": 0.4,
    "total_is_given_less_change": 0.7,
    "beside_what_was_kept": -1.0,
    "lines_come_to_it": 0.4,
    "lines_and_tax_come_to_it": 0.8,
    "no_total": -0.3,
    "tax_beyond_reason": -1.5,
    "balances_with_tax": 1.2,
    "balances_without_tax": 0.5,
    "balances_plainly": 0.3,
    "balances_exactly": 0.2,
    "balances_below_largest": 0.2,
    "holds_its_tax": 0.3,
    "does_not_balance": -0.6,
    "extras_do_not_help": -0.3,
    "net_after_extras_is_named": -0.5,
    "subtotal_over_total": -0.3,
    "tax_of_table": 0.3,
    "base_of_table": 0.5,
    "rate_makes_the_tax": 0.3,
    "tax_beside_table": -0.5,
}
"""What each feature adds. A balance counts in full only where its total is the largest that is labelled as
one, since the row of a single tax rate balances too."""


@dataclass(frozen=True, slots=True)
class Scene:
    """What is known of the document beside the set: the sums of its lines, its payments, its tax table."""

    named: tuple[Choice[Decimal], ...]
    lines_sum: Decimal | None
    lines: frozenset[Decimal]
    earlier: frozenset[Decimal]
    paid: frozenset[Decimal]
    kept: frozenset[Decimal]  # what was given in cash less the change
    table_tax: Decimal | None
    table_base: Decimal | None
    nets: frozenset[Decimal]  # what is labelled as a subtotal, outside the tax table
    rate: Decimal | None  # where one alone applies

    def is_largest(self, candidate: Sums) -> bool:
        """Whether no amount labelled as the total is larger, but for those that the set calls otherwise
        and those that a balance from before makes larger.
        """
        if candidate.total is None:
            return False
        total = candidate.total.value
        taken = {span for part in (candidate.gross, candidate.subtotal) if part for span in part.spans}
        values = [option.value for option in self.named if option.spans[0] not in taken]
        rivals = [v for v in values if v == total or v - total not in self.earlier]
        return total == max(rivals, default=total)


def weigh(candidate: Sums, scene: Scene) -> float:
    return sum(WEIGHTS[name] * value for name, value in features(candidate, scene))


def features(candidate: Sums, scene: Scene) -> Iterator[tuple[str, float]]:
    """The features of a set that are not zero."""
    total, subtotal, tax = candidate.total, candidate.subtotal, candidate.tax
    largest = scene.is_largest(candidate)
    yield "total_label", _score(total)
    yield "subtotal_label", _score(subtotal)
    yield "tax_label", _score(tax)
    yield "extras_labels", sum(_score(extra) for extra in candidate.extras if _is_minor(extra, total))
    if total is None:
        yield "no_total", 1.0
    else:
        yield "total_is_largest", float(largest)
        yield "total_was_paid", float(total.value in scene.paid)
        yield "total_is_given_less_change", float(total.value in scene.kept)
        yield "beside_what_was_kept", float(_is_beside_payment(total.value, scene))
    if known(subtotal) in scene.lines or known(total) == scene.lines_sum is not None:
        yield "lines_come_to_it", 1.0
    elif _lines_and_tax(candidate, scene):
        yield "lines_and_tax_come_to_it", 1.0
    if candidate.subtotal is not None and any(
        base != candidate.subtotal.value and base in scene.nets for base in candidate.bases
    ):
        yield "net_after_extras_is_named", 1.0
    yield from _table(candidate, scene)
    yield from _balance(candidate, largest=largest)


def _is_beside_payment(total: Decimal, scene: Scene) -> bool:
    """Whether another amount is named as the total which is what was given less the change."""
    return total not in scene.kept and any(option.value in scene.kept for option in scene.named)


def _lines_and_tax(candidate: Sums, scene: Scene) -> bool:
    """Whether the lines and the tax come to the total though no subtotal is printed."""
    total, tax = candidate.total, candidate.tax
    if total is None or tax is None or candidate.subtotal is not None:
        return False
    return any(abs(lines + tax.value - total.value) <= TOLERANCE for lines in scene.lines)


def _score(option: Option) -> float:
    return option.score if option is not None else 0.0


def _is_minor(extra: Option, total: Option) -> bool:
    """Whether an amount may be one beside the total; what is carried from page to page is none."""
    return extra is not None and (total is None or 2 * abs(extra.value) <= abs(total.value))


def _table(candidate: Sums, scene: Scene) -> Iterator[tuple[str, float]]:
    tax, subtotal = candidate.tax, candidate.subtotal
    bases = candidate.bases
    if tax is not None and bases and scene.rate and subtotal is not None and subtotal.value:
        made = any(abs(of(base, scene.rate) - tax.value) <= TOLERANCE for base in bases)
        yield "rate_makes_the_tax", float(made)
    if scene.table_tax is None or tax is None:
        return
    agrees = abs(tax.value - scene.table_tax) <= TOLERANCE
    yield ("tax_of_table" if agrees else "tax_beside_table"), 1.0
    if agrees and scene.table_base in bases:
        yield "base_of_table", 1.0


def _balance(candidate: Sums, *, largest: bool) -> Iterator[tuple[str, float]]:
    """Whether the sums agree with each other."""
    total, subtotal, tax = candidate.total, candidate.subtotal, candidate.tax
    difference = candidate.difference
    if total is None:
        return
    if tax is not None and 2 * abs(tax.value) > abs(total.value):
        yield "tax_beyond_reason", 1.0
    elif difference is None:
        return
    elif abs(difference) <= TOLERANCE:
        yield from _balanced(candidate, largest=largest)
    elif candidate.includes_tax and largest:
        yield "holds_its_tax", 1.0
    else:
        yield "does_not_balance", 1.0
        yield "extras_do_not_help", float(candidate.number_of_extras)
        if subtotal is not None and abs(subtotal.value) > abs(total.value) and candidate.discount is None:
            yield "subtotal_over_total", 1.0


def _balanced(candidate: Sums, *, largest: bool) -> Iterator[tuple[str, float]]:
    if not largest:
        yield "balances_below_largest", 1.0
        return
    yield ("balances_with_tax" if candidate.tax is not None else "balances_without_tax"), 1.0
    if not candidate.difference:
        yield "balances_exactly", 1.0
    if not candidate.number_of_extras:
        yield "balances_plainly", 1.0
