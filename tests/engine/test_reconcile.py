"""Every identity of an invoice is tested where all its parts are printed, and only there."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from extraction.engine import reconcile
from extraction.engine.invoice import LineItem, Tax

MONEY = st.decimals(min_value=Decimal(-100000), max_value=Decimal(100000), places=2)
POSITIVE = st.decimals(min_value=Decimal("0.01"), max_value=Decimal(1000), places=2)


@given(subtotal=MONEY, tax=MONEY, shipping=MONEY, discount=MONEY)
def test_sums_that_are_made_to_balance_pass(subtotal, tax, shipping, discount):
    total = subtotal + tax + shipping - discount
    (check,) = reconcile.checks(subtotal=subtotal, tax=tax, total=total, shipping=shipping, discount=discount)
    assert check.passed
    assert check.difference == 0


@given(
    subtotal=MONEY,
    tax=MONEY,
    error=st.decimals(min_value=Decimal("0.03"), max_value=Decimal(500), places=2),
)
def test_an_error_in_the_total_is_the_difference_that_is_told(subtotal, tax, error):
    (check,) = reconcile.checks(subtotal=subtotal, tax=tax, total=subtotal + tax + error)
    assert not check.passed
    assert check.difference == -error


@given(st.lists(st.tuples(POSITIVE, POSITIVE), min_size=1, max_size=8))
def test_lines_that_are_multiplied_and_added_pass(pairs):
    items = tuple(LineItem(quantity=q, unit_price=p, amount=round(q * p, 2)) for q, p in pairs)
    subtotal = sum((item.amount for item in items if item.amount is not None), Decimal(0))
    assert all(check.passed for check in reconcile.checks(line_items=items, subtotal=subtotal))


def test_nothing_is_checked_where_a_part_is_missing():
    assert reconcile.checks(total=Decimal(10), tax=Decimal(2)) == ()


def test_lines_may_come_to_the_total_where_prices_include_tax():
    items = (LineItem(amount=Decimal("119.00")),)
    (check,) = reconcile.checks(line_items=items, total=Decimal("119.00"))
    assert check.name == "lines_add_up_to_total"
    assert check.passed


def test_each_row_of_the_tax_table_is_checked():
    taxes = (
        Tax(Decimal("0.07"), Decimal(100), Decimal("7.00")),
        Tax(Decimal("0.19"), Decimal(10), Decimal("2.00")),
    )
    checks = reconcile.checks(taxes=taxes, tax=Decimal("9.00"))
    assert [(check.name, check.passed) for check in checks] == [
        ("base_times_rate_is_tax", True),
        ("base_times_rate_is_tax", False),
        ("taxes_add_up", True),
    ]
