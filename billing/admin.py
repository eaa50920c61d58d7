"""Billing in the Django admin: plans can be changed by hand, counters only looked at."""

from django.contrib import admin
from django.http import HttpRequest

from billing.models import Account, Reservation, Subscription, UsagePeriod


class ReadOnly(admin.ModelAdmin):  # type: ignore[type-arg]
    """The counters are the metering's: changing them by hand would let them drift from what they count."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        """Not by themselves; they go along when their user is deleted."""
        match = request.resolver_match
        return match is not None and (match.url_name or "").startswith("accounts_user_")


@admin.register(Subscription)
class SubscriptionAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ["user", "plan_code", "updated_at"]
    list_filter = ["plan_code"]
    search_fields = ["user__email"]
    autocomplete_fields = ["user"]


@admin.register(UsagePeriod)
class UsagePeriodAdmin(ReadOnly):
    list_display = ["user", "period", "used", "reserved"]
    list_filter = ["period"]
    search_fields = ["user__email"]


@admin.register(Account)
class AccountAdmin(ReadOnly):
    list_display = ["user", "in_flight"]
    search_fields = ["user__email"]


@admin.register(Reservation)
class ReservationAdmin(ReadOnly):
    list_display = ["reference", "state", "created_at", "settled_at"]
    list_filter = ["state"]
    search_fields = ["reference", "period__user__email"]
