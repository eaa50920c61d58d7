"""Billing in the Django admin: plans can be changed by hand, counters and what Stripe said only looked at."""

from typing import Any

from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import HttpRequest

from accounts.registers import Register
from billing import subscriptions
from billing.models import (
    Account,
    CheckoutAttempt,
    Customer,
    KeyPeriod,
    Letter,
    Reservation,
    StripeEvent,
    Subscription,
    UsagePeriod,
)
from billing.plans import PLANS


class IsWaiting(admin.SimpleListFilter):
    """Chores that are not done: an index holds them alone."""

    title, parameter_name = "done", "waiting"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("yes", "Waiting"), ("tried", "Waiting, and failed before")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Model]) -> QuerySet[Model]:
        if self.value() is None:
            return queryset
        waiting = queryset.filter(done_at=None)
        return waiting.exclude(error="") if self.value() == "tried" else waiting


@admin.register(Subscription)
class SubscriptionAdmin(Register):
    """What the operator gives is the operator's to change, and what Stripe says is changed at Stripe.

    An account goes to Free by being given that plan: so its owner can read of it.
    """

    list_display = ["user", "plan_code", "source", "status", "plan_until", "period_end", "updated_at"]
    list_select_related = ["user"]
    list_filter = ["plan_code", "source", "status"]
    exact, owner = ("stripe_id",), "user"
    search_help_text = "An id of Stripe's, or the beginning of an address"
    autocomplete_fields = ["user"]

    def get_fields(self, request: HttpRequest, obj: Model | None = None) -> Any:
        """Those that can be changed, or all where none can."""
        if self.has_change_permission(request, obj):
            return ["user", "plan_code"]
        return [field.name for field in Subscription._meta.concrete_fields if not field.primary_key]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("billing.add_subscription")

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Not with its user either while Stripe holds it: it would go on being charged for nobody."""
        if isinstance(obj, Subscription) and obj.source == Subscription.Source.STRIPE:
            return False
        return super().has_delete_permission(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        is_stripes = isinstance(obj, Subscription) and obj.source == Subscription.Source.STRIPE
        return not is_stripes and request.user.has_perm("billing.change_subscription")

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> list[str]:
        return ["user"] if obj else []

    def save_model(self, request: HttpRequest, obj: Subscription, form: Any, change: bool) -> None:
        obj.pk = subscriptions.set_plan(user=obj.user, plan=PLANS[obj.plan_code]).pk


@admin.register(Customer)
class CustomerAdmin(Register):
    list_display = ["user", "stripe_id", "told_email", "synced_at"]
    list_select_related = ["user"]
    exact, owner, kept_from = ("stripe_id",), "user", ("key",)
    search_help_text = "An id of Stripe's, or the beginning of an address"


@admin.register(CheckoutAttempt)
class CheckoutAttemptAdmin(Register):
    list_display = ["user", "plan_code", "interval", "created_at", "closed_at"]
    list_select_related = ["user"]
    exact, owner, kept_from = ("session_id",), "user", ("key",)
    search_help_text = "The id of a session at Stripe's checkout, or the beginning of an address"


@admin.register(UsagePeriod)
class UsagePeriodAdmin(Register):
    list_display = ["user", "period", "used", "reserved", "plan_code"]
    list_select_related = ["user"]
    owner = "user"


@admin.register(KeyPeriod)
class KeyPeriodAdmin(Register):
    list_display = ["key", "period", "used", "reserved"]
    list_select_related = ["key", "period__user"]
    owner = "key__user"


@admin.register(Account)
class AccountAdmin(Register):
    list_display = ["user", "in_flight"]
    list_select_related = ["user"]
    owner = "user"


@admin.register(Reservation)
class ReservationAdmin(Register):
    list_display = ["reference", "owned_by", "state", "created_at", "settled_at"]
    list_select_related = ["period__user"]
    exact, owner = ("reference",), "period__user"
    search_help_text = "A reference such as ext_…, or the beginning of an address"

    @admin.display(description="User")
    def owned_by(self, reservation: Reservation) -> str:
        return str(reservation.period.user)


@admin.register(Letter)
class LetterAdmin(Register):
    list_display = ["kind", "user", "created_at", "done_at", "tries", "next_try_at", "error"]
    list_select_related = ["user"]
    list_filter = [IsWaiting]
    owner = "user"


@admin.register(StripeEvent)
class StripeEventAdmin(Register):
    """Its payload, with addresses and cards' last digits, is to be read at Stripe."""

    list_display = ["event_id", "type", "customer_id", "received_at", "done_at", "ignored", "tries", "error"]
    list_filter = [IsWaiting]
    date_hierarchy = "received_at"
    exact, kept_from = ("event_id", "customer_id"), ("payload",)
    search_help_text = "An id of an event or a customer at Stripe"
