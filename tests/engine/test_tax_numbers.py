"""Whose tax number is whose, and what only looks like one."""

from __future__ import annotations

import pytest

from extraction.engine import parties
from extraction.engine.parties import kinship
from extraction.engine.parties.block import Block
from extraction.engine.spans import whole
from tests.engine.drawing import sheet_of

SELLER = [(50.0, 40.0, "Alice Tools"), (50.0, 53.0, "Mill Lane 5"), (50.0, 66.0, "12345 Neustadt")]


def tax_id(*placed: tuple[float, float, str]) -> str | None:
    found = parties.decide(sheet_of(*SELLER, *placed)).seller.tax_id
    return found.value if found else None


@pytest.mark.parametrize(
    "line", ["Nr NIP: 586-010-41-50", "Our VAT reg. no: 586-010-41-50", "NIP no: 586-010-41-50"]
)
def test_small_words_around_the_name_of_a_tax_number_leave_it_one(line):
    assert tax_id((50, 200, line)) == "586-010-41-50"


def test_the_second_of_two_names_for_a_number_is_no_part_of_it():
    assert tax_id((50, 200, "Cod. Fisc. e Partita IVA 60410110419")) == "60410110419"


@pytest.mark.parametrize("account", ["IBAN PT91 4470 0477", "ES91 2100 0418** **** ****"])
def test_the_beginning_of_an_account_is_no_tax_number(account):
    assert tax_id((50, 200, account)) is None


def test_the_label_at_the_left_says_that_a_number_is_the_buyers():
    placed = [(50.0, 200.0, "Ihre USt-IdNr."), (250.0, 200.0, "DE136695976")]
    assert tax_id(*placed) is None


def test_a_spanish_number_with_its_check_digit_needs_no_label_in_spain():
    placed = [(50.0, 120.0, "FACTURA"), (50.0, 200.0, "Fecha de factura"), (250.0, 200.0, "03/04/2025")]
    assert tax_id(*placed, (50, 300, "Hostelería Prado S.L. - B11900420")) == "B11900420"


@pytest.mark.parametrize("line", ["GST 107-313-206", "GST No. 107-313-206"])
def test_the_bare_name_of_a_tax_may_stand_before_figures_that_are_no_amount(line):
    assert tax_id((50, 79, line)) == "107-313-206"


@pytest.mark.parametrize(("number", "found"), [("5860104150", "5860104150"), ("5860104151", None)])
def test_a_line_under_the_address_is_a_tax_number_by_its_check_digit(number, found):
    said = [(50.0, 120.0, "FAKTURA VAT"), (50.0, 200.0, "Data wystawienia"), (250.0, 200.0, "03.04.2025")]
    assert tax_id((50, 79, number), *said) == found


def test_neighbours_in_a_street_are_two_parties():
    sheet = sheet_of((50, 40, "Oak Road 126, 41301 Lund"), (50, 60, "Oak Road 12, 41301 Lund"))
    blocks = (Block(address=[[whole(segment)]], complete=True) for segment in sheet.layout.segments)
    one, other = map(kinship.face, blocks)
    assert not kinship.alike(one, other)
    assert kinship.alike(one, one)


@pytest.mark.parametrize("number", ["SE556677889901", "ATU13585627", "BE0428759497"])
def test_the_code_of_a_country_may_stand_before_the_name_of_a_tax_number(number):
    assert tax_id((50, 79, f"{number[:2]} VAT {number}")) == number


def test_a_number_behind_a_country_and_its_kind_belongs_to_the_party_above():
    buyer = [(300.0, 40.0, "Bill to"), (300.0, 53.0, "Bruno Baker"), (300.0, 66.0, "11122 Stockholm")]
    assert tax_id(*buyer, (300, 79, "SE VAT SE556677889901")) is None


def test_a_label_at_the_end_of_a_line_speaks_for_the_number_that_begins_the_next():
    spoken = [(50.0, 200.0, "FACTURA"), (50.0, 220.0, "Fecha de factura"), (250.0, 220.0, "03/04/2025")]
    seller = (
        (50.0, 100.0, "Hostelería Prado S.L. · Calle Sol 4, 28014 Madrid · CIF"),
        (50.0, 112.0, "B11900420"),
    )
    holder = (
        (50.0, 150.0, "Abonado"),
        (250.0, 150.0, "Juan Vega"),
        (50.0, 163.0, "NIF"),
        (250.0, 163.0, "12345678Z"),
    )
    found = parties.decide(sheet_of(*seller, *holder, *spoken)).seller.tax_id
    assert found is not None
    assert found.value == "B11900420"


@pytest.mark.parametrize("label", ["HST Registration", "GST registration", "HST no:"])
def test_a_canadian_number_may_be_called_a_registration_for_its_tax(label):
    assert tax_id((50, 200, f"{label} 765432109RT0001")) == "765432109RT0001"
