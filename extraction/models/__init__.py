"""What is kept: documents, batches of them, and what was sent out about them."""

from extraction.models.batch import Batch
from extraction.models.extraction import Extraction

__all__ = ["Batch", "Extraction"]
