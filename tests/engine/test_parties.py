"""Seller and buyer are found as whole parties and told apart by comparing them."""

from __future__ import annotations

import pytest

from extraction.engine import parties
from extraction.engine.parties import address
from tests.engine.drawing import sheet_of

ALICE = ["Alice Tools GmbH", "Werkstraße 5", "12345 Neustadt"]
BOB = ["Bob Bau AG", "Gartenweg 7", "54321 Altdorf"]


def lines(x: float, y: float, texts: list[str]) -> list[tuple[float, float, str]]:
    return [(x, y + 13 * row, text) for row, text in enumerate(texts)]


def names(*placed: tuple[float, float, str]) -> tuple[str | None, str | None]:
    found = parties.decide(sheet_of(*placed))
    seller, buyer = found.seller.name, found.buyer.name
    return (seller.value if seller else None, buyer.value if buyer else None)


def test_a_label_above_a_party_says_who_it_is():
    placed = [*lines(50, 100, ["Rechnung an", *BOB]), *lines(350, 100, ["Verkäufer", *ALICE])]
    assert names(*placed) == ("Alice Tools GmbH", "Bob Bau AG")


def test_one_labelled_party_makes_the_other_one_the_seller():
    placed = [*lines(50, 100, ["Bill to", *BOB]), *lines(350, 100, ALICE)]
    assert names(*placed) == ("Alice Tools GmbH", "Bob Bau AG")


def test_the_owner_of_the_web_site_sells():
    placed = [*lines(50, 100, BOB), *lines(350, 100, ALICE), (50, 700, "www.alicetools.de")]
    assert names(*placed) == ("Alice Tools GmbH", "Bob Bau AG")


def test_the_line_over_a_window_names_the_sender():
    sender = (50.0, 100.0, "Alice Tools GmbH · Werkstraße 5 · 12345 Neustadt")
    assert names(sender, *lines(50, 125, BOB)) == ("Alice Tools GmbH", "Bob Bau AG")


def test_initials_in_a_logo_point_to_their_owner():
    placed = [(500.0, 40.0, "AT"), *lines(50, 100, BOB), *lines(350, 100, ALICE)]
    assert names(*placed)[0] == "Alice Tools GmbH"


def test_the_address_goes_with_the_name():
    found = parties.decide(sheet_of(*lines(50, 100, ["Bill to", *BOB]), *lines(350, 100, ALICE)))
    assert found.seller.address is not None
    assert found.seller.address.value == "Werkstraße 5, 12345 Neustadt"
    assert found.buyer.address is not None
    assert found.buyer.address.value == "Gartenweg 7, 54321 Altdorf"


def test_each_party_keeps_its_own_tax_number():
    placed = [
        *lines(50, 100, ["Bill to", *BOB, "VAT ID: DE123456788"]),
        *lines(350, 100, [*ALICE, "VAT ID: DE136695976"]),
    ]
    found = parties.decide(sheet_of(*placed))
    assert found.seller.tax_id is not None
    assert found.seller.tax_id.value == "DE136695976"
    assert found.buyer.tax_id is not None
    assert found.buyer.tax_id.value == "DE123456788"


def test_values_beside_their_labels_make_a_party_too():
    placed = [
        (50.0, 100.0, "Name:"), (120.0, 100.0, "Alice Tools GmbH"),
        (50.0, 113.0, "Address:"), (120.0, 113.0, "Werkstraße"), (120.0, 123.0, "5, 12345 Neustadt"),
    ]  # fmt: skip
    found = parties.decide(sheet_of(*placed))
    assert found.seller.address is not None
    assert found.seller.address.value == "Werkstraße 5, 12345 Neustadt"


def test_a_receipt_begins_with_its_seller():
    top = [
        "BOOKS & MORE",
        "TRADING SDN BHD",
        "12, JALAN TAMAN 3",
        "81100 JOHOR",
        "TEL: 07-3507405",
        "2 x 5.00",
    ]
    found = parties.decide(sheet_of(*lines(50, 20, top)))
    assert found.seller.name is not None
    assert found.seller.name.value == "BOOKS & MORE TRADING SDN BHD"
    assert found.seller.address is not None
    assert found.seller.address.value == "12, JALAN TAMAN 3, 81100 JOHOR"


