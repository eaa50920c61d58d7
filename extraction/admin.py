"""Documents and what follows from them, in the Django admin: to see where each stands.

What customers sent and what was read in it is theirs. It is not in the lists, and on a document's own page it
is folded away: for who was asked for help, not for who passes by.
"""

from typing import Any
from urllib.parse import urlsplit

from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils import timezone

from accounts.registers import Lines, Register
from extraction import batches, jobs
from extraction.models import (
    Batch,
    Correction,
    Extraction,
    VendorRule,
    WebhookAccount,
    WebhookAttempt,
    WebhookDelivery,
    WebhookEndpoint,
    WebhookEvent,
)

FOLDED: Any = {
    "classes": ["collapse"],
    "description": "This is the customer's. Open it only to help them with it, or when they asked you to.",
}
TOLD = ("public_id", "user", "status", "created_at", "finished_at", "batch", "api_key", "queue", "position")
READ = (
    "filename",
    "vendor",
    "invoice_number",
    "issued_on",
    "total",
    "currency",
    "warnings",
    "result",
    "corrected",
)


class State(admin.SimpleListFilter):
    """What an operator looks for; that most are completed needs no filter."""

    title, parameter_name = "state", "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("unfinished", "Waiting or being read"), ("failed", "Failed")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() == "unfinished":
            return queryset.filter(status__in=[Extraction.Status.QUEUED, Extraction.Status.PROCESSING])
        failed = queryset.filter(status=Extraction.Status.FAILED).order_by("-finished_at")
        return failed if self.value() == "failed" else queryset


class WhyItFailed(admin.SimpleListFilter):
    title, parameter_name = "error", "error"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(code, code) for code in ("invalid_file", "plan_required", "processing_error")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() is None:
            return queryset
        return queryset.filter(status=Extraction.Status.FAILED, error_code=self.value())


class Corrections(Lines):
    """Which values were corrected, when and by whom; not what they are."""

    model = Correction
    fields = ("path", "at", "by", "rule")


@admin.register(Extraction)
class ExtractionAdmin(Register):
    list_display = ["public_id", "user", "status", "created_at", "finished_at", "attempts", "error_code"]
    list_select_related = ["user"]
    list_filter = [State, WhyItFailed]
    exact, owner = ("public_id",), "user"
    search_help_text = "An id such as ext_…, or the beginning of an address"
    inlines = [Corrections]

    def get_fieldsets(self, request: HttpRequest, obj: Model | None = None) -> Any:
        """Every column but where the file lies, who holds it, what is kept to be looked up by, and addresses
        of customers, in which secrets may stand."""
        shown = (*TOLD, *READ, "file", "claim", "lease_until", "webhook_url")
        looked_up = ("filename_folded", "vendor_folded", "vendor_key", "vendor_tax_id", "number_key", "iban")
        names = [field.name for field in Extraction._meta.concrete_fields if not field.primary_key]
        rest = [name for name in names if name not in (*shown, *looked_up)]
        return [
            (None, {"fields": TOLD}),
            ("On its way", {"fields": rest}),
            ("What was read", {"fields": READ} | FOLDED),
        ]

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return request.user.has_perm("extraction.delete_extraction")

    def delete_model(self, request: HttpRequest, obj: Extraction) -> None:
        jobs.delete(obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Extraction]) -> None:
        for extraction in queryset:
            jobs.delete(extraction)


@admin.register(Batch)
class BatchAdmin(Register):
    list_display = ["public_id", "user", "created_at", "finished_at"]
    list_select_related = ["user"]
    exact, owner, kept_from = ("public_id",), "user", ("webhook_url",)
    search_help_text = "An id such as bat_…, or the beginning of an address"

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return request.user.has_perm("extraction.delete_batch")

    def delete_model(self, request: HttpRequest, obj: Batch) -> None:
        batches.delete(obj, now=timezone.now())

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Batch]) -> None:
        for batch in queryset:
            batches.delete(batch, now=timezone.now())


@admin.register(Correction)
class CorrectionAdmin(Register):
    list_display = ["at", "extraction_id", "path", "by", "rule_id"]
    list_select_related = ["by"]
    owner = "extraction__user"
    raw_id_fields = ["extraction"]
    fieldsets = [
        (None, {"fields": ["extraction", "path", "at", "by", "rule"]}),
        ("What was corrected", {"fields": ["was", "value"]} | FOLDED),
    ]


@admin.register(VendorRule)
class VendorRuleAdmin(Register):
    list_display = ["id", "user", "path", "kind", "is_active", "created_at", "changed_at"]
    list_select_related = ["user"]
    owner = "user"
    fieldsets = [
        (None, {"fields": ["user", "path", "kind", "is_active", "created_at", "changed_at"]}),
        ("Of whom, and what", {"fields": ["vendor", "says"]} | FOLDED),
    ]


@admin.register(WebhookEndpoint)
class WebhookEndpointAdmin(Register):
    list_display = ["public_id", "user", "host", "created_at", "disabled_at", "failing_since", "failed_at"]
    list_select_related = ["user"]
    exact, owner, kept_from = ("public_id",), "user", ("seed", "previous_seed", "url")
    search_help_text = "An id such as whe_…, or the beginning of an address"

    def host(self, endpoint: WebhookEndpoint) -> str:
        """What comes after it may be a secret."""
        return urlsplit(endpoint.url).hostname or ""


@admin.register(WebhookAccount)
class WebhookAccountAdmin(Register):
    list_display = ["user", "previous_until"]
    list_select_related = ["user"]
    owner, kept_from = "user", ("seed", "previous_seed")


class Attempts(Lines):
    model = WebhookAttempt
    fields = ["number", "by_hand", "due_at", "started_at", "milliseconds", "status_code", "error"]


@admin.register(WebhookDelivery)
class WebhookDeliveryAdmin(Register):
    list_display = ["public_id", "user", "host", "status", "created_at"]
    list_select_related = ["user"]
    exact, owner, kept_from = ("public_id",), "user", ("url",)
    search_help_text = "An id such as dlv_…, or the beginning of an address"
    inlines = [Attempts]


@admin.register(WebhookEvent)
class WebhookEventAdmin(Register):
    list_display = ["public_id", "user", "type", "created_at"]
    list_select_related = ["user"]
    date_hierarchy = "created_at"
    exact, owner = ("public_id",), "user"
    search_help_text = "An id such as evt_…, or the beginning of an address"
    fieldsets = [
        (None, {"fields": ["public_id", "user", "type", "created_at", "extraction", "batch"]}),
        ("What is sent", {"fields": ["body"]} | FOLDED),
    ]
