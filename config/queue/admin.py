"""Messages of the database's queue in the Django admin: what waits, and what was set aside and why."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from accounts.registers import Register
from config.queue.models import QueuedMessage


class IsDead(admin.SimpleListFilter):
    title, parameter_name = "state", "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("alive", "Waiting or at work"), ("dead", "Set aside")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() is None:
            return queryset
        return queryset.exclude(dead_at=None) if self.value() == "dead" else queryset.filter(dead_at=None)


@admin.register(QueuedMessage)
class QueuedMessageAdmin(Register):
    list_display = ["message_id", "queue", "due_at", "leased_until", "deliveries", "dead_at", "reason"]
    list_filter = [IsDead]
    exact, kept_from = ("message_id", "queue"), ("body",)
    search_help_text = "The id of a message, or the name of a queue"
    actions = ["queue_again"]

    @admin.action(description="Queue the selected messages again that were set aside", permissions=["queue"])
    def queue_again(self, request: HttpRequest, queryset: QuerySet[QueuedMessage]) -> None:
        chosen = QueuedMessage.objects.filter(pk__in=list(queryset.values_list("pk", flat=True)))
        number = chosen.dead().queue_again(now=timezone.now())
        self.message_user(request, f"{number} queued again.", messages.SUCCESS)

    def has_queue_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("queue.change_queuedmessage")
