"""The words, months and ways of writing numbers that invoices use in four languages."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from tests.invoices.spec import Spec

LABELS = {
    "en": {
        "invoice": "Invoice",
        "number": "Invoice Number",
        "date": "Invoice Date",
        "due": "Due Date",
        "terms": "Payment Terms",
        "order": "PO Number",
        "bill_to": "Bill To",
        "description": "Description",
        "quantity": "Qty",
        "price": "Unit Price",
        "amount": "Amount",
        "subtotal": "Subtotal",
        "tax": "Tax",
        "total": "Total",
        "tax_id": "Tax ID",
        "thanks": "Thank you for your business",
        "cash": "Cash",
    },
    "de": {
        "invoice": "Rechnung",
        "number": "Rechnungsnummer",
        "date": "Rechnungsdatum",
        "due": "Fällig am",
        "terms": "Zahlungsbedingungen",
        "order": "Bestellnummer",
        "bill_to": "Rechnung an",
        "description": "Bezeichnung",
        "quantity": "Menge",
        "price": "Einzelpreis",
        "amount": "Betrag",
        "subtotal": "Zwischensumme",
        "tax": "MwSt.",
        "total": "Gesamtbetrag",
        "tax_id": "USt-IdNr.",
        "thanks": "Vielen Dank für Ihren Auftrag",
        "cash": "Bar",
    },
    "fr": {
        "invoice": "Facture",
        "number": "Numéro de facture",
        "date": "Date de facture",
        "due": "Date d'échéance",
        "terms": "Conditions de paiement",
        "order": "Bon de commande",
        "bill_to": "Facturé à",
        "description": "Désignation",
        "quantity": "Qté",
        "price": "Prix unitaire",
        "amount": "Montant",
        "subtotal": "Total HT",
        "tax": "TVA",
        "total": "Total TTC",
        "tax_id": "N° TVA",
        "thanks": "Merci de votre confiance",
        "cash": "Espèces",
    },
    "es": {
        "invoice": "Factura",
        "number": "Número de factura",
        "date": "Fecha de factura",
        "due": "Fecha de vencimiento",
        "terms": "Condiciones de pago",
        "order": "Número de pedido",
        "bill_to": "Facturar a",
        "description": "Descripción",
        "quantity": "Cantidad",
        "price": "Precio unitario",
        "amount": "Importe",
        "subtotal": "Base imponible",
        "tax": "IVA",
        "total": "Total",
        "tax_id": "NIF",
        "thanks": "Gracias por su confianza",
        "cash": "Efectivo",
    },
}

MONTHS = {
    "en": "January February March April May June July August September October November December",
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
}

SYMBOLS = {"USD": "$", "EUR": "€", "GBP": "£"}


def label(spec: Spec, name: str) -> str:
    return LABELS[spec.language][name]


def day(spec: Spec, date: dt.date) -> str:
    month = MONTHS[spec.language].split()[date.month - 1]
    pattern = spec.date_format.replace("%B", month).replace("%b", month[:3])
    return date.strftime(pattern)


def money(spec: Spec, value: Decimal, *, symbol: bool = False) -> str:
    number = _separated(spec, f"{value:,.2f}")
    if not symbol:
        return number
    sign = SYMBOLS.get(spec.currency, spec.currency)
    return f"{sign}{number}" if spec.number_format == "1,234.50" else f"{number} {sign}"


def quantity(spec: Spec, value: Decimal) -> str:
    return _separated(spec, f"{value:,f}")


def percent(spec: Spec, rate: Decimal) -> str:
    return _separated(spec, f"{(rate * 100).normalize():f}") + ("%" if spec.language == "en" else " %")


def _separated(spec: Spec, english: str) -> str:
    thousands, decimal = spec.number_format[1], spec.number_format[-3]
    return english.replace(",", "\0").replace(".", decimal).replace("\0", thousands)
