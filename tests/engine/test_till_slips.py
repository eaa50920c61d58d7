"""Slips of tills: the name among slogans and logos, the address above items, the total beside payments."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from extraction.engine import pipeline
from extraction.engine.invoice import Invoice
from extraction.engine.options import Options
from extraction.engine.parties import till_names
from tests.engine.drawing import sheet_of
from tests.invoices.sheet import Sheet

ADDRESS = ["Quay Street 4", "20121 Milano"]
ITEMS = ["------------------------------", "1 Soap                    4.10", "2 Candles                 8.20"]
WIDTH = 190.0
SIZE = 7.5


def read(*lines: str, big: int = 0, left: float = 14, paper: tuple[float, float] = (WIDTH, 340.0)) -> Invoice:
    """What is read off a narrow slip; the first `big` lines are in large letters."""
    sheet = Sheet(paper, family="Courier")
    y = 30.0
    for at, line in enumerate(lines):
        size = SIZE * (1.7 if at < big else 1)
        sheet.text(left, y, line, size=size)
        y += 1.35 * size
    return pipeline.extract(sheet.finished(), options=Options())


def name_above(*lines: str, big: int = 0) -> str | None:
    return read(*lines, *ADDRESS, *ITEMS, "TOTAL                    12.30", big=big).vendor.name


@pytest.mark.parametrize(
    "greeting", ["WELCOME TO", "Herzlich willkommen bei", "BENVENUTI DA", "Välkommen till"]
)
def test_a_greeting_is_no_name(greeting):
    assert name_above(greeting, "Harbour Bakery") == "Harbour Bakery"


def test_a_name_begins_behind_the_greeting_on_its_line():
    assert name_above("Welcome to Harbour Bakery") == "Harbour Bakery"


def test_a_slogan_above_the_name_is_passed_over():
    assert name_above("always fresh, always near", "Harbour Bakery") == "Harbour Bakery"


def test_the_legal_name_counts_more_than_the_branch_around_it():
    assert name_above("RIVERSIDE BRANCH", "HARBOUR FOODS LTD", "Store 2948") == "HARBOUR FOODS LTD"


def test_a_name_in_large_letters_may_take_two_lines():
    assert name_above("HARBOUR", "LANTERN", big=2) == "HARBOUR LANTERN"


def test_what_a_shop_is_goes_with_its_name_on_the_next_line():
    assert name_above("Lantern", "Pharmacy") == "Lantern Pharmacy"


def test_a_company_form_on_a_line_of_its_own_ends_the_name():
    assert name_above("LANTERN SEAFOOD", "LTD") == "LANTERN SEAFOOD LTD"


def test_a_brand_and_the_company_below_it_are_two_names():
    assert name_above("LANTERN CAFE", "OLD HARBOUR HOLDING LTD") in (
        "LANTERN CAFE",
        "OLD HARBOUR HOLDING LTD",
    )


@pytest.mark.parametrize(
    "title", ["TICKET DE CAISSE TVA", "BTW-KASTICKET", "CASH SALES", "PARKING RECEIPT", "SCONTRINO"]
)
def test_what_the_paper_is_stands_above_the_name_and_is_none(title):
    assert name_above(title, "Harbour Lantern") == "Harbour Lantern"


def test_what_the_paper_is_stands_beside_the_name_and_is_no_part_of_it():
    assert name_above("Lantern Cars        CASH RECEIPT") == "Lantern Cars"


def test_thanks_above_a_name_are_no_part_of_it():
    assert name_above("THANK YOU", "LANTERN TRADING") == "LANTERN TRADING"


def test_what_is_sold_is_no_name_beside_one():
    assert name_above("BAN HOE SENG", "HARDWARE & PAINT") == "BAN HOE SENG"


def test_a_number_of_the_register_under_large_letters_parts_them_from_nothing():
    lines = ("LANTERN SENG", "(000123456-P)", "SUPPLIER OF ALL KINDS OF TIMBER")
    assert name_above(*lines, big=1) == "LANTERN SENG"


def test_a_company_form_with_its_register_number_on_a_line_ends_the_name():
    assert name_above("LANTERN CARE STORES", "SDN BHD (289892-H)") == "LANTERN CARE STORES SDN BHD"


def test_a_bracket_that_is_open_goes_on_in_the_next_line():
    assert name_above("LANTERN (HARBOUR FOOD", "INDUSTRIES LTD)") == "LANTERN (HARBOUR FOOD INDUSTRIES LTD)"


@pytest.mark.parametrize(
    "name",
    ["LANTERN FOODS Sp. z 0.o.", "LANTERN FOODS C0RP", "LANTERN FOODS SDN 8HD", "LANTERN FOODS SDN. BHO."],
)
def test_a_company_form_counts_with_figures_that_were_read_for_its_letters(name):
    assert name_above("Lantern Plaza", name) == name


def test_a_logo_read_badly_is_that_of_the_company_at_the_end_of_the_slip():
    sums = ("TOTAL                    12.30", "Thanks", "Velda Foods GmbH & Co. KG, Bremen")
    assert read("VgeLs dtA", *ADDRESS, *ITEMS, *sums).vendor.name == "Velda Foods GmbH & Co. KG"


def test_another_company_at_the_end_of_the_slip_is_not_the_logos():
    sums = ("TOTAL                    12.30", "Thanks", "Cardpoint Services GmbH, Bremen")
    assert read("VgeLs dtA", *ADDRESS, *ITEMS, *sums).vendor.name is None


def test_letters_of_a_logo_alone_are_no_name():
    assert name_above("AoLrDveN", big=1) is None


@pytest.mark.parametrize("text", ["AoLrDveN", "AgN aDetV", "eWAAo"])
def test_capitals_strewn_among_small_letters_are_strange(text):
    assert till_names.strangeness(text)


@pytest.mark.parametrize("text", ["LiDL", "PappaRich", "McMillan", "Hansen GmbH", "BIG MART"])
def test_names_with_capitals_inside_are_not_strange(text):
    assert not till_names.strangeness(text)


def test_items_and_tables_are_no_part_of_the_address():
    found = read("Harbour Bakery", *ADDRESS, "Table 6 Check 224", *ITEMS, "TOTAL                    12.30")
    assert found.vendor.address == "Quay Street 4, 20121 Milano"


def test_opening_hours_above_the_name_are_no_address():
    found = read("OPEN 24/7", "Harbour Bakery", *ADDRESS, *ITEMS, "TOTAL                    12.30")
    assert found.vendor.name == "Harbour Bakery"
    assert found.vendor.address == "Quay Street 4, 20121 Milano"


def test_change_is_never_the_total():
    found = read(
        "Harbour Bakery", *ADDRESS, *ITEMS, "Amount paid              12.30", "CASH  20.00", "CHANGE  7.70"
    )
    assert found.total == Decimal("12.30")


def test_cents_that_lead_to_the_next_coin_round_the_total_whatever_they_are_called():
    sums = [
        "TOTAL                    12.32",
        "CENT BALANCING           -0.02",
        "TOTAL DUE                12.30",
    ]
    assert read("Harbour Bakery", *ADDRESS, *ITEMS, *sums).total == Decimal("12.30")


def test_what_was_saved_is_not_the_total():
    sums = ["TOTAL                    12.30", "TOTAL SAVINGS            22.00"]
    assert read("Harbour Bakery", *ADDRESS, *ITEMS, *sums).total == Decimal("12.30")


def test_a_wide_till_with_small_letters_is_read_like_any_other():
    wide = "1 Soap of olives, unscented".ljust(42) + "12.30"
    found = read(
        "LANTERN MARKET", "Filiale 9", *ADDRESS, "03.09.2021 13:36", wide, "TOTAL".ljust(42) + "12.30"
    )
    assert (found.vendor.name, found.date) == ("LANTERN MARKET", dt.date(2021, 9, 3))


def test_a_slip_laid_on_the_glass_alone_is_read_like_any_other():
    wide = "1 Soap of olives, unscented".ljust(36) + "12.30"
    found = read(
        "SEASIDE",
        "Reg 4",
        *ADDRESS,
        wide,
        "TOTAL".ljust(36) + "12.30",
        "APPROVED",
        left=200,
        paper=(595, 842),
    )
    assert (found.vendor.name, found.vendor.address) == ("SEASIDE", "Quay Street 4, 20121 Milano")


@pytest.mark.parametrize(
    ("owed", "given", "back"),
    [
        ("Iš viso mokėti:", "Gauta", "Grąža"),
        ("Maksettava", "Käteinen", "Takaisin"),
        ("Å betale", "Mottatt", "Veksel"),
    ],
)
def test_totals_of_the_baltic_and_the_north_are_known(owed, given, back):
    sums = [f"{word:25}{value}" for word, value in ((owed, "12,30"), (given, "20,00"), (back, "7,70"))]
    items = [item.replace(".", ",") for item in ITEMS]
    assert read("Nordlys", "Quay Street 4, 0184 Oslo", *items, *sums).total == Decimal("12.30")


def test_what_was_given_less_the_change_is_the_total_whatever_it_is_called():
    sums = [
        "TQTQL                    12.30",
        "CASH                     20.00",
        "CHANGE                    7.70",
    ]
    tax = ["Code    Net      Tax", "A 6%    11.60    0.70", "Total   11.60    0.70"]
    assert read("Harbour Bakery", *ADDRESS, *ITEMS, *sums, *tax).total == Decimal("12.30")


def test_points_are_no_money():
    sums = [
        "SUBTOTAL                 11.60",
        "TAX                       0.70",
        "AMOUNT DUE               12.30",
    ]
    found = read("Harbour Bakery", *ADDRESS, *ITEMS, *sums, "Points balance            5044")
    assert found.total == Decimal("12.30")


def test_change_is_not_the_total_where_what_was_given_has_a_name_unknown():
    found = read("Harbour Parking", *ADDRESS, "Fee  7.20", "Coins and notes  10.00", "Change  2.80")
    assert found.total == Decimal("7.20")
    assert found.amount_paid is None


def test_a_row_of_the_tax_table_is_not_the_total_beside_what_was_kept():
    """Bottles given back are taxed otherwise, so that the other rate's row is larger than the total."""
    items = ["H-MILCH             2,92 B", "LEERGUT            -1,51 A"]
    paid = ["zu zahlen           1,41", "Bar                 2,00", "Rückgeld           -0,59"]
    taxes = ["MWST   MWST+ Netto = Brutto", "B  7%   0,19  2,73    2,92"]
    assert read("KAUFHOF", *ADDRESS, *items, *paid, *taxes).total == Decimal("1.41")


