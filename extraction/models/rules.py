"""What an account has taught about its vendors."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q


class VendorRule(models.Model):
    """How one field is read on the documents of one vendor, for one account alone.

    The vendor is known by any of `vendor_tax_id`, `iban` and `vendor_key` that is not empty; `vendor` is its
    name as people read it. `kind` says how the value is found, `says` (JSON) with what.
    """

    class Kind(models.TextChoices):
        ALWAYS = "always", "Always this value"
        BESIDE = "beside", "What stands beside these words"

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="vendor_rules")
    vendor = models.CharField(max_length=255)
    vendor_key = models.CharField(max_length=255, blank=True)
    vendor_tax_id = models.CharField(max_length=255, blank=True)
    iban = models.CharField(max_length=34, blank=True)

    path = models.CharField(max_length=64)
    kind = models.CharField(max_length=10, choices=Kind)
    says = models.JSONField(default=dict)

    is_active = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ["vendor", "path", "id"]
        indexes = [models.Index(name="rules_in_force", fields=["user"], condition=Q(is_active=True))]

    def __str__(self) -> str:
        return f"{self.vendor}: {self.path}"