def seller_of_receipt(*top: str) -> tuple[str | None, str | None]:
    seller = parties.decide(sheet_of(*lines(50, 20, [*top, "Total 5.00"]))).seller
    return (seller.name.value if seller.name else None, seller.address.value if seller.address else None)


def test_a_register_number_behind_a_name_is_no_part_of_it():
    top = ["OCEAN STORES (M) BHD (126926-H)", "3 JALAN TAMAN", "55100 KUALA LUMPUR", "GST ID: 002017394688"]
    assert seller_of_receipt(*top) == ("OCEAN STORES (M) BHD", "3 JALAN TAMAN, 55100 KUALA LUMPUR")


def test_a_branchs_or_a_registers_number_does_not_end_the_head_of_a_receipt():
    top = [
        "COFFEE CORNER #130",
        "BR No.: 0195932-X",
        "3 JALAN TAMAN",
        "55100 KUALA LUMPUR",
        "TEL: 03-3507405",
    ]
    assert seller_of_receipt(*top) == ("COFFEE CORNER #130", "3 JALAN TAMAN, 55100 KUALA LUMPUR")


def test_opening_hours_are_no_address():
    top = ["CORNER SHOP", "3 JALAN TAMAN", "55100 KUALA LUMPUR", "SUN-THU:1000 HRS - 2230 HRS"]
    assert seller_of_receipt(*top) == ("CORNER SHOP", "3 JALAN TAMAN, 55100 KUALA LUMPUR")


def test_the_address_of_a_receipt_ends_at_the_phone():
    top = [
        "Corner Shop",
        "123 Main Street",
        "Redmond, WA 98052",
        "987-654-3210",
        "Associate: Paul",
        "2 Pens 6",
    ]
    assert seller_of_receipt(*top) == ("Corner Shop", "123 Main Street, Redmond, WA 98052")


def test_what_stands_far_above_a_receipts_name_is_no_name():
    placed = [
        (50.0, 20.0, "jane doe"),
        *lines(50, 70, ["GIFT & HOME", "27 JALAN DEDAP", "81100 JOHOR", "TEL 7"]),
    ]
    found = parties.decide(sheet_of(*placed))
    assert found.seller.name is not None
    assert found.seller.name.value == "GIFT & HOME"


@pytest.mark.parametrize("name", ["Riley Engineering", "Green Park Hotel", "Hill Street Catering"])
def test_a_name_may_look_faintly_like_a_place(name):
    placed = [*lines(50, 40, [name, "12 Market Street", "Austin, TX 78701"]), *lines(350, 150, BOB)]
    assert names(*placed)[0] == name


def test_who_a_letter_is_for_is_at_the_buyers():
    placed = [*lines(350, 40, ALICE), *lines(50, 150, [BOB[0], "Attn: Jo Kunze", *BOB[1:]])]
    assert names(*placed) == ("Alice Tools GmbH", "Bob Bau AG")


def test_two_labels_over_a_party_are_no_name():
    placed = [*lines(50, 40, ALICE), *lines(50, 150, ["Buyer (Bill to)", *BOB])]
    assert names(*placed) == ("Alice Tools GmbH", "Bob Bau AG")


def test_the_city_between_street_and_bare_postcode_is_part_of_the_address():
    party = ["Alice Tools CC", "12 Market Street", "Beaufort West", "6970", "Tel 033 555 0191"]
    found = parties.decide(sheet_of(*lines(50, 40, party), *lines(350, 150, BOB)))
    assert found.seller.address is not None
    assert found.seller.address.value == "12 Market Street, Beaufort West, 6970"


def test_what_proves_one_mention_of_a_party_counts_for_all():
    footer = [*ALICE, "VAT ID: DE136695976", "www.alicetools.de"]
    placed = [*lines(50, 100, BOB), *lines(350, 100, ALICE), *lines(50, 700, footer)]
    assert names(*placed) == ("Alice Tools GmbH", "Bob Bau AG")


def test_the_bank_in_a_footer_is_not_the_seller():
    bank = ["Sparkasse Altdorf", "Marktplatz 1", "54321 Altdorf", "IBAN DE89 3704 0044 0532 0130 00"]
    placed = [*lines(50, 40, ALICE), *lines(50, 150, BOB), *lines(50, 700, bank)]
    assert names(*placed) == ("Alice Tools GmbH", "Bob Bau AG")


