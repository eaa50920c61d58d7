"""A document's language is told by its labels and small words."""

from __future__ import annotations

import pytest

from extraction.engine import labels, language, layout
from tests.engine.drawing import document_of


@pytest.mark.parametrize(
    ("code", "lines"),
    [
        ("en", ("Invoice number", "Thank you for your business", "Total due")),
        ("de", ("Rechnungsnummer", "Vielen Dank für Ihren Auftrag", "Gesamtbetrag")),
        ("fr", ("Numéro de facture", "Merci pour votre confiance", "Total TTC")),
        ("es", ("Número de factura", "Gracias por su confianza", "Base imponible")),
        ("it", ("Numero fattura", "Grazie della vostra fiducia", "Imponibile")),
        ("nl", ("Factuurnummer", "Bedankt voor uw bestelling", "Totaal incl. btw")),
        ("pt", ("Número da fatura", "Obrigado pela sua confiança", "Valor a pagar")),
        ("pl", ("Numer faktury", "Dziękujemy za współpracę", "Do zapłaty")),
        ("sv", ("Fakturanummer", "Tack för att du handlar hos oss", "Att betala")),
        ("cs", ("Číslo faktury", "Děkujeme za Vaši objednávku", "Celkem k úhradě")),
        ("fi", ("Laskun numero", "Kiitos käynnistä ja tervetuloa uudelleen", "Maksettava yhteensä")),
        ("lt", ("Sąskaitos faktūros numeris", "Dėkojame už pirkimą ir geros dienos", "Iš viso su PVM")),
        ("ms", ("No. Resit", "Terima kasih, sila datang lagi", "Jumlah perlu dibayar")),
        ("da", ("Fakturanummer", "Tak for din ordre og hav en god dag", "Beløb i alt")),
    ],
)
def test_each_language_is_told_from_the_others(code, lines):
    document = document_of(*((50.0, 100.0 + 15 * row, text) for row, text in enumerate(lines)))
    laid_out = layout.analyze(document)
    assert language.detect(laid_out, labels.find(laid_out)) == code


def test_english_is_taken_where_nothing_can_be_told():
    laid_out = layout.analyze(document_of((50, 100, "4711")))
    assert language.detect(laid_out, labels.find(laid_out)) == "en"
