"""What workers count for whoever runs the service: documents, pages, the engine's time, webhooks."""

from __future__ import annotations

from prometheus_client import Counter, Histogram

DOCUMENTS = Counter("invoice_ocr_documents", "Documents by how they ended.", ["queue", "outcome"])
ENGINE_SECONDS = Histogram(
    "invoice_ocr_engine_seconds",
    "How long the engine took for a document.",
    ["queue"],
    buckets=(0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 25, 50, 100, 300),
)
PAGES = Counter("invoice_ocr_pages", "Pages of documents that were read, by how.", ["queue", "source"])
WEBHOOK_ATTEMPTS = Counter(
    "invoice_ocr_webhook_attempts", "Attempts to deliver by how they ended.", ["outcome"]
)
