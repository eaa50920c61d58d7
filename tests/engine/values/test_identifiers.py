"""Tax numbers and bank accounts are known by form and check digit."""

import pytest

from extraction.engine.values import ibans, identifiers


@pytest.mark.parametrize(
    ("text", "kind", "country", "value"),
    [
        ("USt-IdNr.: DE136695976 HRB 123", "vat", "DE", "DE136695976"),
        ("VAT GB 980 7806 84", "vat", "GB", "GB980780684"),
        ("TVA FR 40 303 265 045", "vat", "FR", "FR40303265045"),
        ("BTW NL4495445B01", "vat", "NL", "NL4495445B01"),
        ("BE 0428.759.497", "vat", "BE", "BE0428759497"),
        ("ATU13585627", "vat", "AT", "ATU13585627"),
        ("DIČ CZ25123891", "vat", "CZ", "CZ25123891"),
        ("NIF B58378431", "nif", "ES", "B58378431"),
        ("SIRET 732 829 320 00074", "siret", "FR", "73282932000074"),
        ("GSTIN 27AAPFU0939F1ZV", "gstin", "IN", "27AAPFU0939F1ZV"),
        ("ABN 51 824 753 556", "abn", "AU", "51824753556"),
        ("EIN 12-3456789", "ein", "US", "123456789"),
        ("CHE-107.787.577 MWST", "uid", "CH", "CHE107787577MWST"),
        ("NIP 856-734-62-15", "nip", "PL", "8567346215"),
        ("St.-Nr. 12/345/67890", "stnr", "DE", "12/345/67890"),
    ],
)
def test_each_kind_is_known(text, kind, country, value):
    (found,) = identifiers.find(text)
    assert (found.kind, found.country, found.value, found.valid) == (kind, country, value, True)
    assert text[found.start : found.end] == found.text


def test_the_beginning_of_a_longer_number_is_no_number_of_its_own():
    assert identifiers.find("VAT No.: 310188442700003") == ()
    assert [tax.kind for tax in identifiers.find("Codice fiscale: 04352770228") if tax.kind == "nip"] == []


def test_a_wrong_check_digit_is_told():
    (found,) = identifiers.find("USt-IdNr. DE136695977")
    assert found.value == "DE136695977"
    assert not found.valid


def test_another_country_s_plain_digits_do_not_count():
    assert identifiers.find("51 824 753 556", country="PL") == ()


@pytest.mark.parametrize("text", ["Invoice 12345678", "Tel. 030 1234567", "05.03.2018", "1,234.56", ""])
def test_other_numbers_are_no_tax_numbers(text):
    assert identifiers.find(text) == ()


def test_what_the_danes_call_a_tax_number_is_no_swedish_one():
    assert not identifiers.find("CVR/SE 16001945")
    assert identifiers.find("SE 556703748501")[0].country == "SE"


def test_an_account_is_not_taken_for_a_tax_number():
    assert identifiers.find("IBAN DE89 3704 0044 0532 0130 00") == ()


def test_an_iban_ends_where_its_check_digits_hold():
    (account,) = ibans.find("IBAN: DE89 3704 0044 0532 0130 00 BIC COBADEFFXXX")
    assert (account.value, account.country, account.valid) == ("DE89370400440532013000", "DE", True)


def test_a_mistyped_iban_is_told():
    (account,) = ibans.find("IBAN DE88 3704 0044 0532 0130 00")
    assert not account.valid


def test_a_bic_is_found_beside_its_account():
    (bic,) = ibans.find_bics("DE89 3704 0044 0532 0130 00 BIC COBADEFFXXX")
    assert (bic.value, bic.country) == ("COBADEFFXXX", "DE")
