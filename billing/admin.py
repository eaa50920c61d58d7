"""Billing in the Django admin: plans can be changed by hand, counters only looked at."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from billing import subscriptions
from billing.models import Account, Letter, Reservation, StripeEvent, Subscription, UsagePeriod
from billing.plans import PLANS


class OfAUser(admin.ModelAdmin):  # type: ignore[type-arg]
    """Rows that an account has as long as it is there."""

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        """Not by themselves; they go along when their user is deleted."""
        match = request.resolver_match
        return match is not None and (match.url_name or "").startswith("accounts_user_")


class ReadOnly(OfAUser):
    """The counters are the metering's: changing them by hand would let them drift from what they count."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False


@admin.register(Subscription)
class SubscriptionAdmin(OfAUser):
    """What the operator gives is the operator's to change, and what Stripe says is changed at Stripe.

    An account goes to Free by being given that plan: so its owner can read of it.
    """

    list_display = ["user", "plan_code", "source", "status", "plan_until", "updated_at"]
    list_filter = ["plan_code", "source", "status"]
    search_fields = ["user__email", "stripe_id"]
    fields = ["user", "plan_code"]
    autocomplete_fields = ["user"]

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        """Not with its user either while Stripe holds it: it would go on being charged for nobody."""
        if isinstance(obj, Subscription) and obj.source == Subscription.Source.STRIPE:
            return False
        return super().has_delete_permission(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Subscription | None = None) -> bool:
        is_stripes = obj is not None and obj.source == Subscription.Source.STRIPE
        return not is_stripes and super().has_change_permission(request, obj)

    def get_readonly_fields(self, request: HttpRequest, obj: Subscription | None = None) -> list[str]:
        return ["user"] if obj else []

    def save_model(self, request: HttpRequest, obj: Subscription, form: Any, change: bool) -> None:
        obj.pk = subscriptions.set_plan(user=obj.user, plan=PLANS[obj.plan_code]).pk


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


@admin.register(Letter)
class LetterAdmin(ReadOnly):
    list_display = ["kind", "user", "created_at", "done_at", "tries", "error"]
    list_filter = ["kind"]
    search_fields = ["user__email", "about"]


@admin.register(StripeEvent)
class StripeEventAdmin(ReadOnly):
    list_display = ["event_id", "type", "customer_id", "received_at", "done_at", "ignored", "tries", "error"]
    list_filter = ["type"]
    search_fields = ["event_id", "customer_id"]
