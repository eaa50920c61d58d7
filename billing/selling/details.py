"""What the plan page shows of Stripe's side, as far as Stripe answers before somebody gets impatient."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from accounts.models import User
from billing.gateway import client, previews, statements
from billing.gateway.errors import StripeFailed
from billing.gateway.previews import Preview
from billing.gateway.statements import Invoice, PaymentMethod
from billing.models import Customer, Subscription
from billing.selling import at_once, standing

INVOICES = 12


@dataclass(frozen=True, slots=True)
class Details:
    """`missing` names, in words, what could not be loaded; the rest is as Stripe has it."""

    renewal: Preview | None = None
    method: PaymentMethod | None = None
    invoices: list[Invoice] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)

    @property
    def has_unpaid_invoices(self) -> bool:
        return any(invoice.status == "open" for invoice in self.invoices)

    @property
    def method_is_known(self) -> bool:
        return METHOD not in self.missing


RENEWAL, METHOD, INVOICE_LIST = "the next invoice", "the payment method", "your invoices"


def of(user: User, row: Subscription | None) -> Details:
    customer = Customer.objects.filter(user=user, stripe_id__isnull=False).first()
    if customer is None or not client.is_configured():
        return Details()
    answers = at_once.ask(_questions(customer.stripe_id or "", row))
    came = {name: answer for name, answer in answers.items() if not isinstance(answer, StripeFailed)}
    return Details(
        renewal=came.get(RENEWAL),
        method=came.get(METHOD),
        invoices=came.get(INVOICE_LIST, []),
        missing=[name for name in answers if name not in came],
    )


def _questions(customer_id: str, row: Subscription | None) -> dict[str, Callable[[], Any]]:
    asked: dict[str, Callable[[], Any]] = {
        INVOICE_LIST: partial(statements.invoices_of, customer_id, most=INVOICES)
    }
    if row is not None and standing.is_live(row):
        asked[METHOD] = partial(statements.payment_method_of, row.stripe_id or "")
        if standing.is_paid(row) and row.cancel_at is None:
            asked[RENEWAL] = partial(previews.of_renewal, row.stripe_id or "")
    return asked
