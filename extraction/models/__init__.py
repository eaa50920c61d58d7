"""What is kept: documents, batches of them, and what was sent out about them."""

from extraction.models.batch import Batch
from extraction.models.corrections import Correction
from extraction.models.drops import Drop, DroppedFile
from extraction.models.errand import Errand
from extraction.models.extraction import Extraction, ExtractionQuerySet
from extraction.models.idempotency import IdempotentRequest
from extraction.models.page_words import PageWords
from extraction.models.rules import VendorRule
from extraction.models.turn import Turn
from extraction.models.webhooks import (
    WebhookAccount,
    WebhookAttempt,
    WebhookDelivery,
    WebhookEndpoint,
    WebhookEvent,
)

__all__ = [
    "Batch",
    "Correction",
    "Drop",
    "DroppedFile",
    "Errand",
    "Extraction",
    "ExtractionQuerySet",
    "IdempotentRequest",
    "PageWords",
    "Turn",
    "VendorRule",
    "WebhookAccount",
    "WebhookAttempt",
    "WebhookDelivery",
    "WebhookEndpoint",
    "WebhookEvent",
]
