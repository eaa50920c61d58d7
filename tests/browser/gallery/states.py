"""The desk in the states that few accounts have all of."""

from __future__ import annotations

from django.utils import timezone

from accounts.models import User
from extraction.corrections import correcting, reviewing
from extraction.models import Extraction
from tests import invoices
from tests.invoices import e_invoice, joined
from tests.web import papers


def add(email: str) -> dict[str, str]:
    """To that account; where to find each, by what is special about it."""
    user, now = User.objects.get(email=email), timezone.now()
    spec = invoices.example(3, language="de")
    found = {
        "queued": papers.queued(user),
        "working": papers.queued(user, status=Extraction.Status.PROCESSING),
        "electronic": papers.examined(user, e_invoice.embedded(invoices.draw(spec), e_invoice.cii(spec))),
        "sixty-pages": papers.examined(user, joined.together(*[invoices.draw(invoices.acme())] * 60)),
        "no-words": papers.completed(user, papers.LARKFIELD),
        "approved": papers.examined(user, invoices.draw(invoices.acme())),
        "rejected": papers.examined(user, invoices.draw(invoices.acme())),
        "corrected": papers.examined(user, invoices.draw(invoices.acme())),
    }
    reviewing.approve(found["approved"], by=user, now=now)
    reviewing.reject(found["rejected"], by=user, now=now)
    correcting.correct(found["corrected"], {"vendor.name": "Acme Holdings Ltd"}, by=user, now=now)
    return {name: f"/documents/{extraction.public_id}" for name, extraction in found.items()}
