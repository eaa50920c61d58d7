"""Printed dates become dates; their order is decided by the evidence in the document."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extraction.engine.values import date_order, dates
from extraction.engine.values.dates import Order

DATES = st.dates(min_value=date(1990, 1, 1), max_value=date(2100, 12, 31))
RECENT = st.dates(min_value=date(1990, 1, 1), max_value=date(2089, 12, 31))
NAMES = {
    "en": ["January", "July", "Sept"],
    "de": ["Januar", "Juli", "Sept."],
    "fr": ["janvier", "juillet", "septembre"],
    "es": ["enero", "julio", "septiembre"],
    "it": ["gennaio", "luglio", "settembre"],
    "nl": ["januari", "juli", "september"],
    "pt": ["janeiro", "julho", "setembro"],
    "pl": ["stycznia", "lipca", "września"],
    "sv": ["januari", "juli", "september"],
    "da": ["januar", "juli", "september"],
    "fi": ["tammikuuta", "heinäkuuta", "syyskuu"],
    "lt": ["sausio", "liepos", "rugsėjo"],
    "ms": ["Januari", "Julai", "September"],
}


@given(
    day=DATES, form=st.sampled_from(["%d.%m.%Y", "%d/%m/%Y", "%d-%m-%Y", "%Y-%m-%d", "%Y/%m/%d", "%d %B %Y"])
)
def test_a_date_with_its_full_year_is_read_back(day, form):
    assert dates.parse(day.strftime(form)) == day


@given(day=DATES, form=st.sampled_from(["%m/%d/%Y", "%B %d, %Y", "%b %d, %Y"]))
def test_a_date_with_its_month_first_is_read_back(day, form):
    assert dates.parse(day.strftime(form), order=Order.MDY) == day


@given(day=RECENT)
def test_a_short_year_belongs_to_the_time_of_invoices(day):
    assert dates.parse(day.strftime("%d.%m.%y")) == day


@given(st.text(max_size=30))
def test_no_text_breaks_the_search(text):
    dates.find(text, labelled=True)


@pytest.mark.parametrize("language", NAMES)
@pytest.mark.parametrize(("position", "month"), [(0, 1), (1, 7), (2, 9)])
def test_months_are_known_by_name(language, position, month):
    assert dates.parse(f"5 {NAMES[language][position]} 2018") == date(2018, month, 5)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("5. März 2018", date(2018, 3, 5)),
        ("12 de octubre de 2019", date(2019, 10, 12)),
        ("1er août 2020", date(2020, 8, 1)),
        ("5th of May 2020", date(2020, 5, 5)),
        ("5-Mar-18", date(2018, 3, 5)),
        ("2018年3月5日", date(2018, 3, 5)),
        ("25/03/201814:22", date(2018, 3, 25)),
        ("25.03.18 14:22", date(2018, 3, 25)),
        ("the 3rd day of November 2025", date(2025, 11, 3)),
        ("2025 m. lapkričio 3 d.", date(2025, 11, 3)),
        ("2025 m. lapkričio mėn. 3 d.", date(2025, 11, 3)),
        ("03·11·2025", date(2025, 11, 3)),
    ],
)
def test_known_forms(text, day):
    assert dates.parse(text) == day


@pytest.mark.parametrize(
    "text", ["31/02/2020", "25.12.1985", "45.13.2020", "1.2.3", "tel 05.06.07.08.09", "12:30:45"]
)
def test_impossible_dates_are_refused(text):
    assert dates.parse(text) is None


def test_bare_digits_are_a_date_only_beside_a_label():
    assert dates.find("20180305") == ()
    assert dates.parse("20180305", labelled=True) == date(2018, 3, 5)


def test_figures_in_one_are_a_date_with_the_year_at_either_end():
    assert dates.parse("27032018", labelled=True) == date(2018, 3, 27)


@pytest.mark.parametrize("text", ["27032018", "27-03 2018", "27'03/2018", "27|03|2018", "27,03,2018"])
def test_figures_without_what_parts_them_are_loosely_a_date(text):
    assert [found.value() for found in dates.loosely(f"{text} No: 45132018")] == [date(2018, 3, 27)]
    assert dates.find(text) == ()


@pytest.mark.parametrize(
    ("text", "month"),
    [
        ("03-0ct-2015", 10),
        ("03-Dct-2015", 10),
        ("03 N0V 2015", 11),
        ("03/JUI/2015", 7),
        ("03.FE8.15", 2),
        ("03-5EP-2015", 9),
        ("03 0EC 2015", 12),
    ],
)
def test_a_month_with_letters_that_look_alike_is_loosely_one(text, month):
    assert [found.value() for found in dates.loosely(f"Date {text} 18:20")] == [date(2015, month, 3)]


@pytest.mark.parametrize("text", ["03-Box-2015", "12 x10 2015", "03-Mrs-2015"])
def test_a_word_that_looks_like_no_month_is_none(text):
    assert dates.loosely(text) == ()


@pytest.mark.parametrize("text", ["2703201814", "4503-27032018", "27 03 2018.50", "A27032018"])
def test_longer_numbers_are_not_even_loosely_a_date(text):
    assert dates.loosely(text) == ()


@pytest.mark.parametrize("text", ["l2/03/2018", "12/O3/2018", "12/03/20l8", "I2.03.2018"])
def test_letters_among_the_figures_of_a_date_are_figures(text):
    assert dates.parse(text) == date(2018, 3, 12)


def test_letters_alone_are_no_figures_of_a_date():
    assert dates.find("IO/OI/18 lo-il-20l") == ()


def test_several_dates_are_found_with_their_spans():
    text = "Date 13.02.2020, due 14.03.2020"
    assert [text[found.start : found.end] for found in dates.find(text)] == ["13.02.2020", "14.03.2020"]


def test_a_date_of_small_figures_is_ambiguous():
    (printed,) = dates.find("03/05/2018")
    assert printed.ambiguous
    assert printed.value(Order.MDY) == date(2018, 3, 5)


def test_a_day_over_twelve_anywhere_decides_the_order():
    decided = date_order.resolve((*dates.find("03/05/2018"), *dates.find("04/25/2018")), country="DE")
    assert decided.order is Order.MDY
    assert not decided.ambiguous


def test_the_country_decides_where_no_date_does():
    assert date_order.resolve(dates.find("03/05/2018"), country="US").order is Order.MDY
    assert date_order.resolve(dates.find("03/05/2018"), country="GB").order is Order.DMY


def test_terms_that_fit_one_order_decide_it():
    (issued,), (due,) = dates.find("03/05/2018"), dates.find("04/04/2018")
    confirmed = dates.terms_between(issued, due, days=30)
    assert date_order.resolve((issued, due), confirmed=confirmed).order is Order.MDY


def test_without_evidence_the_order_stays_ambiguous():
    assert date_order.resolve(dates.find("03/05/2018"), language="en").ambiguous


@pytest.mark.parametrize("country", ["US", None])
def test_dots_in_an_american_document_leave_the_order_open(country):
    dotted, slashed = dates.find("05.06.2026"), dates.find("05/06/2026")
    assert date_order.resolve(dotted, country=country, currency="USD", language="en").ambiguous
    assert date_order.resolve(slashed, country="US", currency="USD", language="en").order is Order.MDY
    assert not date_order.resolve(dotted, country="GB", currency="GBP", language="en").ambiguous
    assert not date_order.resolve(dotted, currency="EUR", language="de").ambiguous


def test_a_date_that_is_the_same_in_both_orders_says_nothing_of_dots():
    same = (*dates.find("05.05.2026"), *dates.find("05/06/2026"))
    assert not date_order.resolve(same, country="US").ambiguous


def test_a_usual_time_to_pay_speaks_for_the_order_that_gives_it():
    (issued,), (due,) = dates.find("05.06.2026"), dates.find("05.07.2026")
    likely = list(dates.usual_between(issued, due))
    assert Order.MDY not in likely
    assert date_order.resolve((issued, due), language="en", likely=likely).order is Order.DMY
    assert not date_order.resolve((issued, due), language="en", likely=likely).ambiguous
    assert date_order.resolve((issued, due), country="US", likely=likely).ambiguous


@pytest.mark.parametrize("text", ["5/3-2018", "5/3 2018", "05.03-18", "180305"])
def test_scandinavian_ways_of_writing_dates(text):
    assert dates.parse(text) == date(2018, 3, 5)


def test_swedes_write_the_year_first_in_pairs_of_figures_with_hyphens():
    hyphens, slashes = dates.find("Kvitto 22-11-23 14:05"), dates.find("Faktura 22/11/23")
    assert date_order.resolve(hyphens, country="SE").order is Order.YMD
    assert date_order.resolve(slashes, country="SE").order is Order.DMY
    assert date_order.resolve(hyphens, country="NL").order is Order.DMY