def test_a_sentence_beside_the_total_heads_no_table():
    lines = ["1  Belt A-38    1   14.00   14.00", "2  Grease       1   11.80   11.80"]
    head = "No Description  Qty U/Price  Amount"
    end = "Goods sold are not returnable.   Total   25.80"
    found = read("Harbour Motors", *ADDRESS, head, *lines, end, paper=(260.0, 340.0))
    assert found.total == Decimal("25.80")


@pytest.mark.parametrize(
    ("line", "kept"),
    [
        ("Quay Street 4, Tel 031 311 90 22", "Quay Street 4, 20121 Milano"),
        ("KM 12.5 Southern Expressway", "KM 12.5 Southern Expressway, 20121 Milano"),
        ("EDISON 118 NTE. COL. TALLERES", "EDISON 118 NTE. COL. TALLERES, 20121 Milano"),
    ],
)
def test_a_street_stands_above_its_town(line, kept):
    found = read("Harbour Bakery", line, "20121 Milano", *ITEMS, "TOTAL  12.30")
    assert found.vendor.address == kept


@pytest.mark.parametrize(
    "line", ["VAT TICKET / TICKET TVA", "SARL HB au capital de 8000 EUR", "Receipt 118-22041"]
)
def test_what_the_paper_is_called_is_no_part_of_the_address_above_it(line):
    found = read("Harbour Bakery", *ADDRESS, line, *ITEMS, "TOTAL  12.30")
    assert found.vendor.address == "Quay Street 4, 20121 Milano"


