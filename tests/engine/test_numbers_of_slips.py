"""The number of a slip: what tills call a sale, beside the numbers of tables, cards and terminals."""

from __future__ import annotations

import pytest

from tests.engine.test_till_slips import ADDRESS, ITEMS, read

TOTAL = "TOTAL                    12.30"


def number_beside(*lines: str, below: tuple[str, ...] = ()) -> str | None:
    """The number that is read off a slip with these lines above its items and others below its total."""
    return read("Harbour Bakery", *ADDRESS, *lines, *ITEMS, TOTAL, *below).invoice_number


@pytest.mark.parametrize(
    "line",
    [
        "Check #6556",
        "Chk: 6556  Table 36",
        "CHK 6556",
        "Ticket: 6556",
        "TRN: 6556",
        "TRANS 6556",
        "Transaction #6556",
        "Slip No.: 6556",
        "Docket No: 6556",
        "Sale #6556",
        "Vorgang 6556",
        "Operación: 6556",
    ],
)
def test_what_tills_call_a_sale_names_the_slip_s_number(line):
    assert number_beside("23/04/2019 11:20", line) == "6556"


@pytest.mark.parametrize(
    "line", ["Table 655", "Server 6556", "Auth 655612", "Member 655612", "Queue No 655", "Till 655"]
)
def test_what_else_a_till_numbers_is_not_the_slip_s(line):
    assert number_beside("23/04/2019 11:20", line) is None


def test_the_number_of_a_sale_counts_below_the_total_too():
    assert number_beside(below=("23/04/2019 11:20", "TRANS 8706949")) == "8706949"


def test_a_card_s_figures_behind_its_stars_number_nothing():
    assert number_beside(below=("VISA  ************1730", "23/04/2019 11:20")) is None


def test_the_number_that_a_terminal_prints_with_a_card_s_gives_way_to_the_till_s():
    card = ("Beleg-Nr. 7167", "Trace-Nr. 881012", "Nr. ############1730", "Terminal-ID 37482646")
    assert number_beside(below=(*card, "", "", "", "05.12.2024 15:39 Bon-Nr.: 9457")) == "9457"


def test_letters_behind_the_word_for_a_number_begin_it():
    assert number_beside("BIL TUNAI / CASH BILL", "No. CB 879460") == "CB 879460"


def test_codes_of_what_was_bought_number_no_sale():
    lines = ("RECEIPT", "4007123118822", "HINGES", "4007123118839", "PAINT")
    assert number_beside(*lines, below=("Check #6556",)) == "6556"
    assert number_beside(*lines) is None


def test_an_order_is_the_receipt_s_number_where_there_is_no_other():
    assert number_beside("Order No: W-44055") == "W-44055"
    assert number_beside("Order No: W-44055", "Check #6556") == "6556"


def test_the_small_number_of_a_queue_is_no_order():
    assert number_beside("Order No: 82") is None
