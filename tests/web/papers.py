"""Documents in every state, as the worker would leave them behind."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import date
from decimal import Decimal

from django.core.files.base import ContentFile
from django.utils import timezone

from accounts.models import User
from extraction import facts, page_words, uploads
from extraction.engine import pipeline, render, transcript
from extraction.engine.document import Source
from extraction.engine.invoice import Alternative, Check, Evidence, Invoice, LineItem, Party, Payment
from extraction.engine.options import Options
from extraction.models import Extraction
from extraction.review import doubts

PDF = b"%PDF-1.7\nas it was sent"


def evidence(confidence: float, text: str, *others: str) -> Evidence:
    alternatives = tuple(Alternative(value=other, confidence=0.1, source=Source.TEXT) for other in others)
    return Evidence(
        confidence=confidence,
        page=1,
        bbox=(0.1, 0.1, 0.2, 0.12),
        text=text,
        source=Source.TEXT,
        alternatives=alternatives,
    )


LARKFIELD = Invoice(
    confidence=0.98,
    vendor=Party("Larkfield Stationery Ltd", "14 Mill Lane, Cork T12 XX00", "IE1234567T"),
    customer=Party(),
    invoice_number="LS-2026-0418",
    date=date(2026, 6, 2),
    due_date=None,
    currency="EUR",
    line_items=(LineItem("Copy paper A4 80 g", Decimal(12), Decimal("21.50"), Decimal("258.00")),),
    subtotal=Decimal("258.00"),
    tax=Decimal("59.34"),
    tax_rate=Decimal("0.23"),
    total=Decimal("317.34"),
    payment_terms="30 days net",
    pages_processed=1,
    payment=Payment(iban="IE29AIBK93115212345678"),
    checks=(Check("subtotal_plus_tax_is_total", True, Decimal(0), {"total": Decimal("317.34")}),),
    evidence={
        "vendor.name": evidence(0.99, "Larkfield Stationery Ltd"),
        "date": evidence(0.98, "2 June 2026"),
        "total": evidence(0.999, "317.34"),
        "line_items.0.amount": evidence(0.97, "258.00"),
    },
)
DOUBTFUL = replace(
    LARKFIELD,
    invoice_number="LS-O418",
    checks=(
        Check(
            "line_items.0.quantity_times_price_is_amount",
            False,
            Decimal("9.00"),
            {"quantity": Decimal(12), "unit_price": Decimal("21.50"), "amount": Decimal("249.00")},
        ),
    ),
    evidence={
        "invoice_number": evidence(0.64, "LS-O418", "LS-0418"),
        "total": evidence(0.81, "317.34"),
        "line_items.0.amount": evidence(0.5, "249.00"),
    },
)


def queued(
    user: User, filename: str = "larkfield.pdf", *, content: bytes = PDF, **fields: object
) -> Extraction:
    now = timezone.now()
    file = ContentFile(content, name=filename)
    upload = uploads.store(file, today=now.date())
    return Extraction.objects.create(
        user=user,
        created_at=now,
        filename=upload.filename,
        file=upload.name,
        size=upload.size,
        sha256=upload.sha256,
        **fields,
    )


def completed(
    user: User, invoice: Invoice = LARKFIELD, filename: str = "larkfield.pdf", *, content: bytes = PDF
) -> Extraction:
    result = render.to_json(render.document(invoice, evidence=True))
    return queued(
        user,
        filename,
        content=content,
        status=Extraction.Status.COMPLETED,
        finished_at=timezone.now(),
        processing_time_ms=412,
        result=result,
        to_check=len(doubts.of(render.document(invoice, evidence=True))),
        **asdict(facts.of(result)),
    )


def examined(user: User, data: bytes, filename: str = "acme.pdf") -> Extraction:
    """A file as it is after it was really read, with its words."""
    examined = pipeline.examine(data, options=Options())
    extraction = completed(user, examined.invoice, filename, content=data)
    page_words.keep(extraction, page_words.pack(transcript.of(examined.pages)))
    Extraction.objects.filter(pk=extraction.pk).update(pages=len(examined.pages))
    return Extraction.objects.get(pk=extraction.pk)


def failed(user: User, reason: str = "No text was found on any page.") -> Extraction:
    return queued(
        user,
        "blank.pdf",
        status=Extraction.Status.FAILED,
        finished_at=timezone.now(),
        error_code="invalid_file",
        error_message=reason,
    )
