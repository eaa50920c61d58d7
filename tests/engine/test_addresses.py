"""The seller's address is whole wherever its parts stand, and is nobody else's."""

from __future__ import annotations

import pytest

from extraction.engine import parties
from extraction.engine.parties import address
from tests.engine.drawing import sheet_of

BUYER = ("Bill to", "Bob Bau AG", "Gartenweg 7", "54321 Altdorf")


def lines(x: float, y: float, *texts: str) -> list[tuple[float, float, str]]:
    return [(x, y + 13 * row, text) for row, text in enumerate(texts)]


def read(*placed: tuple[float, float, str]) -> tuple[str | None, str | None]:
    """The seller's name and address on a page as wide as a letter, which has a buyer, too."""
    seller = parties.decide(sheet_of(*placed, *lines(50, 300, *BUYER), (530.0, 300.0, "Page 1"))).seller
    return (seller.name and seller.name.value, seller.address and seller.address.value)


def test_a_town_beside_its_street_is_of_the_same_address():
    placed = [*lines(50, 60, "Alice Tools GmbH", "Werkstraße 5"), (150.0, 73.0, "12345 Neustadt")]
    assert read(*placed) == ("Alice Tools GmbH", "Werkstraße 5, 12345 Neustadt")


def test_street_and_town_at_both_sides_of_a_logo_stand_under_the_name_between_them():
    placed = [
        (250.0, 60.0, "Alice Tools GmbH"),
        (150.0, 80.0, "Werkstraße 5"),
        (370.0, 80.0, "12345 Neustadt"),
    ]
    assert read(*placed) == ("Alice Tools GmbH", "Werkstraße 5, 12345 Neustadt")


@pytest.mark.parametrize("house", ["Hinterhaus, 2. OG", "c/o Alder Treuhand GmbH", "Gebäude 4", "2. Etage"])
def test_what_stands_between_name_and_street_is_of_the_address(house):
    placed = lines(50, 60, "Alice Tools GmbH", house, "Werkstraße 5", "12345 Neustadt")
    assert read(*placed) == ("Alice Tools GmbH", f"{house}, Werkstraße 5, 12345 Neustadt")


@pytest.mark.parametrize("county", ["West Yorkshire", "Co. Durham", "Lincolnshire"])
def test_a_county_below_the_town_is_of_the_address(county):
    placed = lines(50, 60, "Alice Tools Ltd", "5 Mill Road", "Leeds LS1 4DL", county, "United Kingdom")
    assert read(*placed) == ("Alice Tools Ltd", f"5 Mill Road, Leeds LS1 4DL, {county}, United Kingdom")


@pytest.mark.parametrize("reach", ["E-post: info@alice.example", "office@alice.example", "www.alice.example"])
def test_a_mail_address_behind_the_town_is_not_of_the_address(reach):
    placed = lines(50, 60, "Alice Tools AB", "Hamnvägen 124 B", f"753 10 Uppsala {reach}")
    assert read(*placed) == ("Alice Tools AB", "Hamnvägen 124 B, 753 10 Uppsala")


def test_the_bank_in_the_small_print_is_not_the_seller():
    bank = ("Volksbank Hügelland eG", "Mühlgasse 11, 80331 München", "IBAN DE02 1203 0000 0000 2020 51")
    head = lines(50, 60, "Alice Tools", "Werkstraße 5", "12345 Neustadt")
    assert read(*head, *lines(50, 780, *bank)) == ("Alice Tools", "Werkstraße 5, 12345 Neustadt")


def test_a_name_over_an_account_and_nowhere_else_is_the_banks():
    bank = ("Hügelland & Söhne KGaA", "Mühlgasse 11", "80331 München", "IBAN DE02 1203 0000 0000 2020 51")
    head = lines(50, 60, "Alice Tools", "Werkstraße 5", "12345 Neustadt")
    assert read(*head, *lines(50, 780, *bank)) == ("Alice Tools", "Werkstraße 5, 12345 Neustadt")


