"""A correction is made while somebody waits for it, also on a long invoice."""

import time
from dataclasses import replace
from decimal import Decimal
from itertools import count

from django.utils import timezone

from extraction.corrections import correcting
from extraction.engine.invoice import LineItem
from tests.web.papers import LARKFIELD, completed, evidence

PARTS = ("description", "quantity", "unit_price", "amount", "product_code", "unit", "tax_rate")
SIXTY_LINES = replace(
    LARKFIELD,
    line_items=tuple(
        LineItem(f"Article {n}", Decimal(n), Decimal("2.50"), n * Decimal("2.50"), f"A-{n}", "pcs")
        for n in range(1, 61)
    ),
    evidence=LARKFIELD.evidence
    | {f"line_items.{n}.{part}": evidence(0.97, "12.50", "1") for n in range(60) for part in PARTS},
)
ENOUGH = 80  # milliseconds of processor time: twice what a slow processor takes beside others
TRIES = 10


def test_a_value_on_an_invoice_of_sixty_lines_is_corrected_at_once(alice, django_assert_max_num_queries):
    document, amounts = completed(alice, SIXTY_LINES), count(1)

    def correct(path):
        before = time.process_time()
        correcting.correct(document, {path: f"{next(amounts)}.11"}, by=alice, now=timezone.now())
        return (time.process_time() - before) * 1000

    with django_assert_max_num_queries(9):
        correct("line_items.3.amount")
    for path in ("line_items.30.amount", "total"):
        assert min(correct(path) for _ in range(TRIES)) < ENOUGH, path