@pytest.mark.parametrize("line", ["Sales point 444", "12 Sep 2019 18:22", "1 Marina Branch (1MB)"])
def test_a_shop_s_number_or_the_date_above_a_street_is_no_part_of_the_address(line):
    found = read("Harbour Bakery", line, *ADDRESS, *ITEMS, "TOTAL  12.30")
    assert found.vendor.name == "Harbour Bakery"
    assert found.vendor.address == "Quay Street 4, 20121 Milano"


def test_a_company_before_its_street_is_no_part_of_the_address():
    found = read("NRail", "NRail Ltd, Quay Street 4, 20121 Milano", *ITEMS, "TOTAL  12.30", left=4)
    assert found.vendor.address == "Quay Street 4, 20121 Milano"


def test_items_are_no_address_where_none_is_printed():
    items = ["Served by: Ida", "3 Tacos al pastor        66.75", "2 Lemonade  8.00", "TOTAL  74.75"]
    assert read("HARBOUR DINER INC", "Check 224", *items).vendor.address is None


def test_the_number_of_one_of_many_shops_does_not_make_its_name_a_street():
    assert name_above("LANTERN FOODS 1182", "HARBOUR QUARTER") == "LANTERN FOODS 1182"


@pytest.mark.parametrize("slogan", ['"Start Right. Start Here"', "Start Right. Start Here"])
def test_sentences_are_a_slogan_even_in_capital_letters_at_their_beginnings(slogan):
    assert name_above("LANTERN TRUE VALUE #1178", slogan) == "LANTERN TRUE VALUE #1178"


