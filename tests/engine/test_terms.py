"""When to pay is read as it is said: in days, weeks, by the month, at once or in parts, and no further."""

from __future__ import annotations

import pytest

from extraction.engine import labels, layout, terms
from extraction.engine.candidates import Sheet
from tests.engine.drawing import sketch


def terms_of(language, text, **options):
    laid_out = layout.analyze(sketch(text))
    sheet = Sheet(laid_out, labels.find(laid_out), tuple(dict.fromkeys((language, "en"))))
    found = terms.find(sheet, **options)
    return found.value if found else None


IN_WORDS = [
    ("en", "Invoices are payable within thirty (30) days"),
    ("en", "Payment in full within two weeks"),
    ("en", "Amount due within 10 business days"),
    ("de", "Zahlbar binnen vierzehn Tagen nach Rechnungserhalt"),
    ("de", "Bitte begleichen Sie die Rechnung innerhalb einer Woche"),
    ("fr", "Règlement sous quinze jours"),
    ("nl", "Gelieve binnen veertien dagen te betalen"),
    ("es", "Pago a treinta días"),
    ("it", "Da saldare entro trenta giorni"),
    ("pt", "Pagamento a trinta dias"),
    ("sv", "Betalas inom två veckor"),
    ("da", "Betales inden fjorten dage"),
    ("pl", "Zapłata w ciągu czternastu dni"),
]
FROM_A_DAY = [
    ("en", "Strictly 30 days from date of invoice"),
    ("de", "14 Tage nach Erhalt der Rechnung"),
    ("fr", "30 jours date de facture"),
    ("nl", "30 dagen na factuurdatum"),
    ("es", "60 días F.F"),
    ("it", "30 gg data fattura"),
    ("pt", "30 dias após a data da fatura"),
    ("da", "14 dager netto"),
    ("fi", "14 pv laskun päiväyksestä"),
]
BY_THE_MONTH = [
    ("en", "Strictly net monthly"),
    ("en", "Payment by the 20th of the month following"),
    ("de", "Zahlbar bis zum Monatsende"),
    ("fr", "45 jours fin de mois"),
    ("it", "Ri.Ba. 60 gg f.m"),
    ("nl", "Betaalbaar binnen 30 dagen einde maand"),
    ("da", "Løbende måned + 30 dage"),
]
AT_ONCE = [
    ("en", "Payment due upon receipt of invoice"),
    ("de", "Zahlbar sofort ohne Abzug"),
    ("fr", "Payable sous huitaine"),
    ("fr", "Payable sur réception"),
    ("nl", "Betaling per omgaande"),
    ("pt", "Pagamento no ato da entrega"),
    ("pl", "Płatność za pobraniem"),
    ("sv", "Betalas omgående vid mottagandet"),
    ("cs", "Splatné ihned"),
    ("fi", "Heti käteisellä"),
]
IN_PARTS = [
    ("en", "50% deposit, balance on completion"),
    ("fr", "30 % à la commande, solde à 30 jours date de facture"),
    ("es", "50 % al pedido, resto a la entrega"),
    ("it", "Acconto 30 % all'ordine, saldo alla consegna"),
]


@pytest.mark.parametrize(("language", "said"), [*IN_WORDS, *FROM_A_DAY, *BY_THE_MONTH, *AT_ONCE, *IN_PARTS])
def test_a_sentence_that_says_when_to_pay_is_terms(language, said):
    assert terms_of(language, f"{said}.") == said


@pytest.mark.parametrize(
    ("language", "label", "said"),
    [
        ("en", "Payment terms:", "Against delivery"),
        ("en", "Terms:", "EOM"),
        ("en", "Payment terms", "30 Days Credit"),
        ("de", "Zahlungsbedingungen:", "30 % bei Auftrag, Rest nach Lieferung"),
        ("fr", "Mode de règlement :", "Au comptant"),
        ("fr", "Conditions :", "sous huitaine"),
        ("es", "Condiciones de pago:", "50 % al inicio, resto al finalizar"),
    ],
)
def test_a_label_of_terms_speaks_for_an_occasion_too(language, label, said):
    assert terms_of(language, f"{label}    {said}") == said
    assert terms_of(language, f"{label} {said}") == said


@pytest.mark.parametrize(
    ("language", "said", "other"),
    [
        ("en", "Payable within 30 days", "Interest of 8 % a year is charged after 30 days."),
        ("de", "Zahlbar innerhalb von 14 Tagen", "Bei Verzug berechnen wir nach 30 Tagen 9 % Zinsen."),
        ("fr", "Payable à 30 jours", "Toute réclamation dans les 8 jours."),
        ("nl", "Betaling binnen 14 dagen", "Klachten binnen 8 dagen na levering."),
        ("it", "Pagamento a 30 giorni", "Reclami entro 8 giorni dal ricevimento."),
        ("pt", "Pagamento a 30 dias", "Reclamações no prazo de 8 dias."),
        ("sv", "Betalas inom 30 dagar", "Dröjsmålsränta 8 % debiteras efter 30 dagar."),
        ("da", "Netto 14 dage", "Reklamationer skal ske inden 8 dage."),
        ("fi", "Maksettava 14 pv netto", "Huomautusaika 8 päivää."),
    ],
)
def test_days_for_something_else_are_no_terms(language, said, other):
    assert terms_of(language, other) is None
    assert terms_of(language, f"{said}. {other}") == said
    assert terms_of(language, f"{other} {said}.") == said


