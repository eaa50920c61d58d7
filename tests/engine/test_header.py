"""Number, dates and terms are read by their labels, wherever those stand."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest

from extraction.engine import codes, dating, header, labels, layout, numbering, paying, terms
from extraction.engine.candidates import Sheet
from extraction.engine.document import Document, Page, Source
from extraction.engine.spans import Span
from extraction.engine.values.date_order import Resolution
from extraction.engine.values.dates import Order
from tests.engine.drawing import sheet_of, words_at

DAY_FIRST = Resolution(Order.DMY, 1.0)


def number_of(sheet):
    return numbering.invoice_number(sheet, codes.find(sheet))


@pytest.mark.parametrize(
    "placed",
    [
        [(50, 100, "Invoice number: A-17")],
        [(50, 100, "Invoice number"), (300, 100, "A-17")],
        [(50, 100, "Invoice number"), (50, 113, "A-17")],
        [(50, 100, "Invoice A-17")],
        [(50, 100, "Invoice"), (300, 100, "No.A-17")],
    ],
    ids=["behind its label", "at its right", "below it", "behind the title", "beside the title"],
)
def test_the_number_is_found(placed):
    found = number_of(sheet_of(*placed))
    assert found is not None
    assert found.value == "A-17"


def test_a_number_of_a_kind_never_met_is_not_the_number_of_the_invoice():
    sheet = sheet_of(
        (50, 50, "Invoice"),
        (50, 100, "Chassis number: 991"),
        (50, 120, "Sendungsnummer: 12"),
        (50, 140, "No. 4711"),
    )
    found = number_of(sheet)
    assert found is not None
    assert found.value == "4711"


def test_the_days_of_the_terms_are_no_number():
    sheet = sheet_of((50, 50, "Faktura"), (50, 66, "10 dagar netto"), (50, 100, "Nr: 3942"))
    found = number_of(sheet)
    assert found is not None
    assert found.value == "3942"


def test_a_value_with_words_of_labels_in_it_names_nothing_beside_it():
    sheet = sheet_of(
        (50, 100, "Faktura nr"),
        (300, 100, "Betaling"),
        (50, 113, "F-2210"),
        (300, 113, "14 dage netto"),
        (480, 113, "771-2"),
    )
    beside = next(segment for segment in sheet.layout.segments if segment.text == "771-2")
    assert not sheet.supports(Span(beside, 0, 5))


@pytest.mark.parametrize(
    "label", ["Gebührenrechnung Nr.", "Installatiefactuur nr.", "Medlemsfaktura nr", "ÉTAT DE FRAIS N°"]
)
def test_the_number_of_any_kind_of_invoice_is_the_documents(label):
    found = number_of(sheet_of((50, 100, f"{label} 25/1183"), (50, 130, "Projekt nr. 10023")))
    assert found is not None
    assert found.value == "25/1183"


def test_a_head_over_two_lines_is_one_label():
    sheet = sheet_of(
        *((50, 90, "Order"), (150, 90, "Invoice"), (250, 90, "Delivery"), (350, 90, "Customer")),
        *((50, 103, "number"), (150, 103, "number"), (250, 103, "note no"), (350, 103, "no")),
        *((50, 120, "77123"), (150, 120, "INV-0042"), (250, 120, "L-5518"), (350, 120, "1009")),
    )
    found = number_of(sheet)
    assert found is not None
    assert found.value == "INV-0042"


def test_a_misread_label_is_no_number():
    words = words_at(50, 100, "lnvoice N0") + words_at(300, 100, "X-2291")
    scanned = tuple(dataclasses.replace(word, source=Source.OCR) for word in words)
    laid_out = layout.analyze(Document((Page(1, 600, 800, scanned),)))
    found = number_of(Sheet(laid_out, labels.find(laid_out), ("en",)))
    assert found is not None
    assert found.value == "X-2291"


def test_letters_before_a_number_are_part_of_it_and_not_of_its_label():
    found = number_of(sheet_of((50, 100, "Numer: FV-2024/17"), (50, 50, "Faktura")))
    assert found is not None
    assert found.value == "FV-2024/17"


def test_the_number_of_an_order_is_not_the_number_of_the_invoice():
    sheet = sheet_of((50, 100, "Purchase order: 991"), (50, 120, "Customer no: 12"))
    assert number_of(sheet) is None


def test_a_bare_number_in_a_list_of_facts_is_that_of_the_document():
    sheet = sheet_of(
        (50, 40, "Factuur"),
        (50, 60, "Roodbergen Elektra, Kasteeldreef 101, 3000 Leuven"),
        (50, 150, "Ordernummer:"),
        (200, 150, "83191"),
        (50, 163, "Nummer:"),
        (200, 163, "F245802"),
    )
    found = number_of(sheet)
    assert found is not None
    assert found.value == "F245802"


def test_a_number_below_a_title_in_two_languages_is_that_of_the_document():
    found = number_of(sheet_of((50, 40, "Faktura / Invoice"), (50, 53, "CWL/2025/05/003")))
    assert found is not None
    assert found.value == "CWL/2025/05/003"


def test_a_strip_of_facts_is_no_head_of_items():
    heads = [(50, "NUMBER"), (150, "DATE"), (250, "DUE"), (350, "REF")]
    values = [(50, "INV-3318"), (150, "30.04.2025"), (250, "20.05.2025"), (350, "Job 771")]
    sheet = sheet_of(*((x, 100, text) for x, text in heads), *((x, 113, text) for x, text in values))
    found = number_of(sheet)
    assert found is not None
    assert found.value == "INV-3318"


def test_a_number_may_be_printed_in_groups():
    found = number_of(sheet_of((50, 100, "Rechnungsnummer: RE 2020 / 17")))
    assert found is not None
    assert found.value == "RE 2020 / 17"


def test_date_and_due_date_are_told_apart():
    sheet = sheet_of(
        (50, 100, "Invoice date"), (200, 100, "05.03.2018"), (50, 115, "Due date"), (200, 115, "04.04.2018")
    )
    dates = dating.dates(sheet, DAY_FIRST)
    assert dates.issued is not None
    assert dates.issued.value == dt.date(2018, 3, 5)
    assert dates.due is not None
    assert dates.due.value == dt.date(2018, 4, 4)


@pytest.mark.parametrize("span", ["vom 11.08.2018 bis 14.08.2018", "11.08.2018 - 14.08.2018"])
def test_neither_end_of_a_stay_is_the_date_of_its_invoice(span):
    sheet = sheet_of((300, 100, "Neustadt, 14.08.2018"), (50, 130, f"Ihr Aufenthalt {span}, Zimmer 12"))
    issued = dating.dates(sheet, DAY_FIRST).issued
    assert issued is not None
    assert issued.spans[0].segment.text.startswith("Neustadt")


def test_a_day_behind_the_number_on_its_line_is_no_part_of_it():
    sheet = sheet_of((50, 100, "Folio: 88213"), (200, 100, "ARR 10/02/17"), (350, 100, "DEP 12/02/17"))
    found = number_of(sheet)
    assert found is not None
    assert found.value == "88213"


def test_the_only_date_of_a_document_is_its_date_wherever_it_stands():
    sheet = sheet_of((50, 40, "Corner Shop"), (50, 100, "Total 9.40"), (50, 760, "Till 3 04.05.2026 18:40"))
    issued = dating.dates(sheet, DAY_FIRST).issued
    assert issued is not None
    assert issued.value == dt.date(2026, 5, 4)
    assert issued.score > 0.25


def test_a_due_date_is_never_guessed():
    dates = dating.dates(sheet_of((50, 100, "Date: 05.03.2018"), (50, 115, "Terms: 30 days net")), DAY_FIRST)
    assert dates.due is None


@pytest.mark.parametrize(
    "sentence",
    [
        "Please settle this invoice by 04.04.2018.",
        "Wir buchen den Betrag am 04.04.2018 von Ihrem Konto ab.",
        "Règlement à effectuer avant le 04.04.2018",
        "Wij schrijven het bedrag op 04.04.2018 van uw rekening af.",
    ],
)
def test_a_due_date_may_stand_in_a_sentence(sentence):
    dates = dating.dates(sheet_of((50, 100, "Date: 05.03.2018"), (50, 300, sentence)), DAY_FIRST)
    assert dates.due is not None
    assert dates.due.value == dt.date(2018, 4, 4)


@pytest.mark.parametrize(
    "sentence",
    [
        "Zahlbar bis 15.03.2018 mit 2 % Skonto (5,20 €, zu zahlen 254,80 €) oder bis 04.04.2018 rein netto.",
        "Zahlbar netto bis 04.04.2018, 3% Skonto innerhalb 10 Tagen bis 15.03.2018",
        "À payer avant le 15.03.2018 avec 2 % d'escompte, ou avant le 04.04.2018",
    ],
)
def test_the_day_until_which_there_is_a_discount_is_not_the_due_date(sentence):
    dates = dating.dates(sheet_of((50, 100, "Date: 05.03.2018"), (50, 300, sentence)), DAY_FIRST)
    assert dates.due is not None
    assert dates.due.value == dt.date(2018, 4, 4)


def test_a_line_with_a_label_of_its_own_is_no_part_of_the_sentence_above_it():
    sheet = sheet_of((50, 100, "Fatura n.º 17 de 19/09/2024"), (50, 113, "Pagar até: 19/10/2024"))
    found = dating.dates(sheet, DAY_FIRST)
    assert found.issued is not None
    assert found.issued.value == dt.date(2024, 9, 19)


def test_a_sentence_of_having_paid_on_the_day_of_the_invoice_names_no_due_date():
    sheet = sheet_of((50, 40, "Date: 18/04/2025"), (50, 300, "It was paid by card on 18/04/2025."))
    assert dating.dates(sheet, DAY_FIRST).due is None


def test_the_date_behind_an_order_is_the_date_of_the_order():
    sheet = sheet_of((50, 100, "Pakbon 880012 d.d. 18-04-2025"), (50, 200, "Datum: 02-05-2025"))
    dates = dating.dates(sheet, DAY_FIRST)
    assert dates.issued is not None
    assert dates.issued.value == dt.date(2025, 5, 2)


def test_a_period_may_go_on_in_the_next_segment():
    sheet = sheet_of((50, 100, "Billing period"), (200, 100, "01.01.2024"), (300, 100, "31.01.2024"))
    dates = dating.dates(sheet, DAY_FIRST)
    assert (dates.start, dates.end) == (dt.date(2024, 1, 1), dt.date(2024, 1, 31))


def test_where_the_order_is_open_both_readings_are_kept():
    doubtful = Resolution(Order.MDY, 0.6)
    dates = dating.dates(sheet_of((50, 100, "Invoice date: 05/03/2018")), doubtful)
    assert dates.issued is not None
    assert dates.issued.value == dt.date(2018, 5, 3)
    assert [other.value for other in dates.issued.alternatives] == [dt.date(2018, 3, 5)]


def test_a_delivery_date_is_not_the_date_of_the_invoice():
    sheet = sheet_of((50, 100, "Delivery date: 01.03.2018"), (50, 120, "Invoice date: 05.03.2018"))
    dates = dating.dates(sheet, DAY_FIRST)
    assert dates.issued is not None
    assert dates.issued.value == dt.date(2018, 3, 5)


@pytest.mark.parametrize(
    ("line", "text", "days"),
    [
        ("Payment terms: Net 30", "Net 30", 30),
        ("Zahlungsbedingungen: Zahlbar innerhalb 14 Tagen", "Zahlbar innerhalb 14 Tagen", 14),
        ("Conditions de paiement : 45 jours fin de mois", "45 jours fin de mois", 45),
        ("Terms: 2/10 net 30", "2/10 net 30", None),
        ("Terms: 30 days net. Bank: Alice Bank", "30 days net", 30),
    ],
)
def test_terms_are_read_without_what_follows_them(line, text, days):
    found = terms.find(sheet_of((50, 100, line)))
    assert found is not None
    assert found.value == text
    assert paying.days(found.value) == days


@pytest.mark.parametrize("line", ["14 days", "45 days from date of invoice"])
def test_days_alone_in_their_line_are_terms(line):
    found = terms.find(sheet_of((50, 40, "Invoice no: 5"), (50, 300, line)))
    assert found is not None
    assert found.value == line


def test_a_number_of_days_elsewhere_is_no_payment_term():
    assert terms.find(sheet_of((50, 100, "Rental of a van, 3 days"))) is None


def test_a_head_that_says_date_in_two_languages_is_a_plain_one():
    sheet = sheet_of(
        (50, 100, "Facture / Factuur"),
        (50, 130, "Date / Datum"),
        (250, 130, "Échéance / Vervaldag"),
        (50, 144, "20/12/2025"),
        (250, 144, "19/01/2026"),
    )
    found = dating.dates(sheet, DAY_FIRST)
    assert found.issued is not None
    assert found.issued.value == dt.date(2025, 12, 20)


def test_the_date_of_the_invoice_that_is_credited_is_not_the_own():
    sheet = sheet_of(
        (50, 50, "Credit note"),
        (50, 100, "Date / tax point"),
        (200, 100, "18/06/25"),
        (50, 116, "Against invoice"),
        (200, 116, "SI-88104 dated 05/06/25"),
    )
    found = dating.dates(sheet, DAY_FIRST)
    assert found.issued is not None
    assert found.issued.value == dt.date(2025, 6, 18)


def test_terms_are_the_sentence_that_speaks_of_paying_and_no_more():
    found = terms.find(
        sheet_of((50, 100, "We accept cards. Payment is due upon receipt. Thank you for coming."))
    )
    assert found is not None
    assert found.value == "Payment is due upon receipt"


def test_a_fraction_in_an_address_is_no_payment_term():
    assert terms.find(sheet_of((50, 100, "Burst hose under basin at Unit 7/12 Alma St"))) is None


def test_paying_in_cash_at_a_till_is_no_payment_term():
    assert terms.find(sheet_of((50, 100, "Cash"), (300, 100, "12.00"))) is None


def test_the_label_of_the_number_says_what_the_document_is_where_no_title_does():
    assert header.document_type(sheet_of((50, 50, "Gutschrift Nr. 17 vom 05.03.2018"))) == "credit_note"


def test_the_first_title_says_what_the_document_is():
    assert (
        header.document_type(sheet_of((50, 50, "Credit note"), (50, 100, "Invoice number: 5")))
        == "credit_note"
    )


def test_a_fact_behind_a_colon_in_its_column_makes_no_head_of_items_of_its_line():
    sheet = sheet_of(
        (50, 100, "Harbour Services Ltd"),
        (300, 100, "Deliver to:"),
        (400, 100, "Number"),
        (480, 100, ": IN108210"),
        (400, 114, "Date"),
        (480, 114, ": 12/07/2025"),
    )
    assert not sheet.item_heads


@pytest.mark.parametrize(
    ("label", "number"),
    [("Credit note no.", "CN 00218"), ("Invoice no.", "C 7719"), ("Invoice no.", "N 118")],
)
def test_letters_that_are_a_label_in_another_language_are_of_the_number(label, number):
    sheet = sheet_of((50, 60, "Amount due"), (50, 100, label), (250, 100, number), (50, 120, "Date"))
    found = numbering.invoice_number(sheet, codes.find(sheet))
    assert found is not None
    assert found.value == number


def test_letters_between_slashes_are_part_of_the_number_whatever_else_they_say():
    sheet = sheet_of((50, 100, "Invoice no."), (250, 100, "ABC/INV/25/0612"))
    found = numbering.invoice_number(sheet, codes.find(sheet))
    assert found is not None
    assert found.value == "ABC/INV/25/0612"


@pytest.mark.parametrize("label", ["No.", "Nr."])
def test_letters_behind_a_bare_word_for_a_number_are_of_it_even_where_they_say_invoice(label):
    sheet = sheet_of((400, 60, "INVOICE"), (400, 80, f"{label} INV 3304"), (400, 100, "Date 4 March 2025"))
    found = numbering.invoice_number(sheet, codes.find(sheet))
    assert found is not None
    assert found.value == "INV 3304"


@pytest.mark.parametrize(
    ("title", "label", "other"),
    [
        ("Rechnung", "Nummer/Datum", "Ihre Bestellung/Datum"),
        ("INVOICE", "Number / Date", "Customer PO / Date"),
        ("FACTURE", "Numéro/Date", "Votre commande/Date"),
    ],
)
@pytest.mark.parametrize("number", ["80021877", "4002-80021877-0000193"])
def test_a_label_of_number_and_date_under_the_title_names_both_below_it(title, label, other, number):
    sheet = sheet_of(
        (20, 20, "28.06.2024 09:12"),
        (320, 100, title),
        (320, 118, label),
        (320, 130, f"{number} / 26.06.2024"),
        (320, 148, other),
        (320, 160, "45001190 / 03.06.2024"),
    )
    found = numbering.invoice_number(sheet, codes.find(sheet))
    day = dating.dates(sheet, DAY_FIRST).issued
    assert found is not None
    assert day is not None
    assert (found.value, day.value) == (number, dt.date(2024, 6, 26))


@pytest.mark.parametrize("other", ["Against invoice", "Credits invoice", "Relating to invoice"])
def test_the_invoice_that_a_credit_note_is_about_gives_neither_number_nor_date(other):
    sheet = sheet_of(
        (50, 60, "Credit note"),
        (50, 100, "Credit note no."),
        (250, 100, "CN 00218"),
        (50, 114, "Date"),
        (250, 114, "14 Apr 2025"),
        (50, 128, other),
        (250, 128, "INV 10388 dated 01 Apr 2025"),
    )
    number = numbering.invoice_number(sheet, codes.find(sheet))
    day = dating.dates(sheet, DAY_FIRST).issued
    assert number is not None
    assert number.value == "CN 00218"
    assert day is not None
    assert day.value == dt.date(2025, 4, 14)


@pytest.mark.parametrize("label", ["Dátum vystavenia", "Dátum vyhotovenia", "Vyhotovené dňa"])
def test_the_day_of_a_slovak_invoice_is_not_that_of_delivery(label):
    sheet = sheet_of(
        (50, 50, "Faktúra 2031"),
        (50, 76, "Dátum dodania: 12.02.2025"),
        (50, 90, f"{label}: 17.02.2025"),
        (50, 104, "Dátum splatnosti: 03.03.2025"),
    )
    found = dating.dates(sheet, DAY_FIRST)
    assert found.issued is not None
    assert found.due is not None
    assert (found.issued.value, found.due.value) == (dt.date(2025, 2, 17), dt.date(2025, 3, 3))