def test_the_owner_s_name_begins_behind_the_words_that_lead_to_it():
    assert (
        name_above("LANTERN VILLAS (A/C)", "A Unit of Harbour Hospitality Ltd") == "Harbour Hospitality Ltd"
    )


def test_heads_of_a_table_far_below_a_name_are_no_name():
    lines = [
        "Medallion # 4K18",
        "NYC TLC 311",
        "DRIVER: 5188203",
        "04/30/18",
        "START END  MILES",
        "18:02 18:31 4.8",
    ]
    assert read("HARBOUR TAXI", *lines, "RATE 1:  21.50", "TOTAL  21.50").vendor.name == "HARBOUR TAXI"


@pytest.mark.parametrize("text", ["LanternHardwareLtd", "BlueHeronCoffee"])
def test_words_read_without_their_blanks_are_not_strange(text):
    assert not till_names.strangeness(text)


@pytest.mark.parametrize(
    "line",
    [
        "#4711 03.04.26 14:22",
        "03.04.2026 14:22 #4711",
        "Date 03/04/2026 No. 4711",
        "Date 03/04/2026 Receipt 4711",
        "Rcpt# 4711 Date 03/04/2026",
    ],
)
@pytest.mark.parametrize("above", [True, False], ids=["above the items", "below the total"])
def test_the_number_beside_the_date_is_the_receipts(line, above):
    body = [*ITEMS, "TOTAL                    12.30"]
    found = read("Harbour Bakery", *ADDRESS, *([line, *body] if above else [*body, line]))
    assert found.invoice_number == "4711"
    assert found.date == dt.date(2026, 4, 3)


@pytest.mark.parametrize(
    "line",
    [
        "Till #471 03.04.2026 14:22",
        "Order #4711 03/04/2026",
        "Table #471 03/04/2026",
        "03.04.2026 14:22   4711",
        "#17 03.04.2026",
    ],
)
def test_a_number_of_something_else_beside_the_date_is_not(line):
    found = read("Harbour Bakery", *ADDRESS, line, *ITEMS, "TOTAL                    12.30")
    assert found.invoice_number is None


def test_a_place_without_a_number_above_the_town_is_its_street():
    found = read("MARLOWES", "Kingsway Retail Park", "Derby DE22 3PB", *ITEMS, "TOTAL £12.30", big=1)
    assert found.vendor.address == "Kingsway Retail Park, Derby DE22 3PB"


def test_the_number_of_the_bill_below_the_town_is_no_part_of_the_address():
    found = read("ANKER", "Fischergasse 11", "23966 Wismar", "Rechnung Nr. 89903  Tisch 2", *ITEMS)
    assert "89903" not in (found.vendor.address or "")


def test_the_day_beside_the_time_of_day_is_the_slip_s():
    head = ("HARBOUR BAKERY", *ADDRESS)
    foot = ("Returns with receipt, subject to", "policy, thru 11/03/2023", "SEPTEMBER 4, 2023  1:41 PM")
    found = read(*head, *ITEMS, "TOTAL                    12.30", *foot, "Expires 10/02/2023")
    assert found.date == dt.date(2023, 9, 4)


@pytest.mark.parametrize(
    "line", ["Netto 70,36   7,04", "Goods sold will not be taken back after 7 days", "Platba kartou   12.30"]
)
def test_sums_returns_and_payments_are_no_terms(line):
    found = read("HARBOUR BAKERY", *ADDRESS, *ITEMS, "TOTAL                    12.30", line)
    assert found.payment_terms is None


