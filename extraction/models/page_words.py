"""The words of a document, and where each stands: to pick a value from, and for rules to look at."""

from __future__ import annotations

from django.db import models

from extraction.models.extraction import Extraction


class PageWords(models.Model):
    """All words of a document that was read; gone with it. `extraction.page_words` knows what is `packed`."""

    extraction = models.OneToOneField(
        Extraction, on_delete=models.CASCADE, primary_key=True, related_name="page_words"
    )
    packed = models.BinaryField()

    def __str__(self) -> str:
        return f"Words of {self.extraction_id}"
