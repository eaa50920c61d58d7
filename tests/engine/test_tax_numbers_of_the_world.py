"""The tax numbers of countries far and near: the seller's is given, and the buyer's is never taken for it."""

from __future__ import annotations

import pytest

from tests.engine.printing import read

ENGLISH = """
## INVOICE
Invoice number: 2024-118
Date: 3 May 2024

Description                                   Qty      Price         Amount
Survey of the roof                              1     400.00         400.00
Gutters cleaned                                 2      50.00         100.00
                                                   Total             500.00
"""
SPANISH = """
## FACTURA
Factura nº 2024-118
Fecha: 03/05/2024

Descripción                                  Cant.     Precio        Importe
Revisión del tejado                             1     400,00         400,00
Limpieza de canalones                           2      50,00         100,00
                                                   Total             500,00
"""
GERMAN = """
## RECHNUNG
Rechnungsnummer: 2024-118
Datum: 03.05.2024

Bezeichnung                                  Menge     Preis         Betrag
Dach geprüft                                    1     400,00         400,00
Rinne gereinigt                                 2      50,00         100,00
                                                   Gesamt            500,00
"""
BUYERS = {
    ENGLISH: "Bill to\nMarlowe Dental",
    SPANISH: "Cliente\nClínica Lindner",
    GERMAN: "Kunde\nDr. Lindner",
}

# page, seller's town, buyer's town, label, seller's number, buyer's number
COUNTRIES = [
    (ENGLISH, "Nairobi, Kenya", "Mombasa, Kenya", "PIN", "P051234567M", "P059876543Q"),
    (ENGLISH, "Nairobi, Kenya", "Mombasa, Kenya", "KRA PIN", "P051234567M", "P059876543Q"),
    (ENGLISH, "Accra, Ghana", "Kumasi, Ghana", "TIN", "C0003456789", "C0009876543"),
    (ENGLISH, "Cape Town 8001", "Durban 4001", "VAT Reg No", "4123456789", "4987654321"),
    (ENGLISH, "Lagos, Nigeria", "Abuja, Nigeria", "TIN", "12345678-0001", "87654321-0001"),
    (ENGLISH, "Kampala, Uganda", "Entebbe, Uganda", "TIN", "1000023456", "1000098765"),
    (ENGLISH, "Arusha, Tanzania", "Dodoma, Tanzania", "VRN", "40-012345-A", "40-054321-B"),
    (ENGLISH, "Dubai, United Arab Emirates", "Dubai, UAE", "TRN", "100234567890003", "100987654321003"),
    (
        ENGLISH,
        "Riyadh 12211",
        "Jeddah 23511",
        "VAT Registration Number",
        "310234567890003",
        "310987654321003",
    ),
    (ENGLISH, "Haifa, Israel", "Eilat, Israel", "VAT No.", "513334421", "516179157"),
    (ENGLISH, "Singapore 188721", "Singapore 238801", "GST Reg No", "M2-1234567-8", "M9-8765432-1"),
    (ENGLISH, "50450 Kuala Lumpur", "10450 Penang", "SST No", "W10-1808-32000123", "W10-1808-31000456"),
    (ENGLISH, "Perth WA 6000", "Sydney NSW 2000", "ABN", "51 824 753 556", "53 004 085 616"),
    (ENGLISH, "Auckland 1011", "Wellington 6011", "GST No", "49-091-850", "35-901-981"),
    (
        ENGLISH,
        "Toronto, ON M5V 2T6",
        "Ottawa, ON K1P 5M7",
        "GST/HST No.",
        "12345 6782 RT0001",
        "105463475RT0001",
    ),
    (ENGLISH, "Mumbai 400069", "Pune 411001", "GSTIN", "27AAPFU0939F1ZV", "27AACCT3705E000"),
    (ENGLISH, "Lahore 54000", "Karachi 74000", "NTN", "1234567-8", "7654321-0"),
    (ENGLISH, "Dhaka 1212", "Sylhet 3100", "BIN No", "001234567-0101", "009876543-0101"),
    (ENGLISH, "1226 Makati City", "6000 Cebu City", "VAT REG TIN", "123-456-789-00000", "987-654-321-00000"),
    (ENGLISH, "Jakarta 10110", "Bandung 40111", "NPWP", "01.312.166.0-091.000", "02.123.456.7-012.000"),
    (ENGLISH, "Bangkok 10110", "Chiang Mai 50000", "Tax ID", "0105536000315", "0994000617721"),
    (ENGLISH, "34710 Istanbul", "06420 Ankara", "VKN", "4540536920", "1729171602"),
    (ENGLISH, "34710 Istanbul", "06420 Ankara", "Vergi No", "4540536920", "1729171602"),
    (GERMAN, "8004 Zürich", "3000 Bern", "MWST-Nr.", "CHE-107.787.577 MWST", "CHE-123.456.788 MWST"),
    (GERMAN, "0182 Oslo", "5003 Bergen", "Org.nr", "995 525 828 MVA", "982 463 718 MVA"),
    (SPANISH, "06000 Ciudad de México", "44100 Guadalajara", "RFC", "THE960125MP8", "CLI850101AB1"),
    (
        SPANISH,
        "80010-000 Curitiba",
        "01310-100 São Paulo",
        "CNPJ",
        "16.727.230/0001-97",
        "11.222.333/0001-81",
    ),
    (SPANISH, "C1425 Buenos Aires", "X5000 Córdoba", "CUIT", "20-05536168-2", "30-50001091-2"),
    (SPANISH, "Santiago, Chile", "Valparaíso, Chile", "R.U.T.", "76.086.428-5", "96.790.240-3"),
    (SPANISH, "Bogotá, Colombia", "Medellín, Colombia", "NIT", "900.123.456-8", "800.197.268-4"),
    (SPANISH, "Lima 15001", "Arequipa 04001", "R.U.C. N°", "20512333797", "20100070970"),
    (SPANISH, "11000 Montevideo", "20000 Maldonado", "RUT", "210303670014", "211003420017"),
]


def sold(page: str, seller: str, buyer: str) -> str | None:
    parties = (
        f"Hartwell Roofing Ltd\n3 Mill Street\n{seller}\n\n{BUYERS[page]}\n14 Castle Street\n{buyer}\n\n"
    )
    return read(parties + page).vendor.tax_id


@pytest.mark.parametrize(("page", "town", "other", "label", "own", "buyers"), COUNTRIES)
def test_each_party_has_the_number_of_its_country(page, town, other, label, own, buyers):
    assert sold(page, f"{town}\n{label}: {own}", f"{other}\n{label}: {buyers}") == own


@pytest.mark.parametrize(("page", "town", "other", "label", "own", "buyers"), COUNTRIES)
def test_the_buyers_number_alone_is_not_the_sellers(page, town, other, label, own, buyers):
    assert sold(page, town, f"{other}\n{label}: {buyers}") is None


def test_an_indian_company_has_a_pan_beside_its_gstin():
    own = "Mumbai 400069\nPAN: AAPFU0939F\nGSTIN: 27AAPFU0939F1ZV"
    assert sold(ENGLISH, own, "Pune 411001") == "27AAPFU0939F1ZV"


def test_a_pin_code_is_no_tax_number():
    assert sold(ENGLISH, "Mumbai\nPIN: 400069", "Pune 411001") is None