@pytest.mark.parametrize(
    ("place", "currency"),
    [("Singapore 575717", "SGD"), ("600 Sin Ming Ave S(575733)", "SGD"), ("Austin, TX 78701", "USD")],
)
def test_the_town_says_whose_dollars_are_meant(place, currency):
    found = read(
        "HARBOUR CABS PTE", "383 Sin Ming Drive", place, "METER FARE      $ 3.25", "TOTAL      $ 3.25"
    )
    assert found.currency == currency


def test_a_currency_may_be_named_in_words_alone():
    found = read("HARBOUR MEDICALS", *ITEMS, "TOTAL        12.30", "Rupees twelve and paise thirty only")
    assert found.currency == "INR"


def test_the_only_money_on_a_receipt_is_its_total():
    found = read("KLINIK HARBOUR", *ADDRESS, "OFFICIAL RECEIPT", "Date 23/7/2021", "RM 135.00")
    assert found.total == Decimal("135.00")


def test_halves_of_a_tax_beside_its_base_are_one_tax():
    found = read(
        "HARBOUR MEDICALS",
        *ADDRESS,
        "Soap   728.04",
        "GST 12%: 728.04  CGST 43.68  SGST 43.68",
        "TOTAL   815.40",
    )
    assert (found.tax, found.subtotal) == (Decimal("87.36"), Decimal("728.04"))


def test_letters_of_a_product_s_code_are_no_country_of_a_tax_number():
    assert read("HARBOUR", *ADDRESS, *ITEMS, "SKU 989999", "TOTAL    12.30").vendor.tax_id is None


def test_a_rate_names_its_base_and_the_total_above_them():
    found = read(
        "ANKER",
        *ADDRESS,
        *ITEMS,
        "Summe EUR  91,80",
        "Umsatz ohne     77,14",
        "enth. MwSt 19%  14,66",
        "Bar  91,80",
    )
    assert (found.subtotal, found.tax, found.total) == (Decimal("77.14"), Decimal("14.66"), Decimal("91.80"))


def test_letters_that_head_a_row_of_taxes_are_no_currency():
    found = read(
        "SOON HARDWARE",
        *ADDRESS,
        "BRUSH   1   4.40    4.40 SR",
        "TAPE    5   2.30   11.50 SR",
        "NET TOTAL RM          15.90",
        "TOTAL SALES           15.90",
        "CODE    %    AMT     TAX",
        "SR      6    15.00    0.90",
    )
    assert (found.currency, found.tax) == ("MYR", Decimal("0.90"))


def test_a_rate_of_nothing_is_not_the_tax_where_another_one_has_some():
    found = read(
        "HARBOUR GROCER",
        *ADDRESS,
        *ITEMS,
        "Total (Incl. GST)        12.30",
        "Rounding                  0.00",
        "Net Total                12.30",
        "GST Summary   Amount     Tax",
        "SR @ 6%         7.74    0.46",
        "ZRL @ 0%        4.10    0.00",
    )
    assert found.tax == Decimal("0.46")


def test_a_service_in_per_cent_is_no_tax():
    found = read(
        "THE PLOUGH",
        *ADDRESS,
        "2 Fish pie               31.90",
        "4 Pint                   19.20",
        "Sub Total                51.10",
        "Service 12.5%             6.39",
        "Total                    57.49",
        "VAT @20%                  8.52",
        "Net                      42.58",
    )
    assert found.tax in (None, Decimal("8.52"))


SLIP = ["VAT NO 4170228912", *ITEMS, "TOTAL                    12.30"]


@pytest.mark.parametrize(
    "place",
    [
        ["Mill Road", "Dunmore", "Co. Kerry"],
        ["Rua da Lapa", "Tavira"],
        ["Calle Mayor", "Soria"],
        ["Shop B7 Harbour Mall", "Port Reed"],
        ["Stall 21 Old Market, Kirkdale"],
        ["Unit 3A Dockside Centre", "Selby"],
    ],
)
def test_a_place_needs_neither_a_postcode_nor_a_number_of_a_house(place):
    found = read("Harbour Bakery", *place, *SLIP)
    assert found.vendor.name == "Harbour Bakery"
    assert found.vendor.address == ", ".join(place)


def test_a_street_over_an_address_is_the_branch_that_is_named_after_it():
    found = read("Harbour Bakery", "Mill Road", "14 Mill Road", "Kirkdale LV4 2AB", *SLIP)
    assert found.vendor.address == "14 Mill Road, Kirkdale LV4 2AB"


