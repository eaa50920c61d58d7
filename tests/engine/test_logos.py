"""A logo close over the buyer's address does not take it: its own stands in a line or a footer elsewhere."""

from __future__ import annotations

import pytest

from tests.engine.printing import read

GERMAN = """
Praxis Dr. Lindner
Schlossstraße 14
70173 Stuttgart

Rechnungsnummer: 118
Datum: 03.05.2024

Bezeichnung                                  Menge     Preis         Betrag
Dach geprüft                                    1     400,00         400,00
Rinne gereinigt                                 2      50,00         100,00
                                                   Gesamt EUR        500,00
^^
"""
ENGLISH = """
Marlowe Dental Practice
14 Castle Street
Bristol BS1 3XD

Invoice no. 118
Date 3 May 2024

Description                                   Qty      Price         Amount
Survey of the roof                              1     400.00         400.00
Gutters cleaned                                 2      50.00         100.00
                                                   Total GBP         500.00
^^
"""
HOME = "Mühlweg 3, 70174 Stuttgart"


@pytest.mark.parametrize("mark", [" · ", " | ", " - ", " • ", " – ", " * ", " / ", ", "])
def test_the_line_over_a_window_gives_the_address_of_the_logo_over_it(mark):
    line = mark.join(["~~ Dachdecker Hartwig", "Mühlweg 3", "70174 Stuttgart"])
    seller = read(f"## Hartwig\n\n\n{line}\n{GERMAN}").vendor
    assert (seller.name, seller.address) == ("Dachdecker Hartwig", HOME)


def test_an_address_in_a_footers_column_is_the_logos():
    foot = [
        "~~ Hartwig Bedachungen      ~~ Tel. 0711 496012           ~~ Volksbank Stuttgart",
        "~~ Inh. Jens Hartwig        ~~ Fax 0711 496013            ~~ IBAN DE89 3704 0044 0532 0130 00",
        "~~ Mühlweg 3                ~~ info@hartwig.de            ~~ BIC COBADEFFXXX",
        "~~ 70174 Stuttgart          ~~ www.hartwig-dach.de",
    ]
    seller = read("## Hartwig Bedachungen\n" + GERMAN + "\n".join(foot)).vendor
    assert (seller.name, seller.address) == ("Hartwig Bedachungen", HOME)


@pytest.mark.parametrize(
    ("logo", "line", "place"),
    [
        (
            "Hartwell Roofing",
            "~~ 3 Mill Lane, Bristol BS2 0AA | Tel 0117 496 0123 | www.hartwellroofing.co.uk",
            "3 Mill Lane, Bristol BS2 0AA",
        ),
        (
            "Hartwell Roofing",
            "~~ Hartwell Roofing Ltd · 3 Mill Lane · Bristol BS2 0AA · Tel 0117 496 0123",
            "3 Mill Lane, Bristol BS2 0AA",
        ),
    ],
)
def test_an_address_in_a_footers_line_is_the_logos(logo, line, place):
    assert read(f"## {logo}\n{ENGLISH}{line}").vendor.address == place


def test_a_logo_over_its_own_address_keeps_it():
    head = "## Hartwell Roofing\n3 Mill Lane\nBristol BS2 0AA\n\nBill to"
    line = "~~ Hartwell Roofing Ltd, Unit 9, Dock Road, Cardiff CF10 4UW"
    seller = read(f"{head}{ENGLISH}").vendor
    assert seller.address == "3 Mill Lane, Bristol BS2 0AA"
    assert read(f"{head}{ENGLISH}{line}").vendor.name in ("Hartwell Roofing", "Hartwell Roofing Ltd")


def test_a_street_without_a_word_for_one_right_below_the_logo_is_the_logos():
    head = "## Hartwig GmbH\nEcke 12\n70174 Stuttgart\n\n\nHartwig GmbH\nSchlossstraße 14\n70173 Stuttgart\n"
    seller = read(head + GERMAN.split("Stuttgart\n", 1)[1]).vendor
    assert (seller.name, seller.address) == ("Hartwig GmbH", "Ecke 12, 70174 Stuttgart")
