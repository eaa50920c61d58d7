"""Slips whose words are Malay, as shops in Malaysia print them beside English ones."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from tests.engine.printing import read

HEAD = """
SYARIKAT MERANTI MAJU SDN BHD
12 Jalan Kenanga 3
43000 Kajang, Selangor

RESIT RASMI
No. Resit: A-20418
"""
ITEMS = """
Keterangan                  Kuantiti        Harga       Jumlah
Sabun mandi                    2             4.10         8.20
Lilin putih                    1             3.80         3.80
"""


@pytest.mark.parametrize(
    "day", ["Tarikh: 3 Ogos 2024", "Tarikh: 03/08/2024", "Tarikh & Masa: 03-Ogos-2024 18:20"]
)
def test_the_day_of_a_receipt_is_read(day):
    found = read(f"{HEAD}{day}\n{ITEMS}Jumlah Besar                                              12.00\n")
    assert (found.invoice_number, found.date) == ("A-20418", dt.date(2024, 8, 3))


def test_the_total_is_not_what_was_given_or_handed_back():
    found = read(
        f"{HEAD}Tarikh: 03/08/2024\n{ITEMS}"
        "Jumlah Kecil                                              12.00\n"
        "Cukai 6%                                                   0.72\n"
        "Pembundaran                                               -0.02\n"
        "Jumlah Perlu Dibayar                                      12.70\n"
        "Tunai                                                     20.00\n"
        "Baki                                                       7.30\n"
    )
    assert (found.subtotal, found.tax, found.total) == (Decimal("12.00"), Decimal("0.72"), Decimal("12.70"))
    assert [row.amount for row in found.line_items] == [Decimal("8.20"), Decimal("3.80")]