def test_the_tax_office_is_not_the_seller():
    head = lines(50, 60, "Alice Tools", "Werkstraße 5", "12345 Neustadt")
    office = (50.0, 800.0, "Finanzamt Nord, Steinstr. 14, 24103 Kiel")
    assert read(*head, office) == ("Alice Tools", "Werkstraße 5, 12345 Neustadt")


@pytest.mark.parametrize("mark", [" / ", " * ", " . ", " "])
def test_a_line_over_the_window_is_parted_by_any_sign_or_none(mark):
    sender = mark.join(("Alice Tools GmbH", "Werkstraße 5", "12345 Neustadt"))
    name, place = read((50.0, 270.0, sender))
    assert name == "Alice Tools GmbH"
    assert place is not None
    assert place.replace(",", "") == "Werkstraße 5 12345 Neustadt"


def test_a_floor_beside_the_companys_name_belongs_to_the_street_below_it():
    placed = [*lines(50, 60, "Gebouw C", "Molenkade 8", "3511 AB Utrecht"), (250.0, 60.0, "Alice Tools B.V.")]
    assert read(*placed) == ("Alice Tools B.V.", "Gebouw C, Molenkade 8, 3511 AB Utrecht")


def test_an_order_number_is_no_box_at_the_post_office():
    assert address.likeness("PO-89548") < 0.5
    assert address.likeness("PO Box 895") >= 0.5


def test_the_banks_place_beside_a_street_is_not_its_town():
    placed = [
        *lines(50, 60, "Alice Tools GmbH", "Werkstraße 5"),
        (140.0, 73.0, "Volksbank, Mühlgasse 1, 80331 München"),
    ]
    assert read(*placed) == ("Alice Tools GmbH", "Werkstraße 5")


def test_a_company_whose_register_follows_its_form_is_not_parted_there():
    print_ = "Alice Tools SARL au capital de 50 000 €, RCS Nantes 807 432 653, 5 rue du Port, 44000 Nantes"
    _, place = read((50.0, 780.0, print_))
    assert place is None or "capital" not in place


@pytest.mark.parametrize(
    "line",
    [
        "Kvitto 88213",
        "INVOICE NR 118822",
        "Date : 02/08/2016 Origin",
        "KM 18822",
        "SARL HB au capital de 8000 EUR",
    ],
)
def test_figures_that_number_something_else_are_no_postcode(line):
    assert not address.has_postcode(line)


@pytest.mark.parametrize(
    "line", ["Pune - 411026", "Tokyo 160-0022", "MONTERREY NL CP 64480", "53-439 wrocław"]
)
def test_postcodes_of_many_countries_are_known(line):
    assert address.has_postcode(line)


@pytest.mark.parametrize("line", ["G/F, Harbour Mall", "Gedimino pr, 18, Vilnius", "Kinsale, Co. Cork"])
def test_storeys_misread_commas_and_counties_look_like_places(line):
    assert address.likeness(line) >= 0.5


def test_an_address_under_somebody_elses_name_is_not_the_sellers():
    guest = lines(50, 150, "Renter: Ida Lund", "9 Cedar Park", "Leeds LS1 4DL")
    assert read((50, 60, "BRIGHT CARS LTD"), *guest) == ("BRIGHT CARS LTD", None)


def test_an_item_beside_its_amount_is_no_street():
    items = [(50.0, 200.0, "3 Tacos al pastor"), (300.0, 200.0, "66.75")]
    more = [(50.0, 213.0, "2 Plum Tart"), (300.0, 213.0, "8.00")]
    assert read(*lines(50, 60, "HARBOUR DINER INC", "Served by Ida"), *items, *more)[1] is None


def test_a_person_addressed_politely_is_not_the_seller_whatever_company_is_named_below():
    guest = lines(50, 150, "Mr Tom Reed", "Reed Boats Ltd", "Flat 3, 88 Whitby Drive", "Leeds LS8 4HJ")
    found = parties.decide(sheet_of((260, 40, "THE LANTERN"), *guest, (530.0, 300.0, "Page 1"))).seller
    assert found.name is not None
    assert found.name.value == "THE LANTERN"


@pytest.mark.parametrize("line", ["Z.A. de la Croisette", "Z.I. Nord", "Ōtaki Beach 5512"])
def test_a_zone_and_a_town_with_a_long_vowel_are_places(line):
    assert address.likeness(line) >= 0.5