@pytest.mark.parametrize("name", ["Shop 24 Hours", "Lagoon Street Kitchen", "Via"])
def test_a_name_that_speaks_of_streets_or_shops_is_a_name(name):
    assert name_above(name) == name


def test_the_title_and_the_number_far_right_of_the_name_are_no_part_of_it():
    sheet = Sheet((300, 420))
    sheet.block(14, 30, ["HARBOUR BAKERY", *ADDRESS])
    sheet.block(220, 30, ["INVOICE", "No. 271", "Date 19/12/2024"])
    for row, cells in enumerate((("2", "Soap", "8.20"), ("1", "Candle", "4.10"), ("", "TOTAL", "12.30"))):
        number, name, amount = cells
        sheet.cells(180 + 16 * row, [(14, number, False), (50, name, False), (280, amount, True)])
    found = pipeline.extract(sheet.finished(), options=Options())
    assert (found.vendor.name, found.vendor.address) == ("HARBOUR BAKERY", ", ".join(ADDRESS))
    assert found.invoice_number == "271"


@pytest.mark.parametrize(
    ("sums", "total"),
    [
        (["TTL           $12.30", "CA             20.00", "CG              7.70"], "12.30"),
        (["S/TTL          12.30", "TTL            12.30", "CHG DUE         7.70"], "12.30"),
    ],
)
def test_totals_and_change_are_known_by_the_short_words_of_tills(sums, total):
    assert read("Harbour Bakery", *ADDRESS, *ITEMS, *sums).total == Decimal(total)


def test_the_letters_of_a_tax_beside_its_rate_are_no_currency():
    found = read("Harbour Bakery", *ADDRESS, *ITEMS, "TOTAL             12.30", "SR @6%     11.60    0.70")
    assert found.currency is None


def test_the_octane_of_petrol_is_no_currency():
    found = read("Harbour Petrol", *ADDRESS, "PUMP 3 RON95", "TOTAL             12.30")
    assert found.currency is None


@pytest.mark.parametrize(
    ("town", "currency"),
    [
        ("SINGAPORE 609774", "SGD"),
        ("12 Canal Road S609774", "SGD"),
        ("47100 PUCHONG, SELANGOR", "MYR"),
        ("50250 Kuala Lumpur", "MYR"),
        ("Temora NSW 2666", "AUD"),
        ("Halifax NS B3H 4R2", "CAD"),
    ],
)
def test_who_pays_at_a_till_pays_in_the_money_of_the_place(town, currency):
    found = read("Harbour Bakery", "41 Quay Street #01-20", town, *ITEMS, "TOTAL             12.30")
    assert found.currency == currency


def test_the_short_name_of_a_logo_is_part_of_the_name_below_it():
    assert name_above("LANTERN", "Coffee Lantern House", big=1) == "Coffee Lantern House"


def test_a_name_in_latin_letters_is_taken_before_the_same_in_others():
    found = sheet_of((50, 30, "海港食品"), (50, 50, "HARBOUR FOODS"), (50, 70, "(123456-X)"))
    names = till_names.in_one_script(found.layout.pages[0].lines)
    assert [line.text for line in names] == ["HARBOUR FOODS", "(123456-X)"]


def test_names_in_other_letters_alone_are_kept():
    found = sheet_of((50, 30, "海港食品"), (50, 50, "41-2"))
    assert len(till_names.in_one_script(found.layout.pages[0].lines)) == 2


def test_thousands_are_told_from_thousandths_though_the_time_has_a_point():
    rows = ["1 x 24.000        24.000", "2 x 6.000         12.000", "1 x 18.000        18.000"]
    slip = read("Harbour Bakery", *ADDRESS, "27/06/2020 21.51", *rows, "TOTAL          Rp 54.000")
    assert slip.total == Decimal(54000)


def test_a_fee_with_its_tax_is_what_a_car_park_takes():
    found = read("Harbour Parking Ltd", *ADDRESS, "Entry  07 Aug 2016 03:16PM", "Parking fee        3.00")
    assert found.total == Decimal("3.00")


def test_a_simplified_bill_is_numbered_in_spanish():
    slip = read("Bar Faro", *ADDRESS, "Fra. Simpl.: T04-00871", *ITEMS, "TOTAL                    12.30")
    assert slip.invoice_number == "T04-00871"
