"""What a perfect reader answers for a composed page: what is printed on it, and null for the rest."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from tests.invoices.composed import facts, number, table, totals
from tests.invoices.composed.deal import Row, cents
from tests.invoices.composed.page import Page
from tests.invoices.spec import Company


def of_invoice(page: Page) -> dict[str, Any]:
    deal, pick = page.deal, page.pick
    sums = {each.name: each.value * deal.sign for each in totals.printed(page)}
    printed_codes = {name for name in deal.codes if pick.choices.get(f"prints {name}") == "yes"}
    return {
        **_common(page),
        "invoice_number": deal.number if number.is_printed(page) else None,
        "due_date": deal.due.isoformat() if facts.prints_due(page) and deal.due else None,
        "line_items": [_item(page, row, table.columns_of(page)) for row in deal.rows],
        "subtotal": sums.get("subtotal", _net_of_table(page)),
        "tax": deal.tax * deal.sign if deal.taxed else None,
        "payment_terms": page.voice.sentence("terms", days=deal.days)
        if pick.choices["terms"] != "none"
        else None,
        "document_type": {"credit": "credit_note"}.get(deal.kind, deal.kind),
        "customer": _party(deal.buyer, with_tax_id=pick.choices["buyer tax id"] == "yes"),
        "purchase_order": deal.codes["order"] if "order" in printed_codes else None,
        "discount": deal.discount * deal.sign or None,
        "shipping": deal.shipping * deal.sign or None,
        "amount_paid": deal.paid or None,
        "amount_due": sums.get("due_amount"),
        "accept": {"subtotal": [net for net in (_net_of_table(page),) if net is not None]},
    }


def _net_of_table(page: Page) -> Decimal | None:
    """What a table of one tax rate gives as its net: the subtotal after discount and shipping."""
    taxes = page.deal.taxes
    return taxes[0].base * page.deal.sign if len(taxes) == 1 and totals.has_table(page) else None


def of_receipt(page: Page) -> dict[str, Any]:
    one_line = page.pick.choices["till rows"] != "price below"
    rows = [
        _item(
            page,
            row,
            ["description", "amount"] if _priceless(page, row) and one_line else table.SETS[0].split(),
        )
        for row in page.deal.rows
    ]
    return {
        **_common(page),
        "invoice_number": None,
        "due_date": None,
        "line_items": rows,
        "subtotal": None,
        "tax": page.deal.tax,
        "payment_terms": None,
        "document_type": "receipt",
        "purchase_order": None,
    }


def _priceless(page: Page, row: Row) -> bool:
    return page.pick.choices["till rows"] == "one line" or row.quantity == 1


def _common(page: Page) -> dict[str, Any]:
    deal = page.deal
    return {
        "vendor": _party(deal.seller, with_tax_id=True),
        "date": deal.date.isoformat(),
        "currency": page.voice.currency if _shows_currency(page) else None,
        "tax_rate": deal.taxes[0].rate if len(deal.taxes) == 1 and _shows_rate(page) else None,
        "total": deal.total * deal.sign,
        "taxes": [
            {"rate": t.rate, "base": t.base * deal.sign, "amount": t.amount * deal.sign} for t in deal.taxes
        ],
        "language": page.voice.language,
    }


def _shows_currency(page: Page) -> bool:
    bare = page.voice.money_style == "bare"
    return not bare or (page.deal.kind != "receipt" and page.pick.choices["currency place"] != "nowhere")


def _shows_rate(page: Page) -> bool:
    choices = page.pick.choices
    if page.deal.kind == "receipt" or page.deal.inclusive or choices.get("tax label") != "no rate":
        return True
    return choices["totals"] == "tax table" or "rate" in table.columns_of(page)


def _party(company: Company, *, with_tax_id: bool) -> dict[str, Any]:
    return {
        "name": company.name,
        "address": company.address,
        "tax_id": company.tax_id if with_tax_id else None,
    }


def _item(page: Page, row: Row, columns: list[str]) -> dict[str, Any]:
    sign = page.deal.sign
    item: dict[str, Any] = {
        "description": " ".join((row.description, *row.details)),
        "amount": row.amount * sign,
        "accept": {"description": [row.description]},
    }
    if "quantity" in columns:
        item["quantity"] = row.quantity
    if "price" in columns:
        item["unit_price"] = row.price
    if "gross" in columns:
        gross: Decimal = cents(row.amount * (1 + row.rate)) * sign
        item["accept"]["amount"] = [gross]
    return item