@pytest.mark.parametrize("street", ["Koivurinne 12 B 7", "Rantaraitti 3 A 14", "Saarnio 110 C 2"])
def test_a_stair_and_a_flat_behind_the_house_are_of_the_street(street):
    placed = lines(50, 60, "Alder Palvelut Oy", street, "00120 Helsinki")
    assert read(*placed) == ("Alder Palvelut Oy", f"{street}, 00120 Helsinki")


@pytest.mark.parametrize(
    ("seller", "buyer", "name"),
    [
        ("PRESTADOR DE SERVIÇOS", "TOMADOR DE SERVIÇOS", "Nome/Razão Social"),
        ("Prestador dos serviços", "Tomador dos serviços", "Razão social"),
        ("Emitente da nota", "Tomador do serviço", "Nome empresarial"),
    ],
)
def test_a_party_of_a_brazilian_service_invoice_is_the_name_under_its_heading(seller, buyer, name):
    placed = [
        *lines(50, 60, seller, f"{name}: OFICINA ALICE LTDA", "CPF/CNPJ: 11.222.333/0001-81"),
        *lines(50, 160, buyer, f"{name}: PADARIA BOB LTDA", "CPF/CNPJ: 11.444.777/0001-61"),
    ]
    decided = parties.decide(sheet_of(*placed, (530.0, 300.0, "1/1"))).seller
    assert decided.name is not None
    assert decided.name.value == "OFICINA ALICE LTDA"
    assert decided.tax_id is not None
    assert decided.tax_id.value == "11.222.333/0001-81"


@pytest.mark.parametrize(
    "owner",
    [
        "Owned by Alder Holding AG",
        "Ein Unternehmen der Alder Gruppe",
        "Une marque de Alder SAS",
        "En del av Alder AB",
    ],
)
def test_who_owns_a_house_is_neither_its_name_nor_of_its_address(owner):
    placed = lines(50, 60, "Alice Tools", owner, "Werkstraße 5", "12345 Neustadt")
    assert read(*placed)[0] == "Alice Tools"


@pytest.mark.parametrize("between", ["is a trading name of", "is a brand of"])
def test_a_house_is_named_before_its_owner(between):
    small = f"Alice Tools {between} Alder Holdings Ltd. Registered office: 5 Mill Road, Leeds LS1 4DL"
    found = read((50.0, 740.0, small))
    assert found == ("Alice Tools", "5 Mill Road, Leeds LS1 4DL")


def test_a_street_without_a_number_goes_on_below_its_comma():
    placed = lines(50, 60, "Alice Tools Ltd", "Harbour Road,", "Kinsale, Co. Cork")
    assert read(*placed) == ("Alice Tools Ltd", "Harbour Road, Kinsale, Co. Cork")


@pytest.mark.parametrize("name", ["Moser & Sohn OG", "Brunner und Partner OEG", "Alder Haustechnik OG"])
def test_an_austrian_partnership_is_a_company(name):
    assert address.has_legal_form(name)
    assert address.ends_in_legal_form(name)


@pytest.mark.parametrize("text", ["Smør og brød", "Hinterhaus, 2. OG", "FISK OG SKALDYR"])
def test_storeys_and_danish_words_are_no_partnership(text):
    assert not address.has_legal_form(text)


@pytest.mark.parametrize(
    ("postal", "visiting"), [("Postadress", "Besöksadress"), ("Postal address", "Visiting address")]
)
def test_the_kind_of_an_address_stands_above_it(postal, visiting):
    placed = [(50.0, 60.0, "Alice Tools AB"), *lines(50, 90, postal, "Hamnvägen 124", "753 10 Uppsala")]
    assert read(*placed, (300.0, 90.0, visiting))[1] == "Hamnvägen 124, 753 10 Uppsala"


def test_an_address_on_one_line_is_no_name_with_its_address():
    placed = lines(50, 60, "Alice Tools", "5 Harbour Street, Kinsale, Co. Cork")
    assert read(*placed) == ("Alice Tools", "5 Harbour Street, Kinsale, Co. Cork")
