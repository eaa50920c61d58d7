"""Letters and other papers that are no invoice: nobody sells in them who is only greeted or signs."""

from __future__ import annotations

import pytest

from extraction.engine import pipeline
from extraction.engine.invoice import Invoice
from extraction.engine.options import Options
from tests.invoices.sheet import Sheet

BODY = {
    "en": [
        "Thank you for your enquiry of last week. We have looked into the matter with our",
        "colleagues in the workshop and would be glad to welcome you at our premises.",
    ],
    "de": [
        "vielen Dank fur Ihre Anfrage von letzter Woche. Wir haben die Sache mit unseren",
        "Kollegen besprochen und freuen uns auf Ihren Besuch.",
    ],
    "fr": [
        "Nous vous remercions de votre demande de la semaine passee et serons heureux",
        "de vous accueillir dans nos locaux.",
    ],
    "pl": ["Dziekujemy za zapytanie z zeszlego tygodnia."],
}


def read(*lines: str, head: tuple[str, ...] = ()) -> Invoice:
    sheet = Sheet("a4")
    sheet.block(350, 60, head, size=10, leading=13)
    sheet.block(60, 120, lines, size=10, leading=15)
    return pipeline.extract(sheet.finished(), options=Options())


@pytest.mark.parametrize(
    ("language", "day", "opening", "closing"),
    [
        ("en", "4 March 2026", "Dear Sir or Madam", "Yours faithfully"),
        ("en", "4 March 2026", "To whom it may concern", "Kind regards,"),
        ("de", "Neustadt, 4. Marz 2026", "Sehr geehrte Damen und Herren", "Mit freundlichen Grüßen"),
        ("fr", "Lyon, le 4 mars 2026", "Madame, Monsieur", "Cordialement"),
        ("pl", "4 marca 2026", "Szanowni Panstwo", "Z powazaniem"),
    ],
)
def test_a_letter_has_no_seller(language, day, opening, closing):
    found = read(day, "", opening, "", *BODY[language], "", closing, "", "Jane Marlow")
    assert found.vendor.name is None
    assert [warning.code for warning in found.warnings] == ["no_invoice_found", "no_vendor_found"]
    assert found.confidence < 0.4


def test_a_letters_head_still_says_whose_it_is():
    head = ("Marlow & Finch Ltd", "12 Quay Street", "Bristol BS1 4AA")
    found = read("Dear Sir or Madam", "", *BODY["en"], "", "Kind regards", "Jane Marlow", head=head)
    assert found.vendor.name == "Marlow & Finch Ltd"


def test_a_poem_has_no_seller():
    found = read("The Lighthouse Keeper", "", "He climbs the stair at evening", "and lights the lamp again")
    assert found.vendor.name is None


def test_a_price_list_is_still_somebodys():
    found = read("Harbour Kitchen", "", "Soup of the day      6.50", "Fish and chips      14.00")
    assert found.vendor.name == "Harbour Kitchen"


def test_a_greeting_on_an_invoice_is_not_its_seller():
    found = read(
        "Dear customer,",
        "Thank you for your trust, this is what we ask you to pay for our work in March.",
        "",
        "Invoice INV-2041",
        "Total EUR 120.00",
        "",
        "Kind regards",
        "Lantern Joinery",
    )
    assert found.vendor.name == "Lantern Joinery"


@pytest.mark.parametrize("name", ["Hallo Pizza", "Dear Lottie", "Hej Kaffe"])
def test_a_shop_may_be_called_like_a_greeting(name):
    assert read(name, "12 Quay Street", "Bristol BS1 4AA", "", "Invoice 17", "Total 9.40").vendor.name == name
