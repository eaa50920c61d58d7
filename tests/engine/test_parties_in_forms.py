"""Electronic invoices shown as forms: the fields of a party stand beside their names, under its heading."""

from __future__ import annotations

import pytest

from tests.engine.printing import read

GERMAN = """
Informationen zum Käufer                       Informationen zum Verkäufer
Leitweg-ID            09162000-22001-14        Firmenname           Aufzugsdienst Lechner GmbH
Name                  Landkreis Rottal         Straße / Hausnummer  Ziegelgasse 9
                      Liegenschaften           PLZ                  84347
Straße / Hausnummer   Schulring 20             Ort                  Pfarrkirchen
PLZ                   84307                    Länderkennung        DE
Ort                   Eggenfelden              Umsatzsteuer-ID      DE288614301
Länderkennung         DE                       Ansprechpartner      Vera Huber

Rechnungsdaten
Rechnungsnummer       AL-25-0412
Rechnungsdatum        11.06.2025
Währung               EUR

Gesamtsumme (netto)                                                           900,00
Summe Umsatzsteuer                                                            171,00
Gesamtsumme (brutto)                                                        1.071,00
"""
ENGLISH = """
Seller information                             Buyer information
Company name          Quayside Prints Ltd      Name                 Marlow Yachts Ltd
Street                17 Rope Walk             Street               2 Dock Road
Post code             BS1 6TX                  Post code            PL1 3LN
City                  Bristol                  City                 Plymouth
Country code          GB                       Country code         GB
VAT identifier        GB331343342

Invoice number        QP-2210
Invoice issue date    2025-03-04

Total without VAT                                                             400.00
Total VAT amount                                                               80.00
Invoice total amount with VAT                                                 480.00
"""
FRENCH = """
Informations vendeur                           Informations acheteur
Raison sociale        Papeterie Lormier SARL   Nom                  Mairie de Verdelais
Rue                   8 quai des Forges        Rue                  1 place du Bourg
Code postal           33490                    Code postal          33490
Ville                 Saint-Macaire            Ville                Verdelais

Numéro de facture     PL-118
Date de facture       04/03/2025

Total HT                                                                     400,00
TVA 20 %                                                                      80,00
Total TTC                                                                    480,00
"""


@pytest.mark.parametrize(
    ("form", "seller", "buyer"),
    [
        (
            GERMAN,
            ("Aufzugsdienst Lechner GmbH", "Ziegelgasse 9, 84347, Pfarrkirchen, DE"),
            ("Landkreis Rottal Liegenschaften", "Schulring 20, 84307, Eggenfelden, DE"),
        ),
        (
            ENGLISH,
            ("Quayside Prints Ltd", "17 Rope Walk, BS1 6TX, Bristol, GB"),
            ("Marlow Yachts Ltd", "2 Dock Road, PL1 3LN, Plymouth, GB"),
        ),
        (
            FRENCH,
            ("Papeterie Lormier SARL", "8 quai des Forges, 33490, Saint-Macaire"),
            ("Mairie de Verdelais", "1 place du Bourg, 33490, Verdelais"),
        ),
    ],
    ids=["German", "English", "French"],
)
def test_the_fields_of_a_party_are_its_name_and_its_address(form, seller, buyer):
    found = read(form)
    assert (found.vendor.name, found.vendor.address) == seller
    assert (found.customer.name, found.customer.address) == buyer


def test_the_sellers_tax_number_is_the_one_among_its_fields():
    assert read(GERMAN).vendor.tax_id == "DE288614301"
