"""Extractions in the Django admin: to see where one stands. What customers sent is not shown."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from extraction import jobs
from extraction.models import Extraction


@admin.register(Extraction)
class ExtractionAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ["public_id", "user", "status", "created_at", "finished_at", "attempts", "error_code"]
    list_filter = ["status", "error_code"]
    search_fields = ["public_id", "user__email"]
    exclude = ["file", "result", "claim"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def delete_model(self, request: HttpRequest, obj: Extraction) -> None:
        jobs.delete(obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Extraction]) -> None:
        for extraction in queryset:
            jobs.delete(extraction)

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False
