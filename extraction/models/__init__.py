"""What is kept: documents, batches of them, and what was sent out about them."""

from extraction.models.batch import Batch
from extraction.models.extraction import Extraction, ExtractionQuerySet
from extraction.models.idempotency import IdempotentRequest
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
    "Extraction",
    "ExtractionQuerySet",
    "IdempotentRequest",
    "Turn",
    "WebhookAccount",
    "WebhookAttempt",
    "WebhookDelivery",
    "WebhookEndpoint",
    "WebhookEvent",
]
