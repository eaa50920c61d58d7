"""Hours and minutes as quantities: "4:30" and "4h30" are four and a half."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.engine.printing import read

FACTS = "Hartwell Roofing Ltd\n3 Mill Lane\nBristol BS2 0AA\n\nInvoice number: 2024-118\nDate: 3 May 2024\n\n"
TABLE = """
{0:<42}{1:>7}{2:>11}{3:>15}
Visit                                        {4}     100{5}00         450{5}00
Gutters                                      {6}      80{5}00          60{5}00

                                                  Total          510{5}00
"""


@pytest.mark.parametrize(
    ("titles", "mark", "long", "short"),
    [
        (("Description", "Hours", "Rate", "Amount"), ".", "4:30", "0:45"),
        (("Bezeichnung", "Stunden", "Satz", "Betrag"), ",", "4:30", "0:45"),
        (("Désignation", "Heures", "Taux", "Montant"), ",", "4h30", "0h45"),
        (("Omschrijving", "Uren", "Tarief", "Bedrag"), ",", "04:30", "00:45"),
    ],
)
def test_hours_and_minutes_are_counted_in_hours(titles, mark, long, short):
    page = TABLE.format(*titles, long, mark, short)
    items = read(FACTS + page).line_items
    assert [item.quantity for item in items] == [Decimal("4.5"), Decimal("0.75")]
    assert [item.unit_price for item in items] == [Decimal(100), Decimal(80)]
    assert [item.amount for item in items] == [Decimal(450), Decimal(60)]