@pytest.mark.parametrize(
    ("numbers", "tax_id"),
    [
        (["SIRET : 732 829 320 00074", "TVA non applicable, art. 293 B du CGI"], "732 829 320 00074"),
        (["SIRET : 732 829 320 00074 - APE 6201Z", "N° TVA FR34977981232"], "FR34977981232"),
        (["Steuernummer: 12/345/67890", "USt-IdNr.: DE990260963"], "DE990260963"),
        (["C.F. RSSMRA80A01H501U", "P. IVA 59627660760"], "59627660760"),
        (["Org.nr 556030-9113", "Momsreg.nr SE556030911301"], "SE556030911301"),
        (["KVK: 12345678 BTW-id: NL868958372B01 IBAN: NL91ABNA0417164300"], "NL868958372B01"),
        (["GSTIN/UIN: 27AAPFU0939F1ZV", "PAN: AAPFU0939F"], "27AAPFU0939F1ZV"),
        (["Company Reg. No. 07541193", "VAT Reg. No. 331 3433 42"], "331 3433 42"),
    ],
)
def test_of_several_numbers_the_one_for_tax_is_taken(numbers, tax_id):
    buyer = ["Bill to", *BOB, "VAT: DE635874948"]
    found = parties.decide(sheet_of(*lines(50, 40, [*ALICE, *numbers]), *lines(350, 150, buyer)))
    assert found.seller.tax_id is not None
    assert found.seller.tax_id.value == tax_id


def test_the_buyers_number_is_never_the_sellers():
    placed = [*lines(50, 40, ALICE), *lines(350, 150, ["Bill to", *BOB, "VAT: DE635874948"])]
    assert parties.decide(sheet_of(*placed)).seller.tax_id is None


def test_the_street_of_a_party_is_preferred_to_its_box():
    sender = (50.0, 100.0, "Alice Tools GmbH, Postfach 10 04 60, 12345 Neustadt")
    imprint = (50.0, 780.0, "Alice Tools GmbH · Werkstraße 5, 12345 Neustadt")
    found = parties.decide(sheet_of(sender, *lines(50, 125, BOB), imprint))
    assert found.seller.address is not None
    assert found.seller.address.value == "Werkstraße 5, 12345 Neustadt"


def test_the_capital_of_a_company_is_no_part_of_its_name():
    imprint = "SARL GASTRO-MIDI au capital de 8 000 € – ZA des Chênes, 49130 Les Pins"
    assert names((50, 60, "Facture"), (50, 780, imprint))[0] == "SARL GASTRO-MIDI"


def test_small_print_may_say_where_a_company_has_its_office():
    imprint = (
        "Acorn Telecom Ltd, Reg. No. 2009. Registered address: 1 Elm Street, Leeds LS1 4DY. Postal: Box 7"
    )
    found = parties.decide(sheet_of((50, 60, "Invoice"), (50, 780, imprint)))
    assert found.seller.name is not None
    assert found.seller.name.value == "Acorn Telecom Ltd"
    assert found.seller.address is not None
    assert found.seller.address.value == "1 Elm Street, Leeds LS1 4DY"


def test_an_address_in_small_print_ends_before_the_tax_number_behind_it():
    imprint = "Acorn Water Ltd – Registered office: 1 Elm Street, Leeds LS1 4DY – VAT no. GB 411 9203 35"
    found = parties.decide(sheet_of((50, 60, "Invoice"), (50, 780, imprint)))
    assert found.seller.address is not None
    assert found.seller.address.value == "1 Elm Street, Leeds LS1 4DY"


def test_an_address_may_go_on_in_the_next_line_behind_its_label():
    upper = (50.0, 100.0, "Wystawca: Przedsiębiorstwo Transportowe DOLINA Jan Kowal, Kolonia 17a, 26-680")
    lower = (50.0, 112.0, "Wierzbica, NIP 7996284684")
    found = parties.decide(sheet_of((50, 60, "Faktura VAT"), upper, lower))
    assert found.seller.name is not None
    assert found.seller.name.value == "Przedsiębiorstwo Transportowe DOLINA Jan Kowal"
    assert found.seller.address is not None
    assert found.seller.address.value == "Kolonia 17a, 26-680 Wierzbica"


