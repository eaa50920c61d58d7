"""Forms on which the cents of an amount stand in a column of their own."""

from __future__ import annotations

from decimal import Decimal

import pytest

from extraction.engine import pipeline
from extraction.engine.options import Options
from tests.engine.drawing import sketch


@pytest.mark.parametrize("head", ["RM      Sen", "RM      C  ", "Rs.     Ps."])
def test_a_whole_number_and_the_cents_beside_it_are_one_amount(head):
    form = f"""
HOCK SENG HARDWARE
12, Jalan Besar, 43500 Semenyih
CASH BILL   No 59937        Date: 14/9/2018
Qty    Particulars            @         {head}
5      Silicone sealant       11.50     57      50
10     Ball valve             14.90     149     00
1      Steel wire             9.20      9       20

                              TOTAL     215     70
"""
    found = pipeline.of_document(sketch(form), options=Options())
    assert [item.amount for item in found.line_items] == [
        Decimal("57.50"),
        Decimal("149.00"),
        Decimal("9.20"),
    ]
    assert found.total == Decimal("215.70")


def test_numbers_beside_each_other_are_two_where_no_head_says_otherwise():
    form = """
HOCK SENG HARDWARE
CASH BILL   No 59937        Date: 14/9/2018
Item                  Qty     Amount
Silicone sealant      57      50.00
Ball valve            12      14.00
TOTAL                         64.00
"""
    found = pipeline.of_document(sketch(form), options=Options())
    assert [item.amount for item in found.line_items] == [Decimal("50.00"), Decimal("14.00")]