@pytest.mark.parametrize(
    ("language", "text", "said"),
    [
        ("fr", "Paiement à 30 jours, soit le 10/04/2025.", "Paiement à 30 jours"),
        ("de", "Zahlbar innerhalb von 14 Tagen, also bis zum 12.05.2025.", "Zahlbar innerhalb von 14 Tagen"),
        (
            "nl",
            "Betaling binnen 14 dagen op NL20 INGB 0001 2345 67 t.n.v. Jansen",
            "Betaling binnen 14 dagen",
        ),
        ("sv", "Betalas inom 30 dagar till bankgiro 5050-1055.", "Betalas inom 30 dagar"),
        ("en", "30 days net, late payers pay interest", "30 days net"),
        (
            "de",
            "Zahlbar innerhalb von 14 Tagen auf das unten angegebene Konto.",
            "Zahlbar innerhalb von 14 Tagen",
        ),
        ("en", "Payable within 14 days to the account named below.", "Payable within 14 days"),
        ("nl", "Betaling binnen 14 dagen op onderstaande rekening.", "Betaling binnen 14 dagen"),
        ("es", "Pago a 30 días en la cuenta indicada.", "Pago a 30 días"),
    ],
)
def test_terms_end_before_the_date_the_account_or_what_follows_from_them(language, text, said):
    assert terms_of(language, text) == said


def test_a_sentence_goes_on_in_the_line_below():
    text = """
    Payment is due within 30 days of the date of this
    invoice. Please quote the number."""
    assert terms_of("en", text) == "Payment is due within 30 days of the date of this invoice"
    text = """
    Bitte überweisen Sie den Betrag innerhalb von
    14 Tagen auf unser Konto. Vielen Dank."""
    assert terms_of("de", text) == ("Bitte überweisen Sie den Betrag innerhalb von 14 Tagen auf unser Konto")


def test_terms_in_brackets_behind_the_date_that_follows_from_them():
    text = "Please pay by 20 November 2025 (20th of the month following) into our account"
    assert terms_of("en", text) == "20th of the month following"


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "Zahlungsart: Überweisung"),
        ("en", "Offer valid for 30 days"),
        ("en", "Payment received with thanks"),
        ("en", "Rental of a van, 2 weeks"),
        ("de", "Kündigungsfrist 30 Tage"),
        ("en", "Points expire 30 days after your visit"),
    ],
)
def test_what_says_nothing_of_when_to_pay_is_no_terms(language, text):
    assert terms_of(language, text) is None


def test_a_till_that_says_how_it_was_paid_gives_no_terms():
    assert terms_of("es", "Forma de pago: Contado") == "Contado"
    assert terms_of("es", "Forma de pago: Contado", tills={1}) is None
    assert terms_of("en", "Payment terms: 30 days net", tills={1}) == "30 days net"


def test_figures_that_an_ocr_took_for_letters_count_days():
    laid_out = layout.analyze(sketch("Règlement à 3o jours par virement."))
    assert terms.find(Sheet(laid_out, labels.find(laid_out), ("fr", "en"))) is not None


@pytest.mark.parametrize(
    ("language", "text", "terms"),
    [
        ("en", "Credit terms: 2 weeks", "2 weeks"),
        ("de", "Zahlungsziel: 3 Wochen", "3 Wochen"),
        ("fr", "Délai de paiement : deux semaines", "deux semaines"),
        ("es", "Condiciones de pago: un mes", "un mes"),
        ("nl", "Betalingstermijn: 2 weken", "2 weken"),
        ("nl", "Betalingsconditie: binnen een maand na factuurdatum", "binnen een maand na factuurdatum"),
        ("en", "Terms: Net 10th prox.", "Net 10th prox"),
    ],
)
def test_weeks_and_months_behind_a_label_are_terms(language, text, terms):
    assert terms_of(language, text) == terms


@pytest.mark.parametrize(
    ("language", "text", "terms"),
    [
        ("en", "Payment due: 30 days", "30 days"),
        ("pl", "Termin płatności: 14 dni", "14 dni"),
        ("cs", "Splatnost: 14 dní", "14 dní"),
        ("de", "Fälligkeit: 14 Tage netto", "14 Tage netto"),
    ],
)
def test_days_may_stand_behind_the_label_of_a_day(language, text, terms):
    assert terms_of(language, text) == terms


def test_a_day_behind_its_label_is_no_terms():
    assert terms_of("en", "Payment due: 2 June 2024") is None


@pytest.mark.parametrize("before", ["E. & O.E.", "Thank you ·"])
def test_terms_may_begin_behind_the_end_of_something_else(before):
    assert terms_of("en", f"{before} Terms: strictly 7 days net") == "strictly 7 days net"


def test_days_under_their_label_are_terms_on_a_slip_too():
    assert terms_of("sv", "Betalningsvillkor   15 dagar", tills={1}) == "15 dagar"
    assert terms_of("sv", "Betalningsvillkor   Kort", tills={1}) is None