def test_a_tax_number_may_begin_the_line_below_its_label():
    upper = (50.0, 100.0, "Wystawca: Biuro Rachunkowe SALDO Sp. z o.o., ul. Polna 88, 02-626 Warszawa, NIP")
    found = parties.decide(sheet_of((50, 60, "Faktura VAT"), upper, (50, 112, "5213017228, REGON 118842070")))
    assert found.seller.tax_id is not None
    assert found.seller.tax_id.value == "5213017228"


def test_a_label_with_its_own_company_beside_it_says_nothing_of_the_lines_below():
    placed = [(50.0, 100.0, "Issued by"), (150.0, 100.0, "Acorn Air Ltd / WEB"), (50.0, 130.0, "Flights")]
    imprint = (50.0, 780.0, "Acorn Air Ltd, 9 Elm Street, Leeds LS1 4DY, United Kingdom")
    assert names(*placed, imprint)[0] == "Acorn Air Ltd"


def test_dates_under_each_other_are_no_address():
    stay = [*lines(350, 100, ["27 Dec 2024", "30 Dec 2024", "884120071"])]
    found = parties.decide(sheet_of((50, 60, "The Lakehouse"), *stay))
    assert found.seller.address is None


def test_the_buyers_address_is_never_the_sellers():
    guest = lines(50, 100, ["Mr Haruto Nishida", "2 Elm Street", "Leeds LS1 4DY"])
    head = lines(350, 40, ["The Lakehouse", "www.thelakehouse.de", "Tel. 030 123456", "VAT ID: DE136695976"])
    found = parties.decide(sheet_of(*head, *guest))
    assert found.seller.name is not None
    assert found.seller.name.value == "The Lakehouse"
    assert found.seller.address is None


def test_a_page_without_parties_names_nobody():
    assert names((50, 100, "4711"), (50, 120, "12.50")) == (None, None)


@pytest.mark.parametrize(
    "line",
    [
        "12345 Neustadt",
        "Lake Town, PW 92143",
        "AB9 2PN",
        "9784 FQ Groningen",
        "80-264 Gdańsk",
        "2669-065 Lisboa",
        "671 94 Malmö",
        "New Delhi 261094",
        "Deutschland",
        "United Kingdom",
        "27 Beach Parade, Nadi, Panama",
        "Dublin 4, D04 E5W5",
    ],
)
def test_postcodes_and_countries_are_places(line):
    assert address.likeness(line) == 1.0


@pytest.mark.parametrize(
    "line", ["14 bis, venelle du Port", "2nd Cross", "No. 24,", "C/ Linotipia 14", "81 Elm Street"]
)
def test_a_number_before_or_behind_a_name_makes_a_street(line):
    assert 0.5 <= address.likeness(line) < 1.0


@pytest.mark.parametrize(
    "line",
    ["Store 2948 Dir Jane Doe", "Reg. NZDC 40188", "Dr Mele Fonoti BDS", "Dial 087 055 0118 or write to us"],
)
def test_numbers_of_other_things_make_no_place(line):
    assert address.likeness(line) == 0.0


@pytest.mark.parametrize("line", ["Total due", "Thank you", "Invoice A-17", "Consulting services", "Net 30"])
def test_other_lines_are_not(line):
    assert address.likeness(line) < 0.5


@pytest.mark.parametrize("said", ["Fiskalvertreter:", "Représentant fiscal", "Tax representative"])
def test_who_answers_for_the_seller_to_a_tax_office_does_not_sell(said):
    charlie = [
        "Charlie Steuerberatung GmbH",
        "Hafenweg 9",
        "20457 Hamburg",
        "USt-IdNr.: DE123456788",
        "www.charlie.de",
    ]
    placed = [
        *lines(50, 40, ["Alice Tools", "Werkstraat 5", "1012 AB Amsterdam"]),
        *lines(50, 120, [said, *charlie]),
        *lines(350, 120, ["Rechnung an", *BOB]),
    ]
    assert names(*placed) == ("Alice Tools", "Bob Bau AG")
