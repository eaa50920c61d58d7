"""The examples of the API's reference, exactly as it prints them, and ours of what it prints none of."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

RESULT = """{
  "id": "ext_a1b2c3d4",
  "status": "completed",
  "processing_time_ms": 1847,
  "confidence": 0.97,
  "vendor": {
    "name": "Acme Supply Co.",
    "address": "123 Industrial Blvd, Austin, TX 78701",
    "tax_id": "XX-XXXXXXX"
  },
  "invoice_number": "INV-2026-0847",
  "date": "2026-05-15",
  "due_date": "2026-06-14",
  "currency": "USD",
  "line_items": [
    {
      "description": "Widget A - Premium Grade",
      "quantity": 250,
      "unit_price": 4.50,
      "amount": 1125.00
    }
  ],
  "subtotal": 1125.00,
  "tax": 92.81,
  "tax_rate": 0.0825,
  "total": 1217.81,
  "payment_terms": "Net 30",
  "pages_processed": 1
}"""

PROGRESS = """{
  "id": "ext_a1b2c3d4",
  "status": "processing",
  "poll_url": "/v1/extract/ext_a1b2c3d4"
}"""

LISTED = """{
  "next": null,
  "previous": null,
  "results": [
    {
      "id": "ext_a1b2c3d4",
      "status": "completed",
      "filename": "invoice.pdf",
      "created_at": "2026-05-16T09:30:00Z",
      "confidence": 0.97,
      "vendor": {
        "name": "Acme Supply Co.",
        "address": "123 Industrial Blvd, Austin, TX 78701",
        "tax_id": "XX-XXXXXXX"
      },
      "invoice_number": "INV-2026-0847",
      "date": "2026-05-15",
      "due_date": "2026-06-14",
      "currency": "USD",
      "total": 1217.81,
      "duplicate_of": null
    }
  ]
}"""

CHECKS = """{
  "checks": [
    {
      "name": "subtotal_plus_tax_is_total",
      "passed": false,
      "difference": 0.63,
      "operands": {
        "subtotal": 1125.00,
        "total": 1217.18,
        "tax": 92.81
      }
    }
  ]
}"""

USAGE = """{
  "plan": "pro",
  "period": "2026-06",
  "invoices_used": 127,
  "invoices_limit": 500,
  "invoices_remaining": 373
}"""

USAGE_PARTS = """{
  "plan": "pro",
  "period": "2026-06",
  "invoices_used": 127,
  "invoices_limit": 500,
  "invoices_remaining": 373,
  "by_day": [
    { "date": "2026-06-01", "read": 126, "processing": 0, "failed": 2, "withdrawn": 0 },
    { "date": "2026-06-02", "read": 0, "processing": 1, "failed": 0, "withdrawn": 1 }
  ],
  "by_key": [
    {
      "name": "Scanner desk",
      "prefix": "iocr_live_4hT9",
      "read": 93,
      "processing": 1,
      "failed": 2,
      "withdrawn": 1,
      "limit": 200
    },
    {
      "name": null,
      "prefix": null,
      "read": 33,
      "processing": 0,
      "failed": 0,
      "withdrawn": 0,
      "limit": null
    }
  ]
}"""

ERROR = """{
  "error": {
    "code": "rate_limited",
    "message": "Monthly quota exceeded. 500/500 invoices used.",
    "upgrade_url": "https://ocr.aileapers.com/pricing.html"
  }
}"""

MISSING_TERMS = """{
  "error": {
    "code": "terms_missing",
    "message": "The document does not say all that an EN 16931 invoice has to: BT-55 Buyer country.",
    "missing": [
      {
        "term": "BT-55",
        "name": "Buyer country",
        "message": "The buyer's address does not say in which country it is.",
        "field": "customer.address",
        "rule": null
      }
    ]
  }
}"""

BATCH_ACCEPTED = """{
  "batch_id": "bat_x7y8z9",
  "status": "processing",
  "total_files": 3,
  "poll_url": "/v1/batch/bat_x7y8z9",
  "estimated_completion_seconds": 12
}"""

BATCH = """{
  "batch_id": "bat_x7y8z9",
  "status": "completed",
  "completed": 3,
  "failed": 0,
  "results": [
    { "filename": "invoice1.pdf", "status": "completed", "data": { /* ... */ } },
    { "filename": "invoice2.pdf", "status": "completed", "data": { /* ... */ } },
    { "filename": "invoice3.jpg", "status": "completed", "data": { /* ... */ } }
  ]
}"""

WEBHOOK_BODY = """{
  "type": "extraction.completed",
  "id": "evt_0a1b2c3d4e5f6g7h",
  "timestamp": "2026-05-16T09:30:00Z",
  "data": {
    "id": "ext_a1b2c3d4",
    "status": "completed",
    "total": 1217.81,
    ...
  }
}"""

EVIDENCE = """"total": {
  "confidence": 0.98,
  "page": 1,
  "bbox": [0.796, 0.717, 0.893, 0.748],
  "text": "593.35",
  "source": "text",
  "label": "Total EUR"
}"""

DUPLICATE = """"warnings": [
  {
    "code": "bank_account_changed",
    "message": "This invoice asks for payment to …",
    "field": "payment.iban"
  }
],
"duplicate_of": {
  "id": "ext_a1b2c3d4",
  "reason": "same_invoice"
}"""


def parsed(text: str) -> Any:
    """An example as data, its amounts with the decimals that they are printed with."""
    return json.loads(text.replace("{ /* ... */ }", RESULT), parse_float=Decimal)
