"""People, their keys and their logs in the Django admin. A key can be looked at and revoked, never read or
made here; a log can only be looked at."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.forms import AdminPasswordChangeForm
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from accounts import audit, keys
from accounts.happenings import Happening, sentence
from accounts.models import ApiKey, AuditEntry, User


class PasswordForm(AdminPasswordChangeForm):  # type: ignore[type-arg]
    """The operator's, for somebody who cannot get in; the owner can read of it."""

    def save(self, commit: bool = True) -> User:
        with transaction.atomic():
            user: User = super().save(commit)
            audit.record(Happening.PASSWORD_CHANGED, user=user)
        return user


@admin.register(User)
class UserAdmin(DjangoUserAdmin):  # type: ignore[type-arg]
    change_password_form = PasswordForm
    ordering = ["email"]
    list_display = ["email", "is_active", "is_staff", "date_joined", "last_login"]
    search_fields = ["email"]
    fieldsets = [
        (None, {"fields": ["email", "password"]}),
        ("May", {"fields": ["is_active", "is_staff", "is_superuser", "groups", "user_permissions"]}),
        ("When", {"fields": ["last_login", "date_joined", "closing_at", "closed_at"]}),
    ]
    add_fieldsets = [(None, {"fields": ["email", "usable_password", "password1", "password2"]})]
    readonly_fields = ["last_login", "date_joined", "closing_at", "closed_at"]

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> list[str]:
        """What is closing stays closed."""
        return [*self.readonly_fields, *(["is_active"] if obj and obj.closing_at else [])]

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if not change:
            audit.record(Happening.ACCOUNT_OPENED, user=obj, email=obj.email)
            return
        if "email" in form.changed_data:
            audit.record(Happening.EMAIL_CHANGED, user=obj, email=obj.email, before=form.initial["email"])
        if "is_active" in form.changed_data:
            unlocked = Happening.ACCOUNT_UNLOCKED if obj.is_active else Happening.ACCOUNT_LOCKED
            audit.record(unlocked, user=obj)


@admin.register(ApiKey)
class ApiKeyAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ["name", "prefix", "user", "created_at", "last_used_at", "expires_at", "revoked_at"]
    search_fields = ["name", "prefix", "user__email"]
    exclude = ["digest"]
    actions = ["revoke"]

    @admin.action(description="Revoke the selected keys", permissions=["delete"])
    def revoke(self, request: HttpRequest, queryset: QuerySet[ApiKey]) -> None:
        for key in queryset:
            keys.revoke(key=key, now=timezone.now())

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False


@admin.register(AuditEntry)
class AuditEntryAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ["created_at", "user", "said", "actor", "actor_name"]
    list_filter = ["actor"]
    search_fields = ["user__email", "happening"]
    exclude = ["address", "agent"]

    @admin.display(description="What happened")
    def said(self, entry: AuditEntry) -> str:
        return sentence(entry.happening, entry.about)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        """Not by themselves; they go along when their user is deleted."""
        match = request.resolver_match
        return match is not None and (match.url_name or "").startswith("accounts_user_")
