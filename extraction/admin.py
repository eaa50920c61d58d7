"""Extractions and batches in the Django admin: to see where one stands. What customers sent is not shown."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from extraction import batches, jobs
from extraction.models import Batch, Correction, Extraction


class CorrectionInline(admin.TabularInline):  # type: ignore[type-arg]
    """Which values were corrected, when and by whom; not what they are."""

    model = Correction
    fields = ("path", "at", "by", "rule")
    readonly_fields = fields
    extra = 0

    def has_add_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False


@admin.register(Extraction)
class ExtractionAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ["public_id", "user", "status", "created_at", "finished_at", "attempts", "error_code"]
    list_filter = ["status", "error_code"]
    search_fields = ["public_id", "user__email"]
    exclude = ["file", "result", "corrected", "claim"]
    inlines = [CorrectionInline]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def delete_model(self, request: HttpRequest, obj: Extraction) -> None:
        jobs.delete(obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Extraction]) -> None:
        for extraction in queryset:
            jobs.delete(extraction)

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False


@admin.register(Batch)
class BatchAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ["public_id", "user", "created_at", "finished_at"]
    search_fields = ["public_id", "user__email"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def delete_model(self, request: HttpRequest, obj: Batch) -> None:
        batches.delete(obj, now=timezone.now())

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Batch]) -> None:
        for batch in queryset:
            batches.delete(batch, now=timezone.now())

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False
