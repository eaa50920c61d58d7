"""A value is read right of its words, at the end of their line, or below them."""

from dataclasses import replace
from decimal import Decimal

import pytest

from extraction.engine.values.dates import Order
from extraction.memory import beside, sheets, upright
from extraction.memory.saying import Beside, Where, Which
from extraction.page_words import WordsOfPage
from tests.extraction.memory.typing import sheet, words_of

LETTER = """
Larkfield Stationery Ltd             Our ref.:     LS-2026-0418
14 Mill Lane                         Date:         04/06/2026
Cork                                 Customer no.  77310

Invoice no.     Order        Due
LS 0418         PO-77318     04/07/2026

Copy paper A4           12    21.50    258.00
Net                                    258.00
VAT     23%                             59.34
Total           258.00      59.34      317.34
IBAN IE29 AIBK 9311 5212 3456 78  BIC AIBKIE2D
"""


def read(path, label, where="right", page=LETTER, **more):
    found = beside.find(sheet(page), path, Beside(label, Where(where), **more))
    return found.value if found else None


@pytest.mark.parametrize(
    ("path", "label", "where", "value"),
    [
        ("invoice_number", "Our ref.", "right", "LS-2026-0418"),
        ("date", "Date", "right", "2026-06-04"),
        ("purchase_order", "Order", "below", "PO-77318"),
        ("due_date", "Due", "below", "2026-07-04"),
        ("subtotal", "Net", "right", Decimal("258.00")),
        ("tax", "VAT", "right", Decimal("59.34")),
        ("tax_rate", "VAT", "right", Decimal("0.23")),
        ("total", "Total", "end", Decimal("317.34")),
        ("payment.iban", "IBAN", "right", "IE29AIBK93115212345678"),
        ("payment.bic", "BIC", "right", "AIBKIE2D"),
        ("payment.reference", "Customer no.", "right", "77310"),
    ],
)
def test_a_value_of_its_kind_is_read_where_the_rule_says(path, label, where, value):
    assert read(path, label, where) == value


@pytest.mark.parametrize("label", ["our ref", "OUR REF.", "Our  Ref :", "0ur ref", "Oür réf."])
def test_case_accents_signs_and_slips_of_a_scanner_do_not_count(label):
    assert read("invoice_number", label) == "LS-2026-0418"


def test_a_longer_label_is_found_although_two_letters_were_misread():
    page = "Rechnungsnumrner  RE-17\nRechnungsdatun  3.4.2026"
    assert read("invoice_number", "Rechnungsnummer", page=page) == "RE-17"
    assert read("date", "Rechnungsdatum", page=page) == "2026-04-03"


def test_words_inside_of_others_are_not_the_label():
    assert read("total", "Total", page="Subtotal  10.00\nTotal  12.00") == Decimal("12.00")


def test_label_and_value_may_be_one_word():
    assert read("invoice_number", "Ref", page="Ref:LS-17 of June") == "LS-17"


def test_a_label_without_a_value_of_the_kind_says_nothing():
    assert read("date", "Our ref.") is None
    assert read("total", "Cork") is None
    assert read("invoice_number", "Delivery note") is None


def test_the_first_place_that_has_a_value_counts_or_the_last():
    page = "Total\nTotal  10.00\nTotal  12.00\nTotal"
    assert read("total", "Total", page=page) == Decimal("10.00")
    assert read("total", "Total", page=page, which=Which.LAST) == Decimal("12.00")


def test_a_number_of_several_words_is_read_whole_by_its_shape():
    page = "Our ref.  LS 2026 / 17 of Monday"
    assert read("invoice_number", "Our ref.", page=page) == "2026"
    assert read("invoice_number", "Our ref.", page=page, shape="A9/9") == "LS 2026 / 17"


def test_what_is_written_otherwise_than_the_shape_is_not_taken():
    assert read("invoice_number", "Our ref.", shape="A-9-9") == "LS-2026-0418"
    assert read("invoice_number", "Our ref.", shape="9/9") is None


def test_a_date_in_figures_is_read_in_the_order_that_the_rule_keeps():
    assert read("date", "Date", order=Order.MDY) == "2026-04-06"
    assert read("date", "Date", order=Order.DMY) == "2026-06-04"


def test_without_an_order_the_document_tells_it():
    page = "Date  04/06/2026\nDue  04/16/2026"
    assert read("date", "Date", page=page) == "2026-04-06"


def test_amounts_are_meant_as_the_document_writes_them():
    german = "Netto  1.200,00\nGesamt  1.428"
    assert read("total", "Gesamt", page=german) == Decimal(1428)
    english = "Net  1,200.00\nTotal  1.428"
    assert read("total", "Total", page=english) == Decimal("1.428")


def test_what_stands_below_stays_in_its_column_and_near():
    page = "No.       Date          Terms\n\n17        4 June 2026   Net 30 days"
    assert read("payment_terms", "Terms", "below", page=page) == "Net 30 days"
    assert read("invoice_number", "No.", "below", page=page) == "17"
    far = "No.\n\n\n\n\n\n\n17"
    assert read("invoice_number", "No.", "below", page=far) is None


def test_columns_that_stand_close_are_told_apart_by_their_edges():
    left = "Number Date Terms\n17 4.6.2026 Net 30"
    assert read("date", "Date", "below", page=left) == "2026-06-04"
    assert read("invoice_number", "Number", "below", page="Number Order\nL-17 PO-4711") == "L-17"
    assert read("purchase_order", "Order", "below", page="Number  Order\n L-17 PO-4711") == "PO-4711"


def test_text_is_what_stands_together():
    page = "Terms:  Net 30 days     Currency:  EUR"
    assert read("payment_terms", "Terms", page=page) == "Net 30 days"


def test_every_page_is_looked_at():
    found = beside.find(sheet("Cover letter", LETTER), "invoice_number", Beside("Our ref."))
    assert (found.value, found.page, found.text) == ("LS-2026-0418", 2, "LS-2026-0418")


def test_the_place_of_the_value_is_known():
    found = beside.find(sheet("Ref  LS-17"), "invoice_number", Beside("Ref"))
    assert found.box == (0.05, 0.0, 0.1, 0.0119)


@pytest.mark.parametrize("degrees", [0, 90, 180, 270])
def test_a_page_that_was_sent_lying_is_read_all_the_same(degrees):
    [page] = words_of(LETTER)
    ratio = page.ratio if degrees in (0, 180) else 1 / page.ratio
    turned = WordsOfPage(1, ratio, tuple(turn(word, degrees) for word in page.words))
    found = beside.find(sheets.lay_out(upright.pages([turned])), "invoice_number", Beside("Our ref."))
    [own] = [word for word in turned.words if word.text == "LS-2026-0418"]
    assert found.value == "LS-2026-0418"
    assert found.box == pytest.approx(own.box, abs=0.001)


def turn(word, degrees):
    """As it stands on the page after that was turned clockwise."""
    x0, y0, x1, y1 = word.box
    for _ in range(degrees // 90):
        x0, y0, x1, y1 = 1 - y1, x0, 1 - y0, x1
    return replace(word, box=(x0, y0, x1, y1))


def test_a_document_without_words_has_nothing_to_say():
    assert beside.find(sheet(""), "invoice_number", Beside("Our ref.")) is None
    assert beside.find(sheet(LETTER), "invoice_number", Beside("...")) is None
