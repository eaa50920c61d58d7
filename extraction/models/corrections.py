"""What people, or their rules, say of a document beside what was read in it."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from extraction.models.extraction import Extraction
from extraction.models.rules import VendorRule


class Correction(models.Model):
    """One step from what was read to what is true; a document's steps are taken in their order.

    `path` is that of a value of the result document. `value` and `was` are JSON texts of the value from now
    on and before, null where it is not on the page. The path `line_items` arranges the rows anew:
    `value` lists which row of before stands there now, null for a new one.
    An empty `value` takes back the step at this path before it. `place` is where the value was picked on a
    page, if it was: page, bbox and text as evidence has them.
    `by` is who made it; null where a rule did, whose `rule` is null once that is gone.
    """

    extraction = models.ForeignKey(Extraction, on_delete=models.CASCADE, related_name="corrections")
    path = models.CharField(max_length=64)
    value = models.TextField()
    was = models.TextField()
    place = models.JSONField(null=True, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="corrections"
    )
    rule = models.ForeignKey(
        VendorRule, null=True, blank=True, on_delete=models.SET_NULL, related_name="corrections"
    )

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.path}: {self.was} -> {self.value}"

    @property
    def is_of_rule(self) -> bool:
        return self.by_id is None
