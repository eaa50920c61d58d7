"""People, their keys and their logs in the Django admin. A key can be looked at and revoked, never read or
made here; a log can only be looked at, and so can what somebody logs in with."""

from typing import Any

import allauth.account.admin
import allauth.mfa.admin
import allauth.usersessions.admin  # noqa: F401 - each registers a list of its own
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_removed
from allauth.usersessions.models import UserSession
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.forms import AdminPasswordChangeForm
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from accounts import audit, keys
from accounts.happenings import Happening, sentence
from accounts.models import ApiKey, ApiRequest, AuditEntry, User
from accounts.registers import Bounded, Register


class PasswordForm(AdminPasswordChangeForm):
    """The operator's, for somebody who cannot get in; the owner can read of it."""

    def save(self, commit: bool = True) -> User:
        with transaction.atomic():
            user: User = super().save(commit)
            audit.record(Happening.PASSWORD_CHANGED, user=user)
        return user


@admin.register(User)
class UserAdmin(Bounded, DjangoUserAdmin):
    change_password_form = PasswordForm
    list_display = ["email", "is_active", "is_staff", "date_joined", "last_login", "closing_at"]
    list_filter = ["is_staff", "is_active"]
    search_fields = ["email"]
    search_help_text = "The beginning of an address"
    fieldsets = [
        (None, {"fields": ["email", "password"]}),
        ("May", {"fields": ["is_active", "is_staff", "is_superuser", "groups", "user_permissions"]}),
        ("When", {"fields": ["last_login", "date_joined", "failed_logins", "closing_at", "closed_at"]}),
    ]
    add_fieldsets = [(None, {"fields": ["email", "usable_password", "password1", "password2"]})]
    readonly_fields = ["last_login", "date_joined", "failed_logins", "closing_at", "closed_at"]

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[User], search_term: str
    ) -> tuple[QuerySet[User], bool]:
        return queryset.filter(email__startswith=search_term.strip().lower()), False

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
class ApiKeyAdmin(Register):
    list_display = ["name", "prefix", "user", "created_at", "last_used_at", "expires_at", "revoked_at"]
    list_select_related = ["user"]
    exact, owner, kept_from = ("prefix",), "user", ("digest",)
    search_help_text = "The beginning of the key as its owner sees it, or of an address"
    actions = ["revoke"]

    @admin.action(description="Revoke the selected keys", permissions=["revoke"])
    def revoke(self, request: HttpRequest, queryset: QuerySet[ApiKey]) -> None:
        for key in queryset:
            keys.revoke(key=key, now=timezone.now())

    def has_revoke_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("accounts.delete_apikey")


@admin.register(AuditEntry)
class AuditEntryAdmin(Register):
    list_display = ["created_at", "user", "said", "actor", "actor_name"]
    list_select_related = ["user"]
    owner, kept_from = "user", ("address", "agent")

    @admin.display(description="What happened")
    def said(self, entry: AuditEntry) -> str:
        return sentence(entry.happening, entry.about)


@admin.register(ApiRequest)
class ApiRequestAdmin(Register):
    list_display = ["created_at", "user", "key", "method", "path", "status", "error_code", "milliseconds"]
    list_select_related = ["user", "key"]
    owner = "user"


# allauth's own lists let addresses be confirmed by hand, show what codes are made from, and want user names.
admin.site.unregister([EmailAddress, Authenticator, UserSession])


@admin.register(EmailAddress)
class EmailAddressAdmin(Register):
    list_display = ["email", "user", "primary", "verified"]
    list_select_related = ["user"]
    owner, search_help_text = "user", "The beginning of the account's address"


@admin.register(UserSession)
class UserSessionAdmin(Register):
    list_display = ["user", "created_at", "last_seen_at"]
    list_select_related = ["user"]
    owner, kept_from = "user", ("ip", "user_agent", "session_key", "data")


@admin.register(Authenticator)
class AuthenticatorAdmin(Register):
    """What one logs in with besides a password; taken away from who has lost it and proved who they are."""

    list_display = ["user", "type", "created_at", "last_used_at"]
    list_select_related = ["user"]
    owner, kept_from = "user", ("data",)

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return bool(request.user.has_perm("mfa.delete_authenticator"))

    def delete_model(self, request: HttpRequest, obj: Authenticator) -> None:
        """As if its owner did: it stands in their log."""
        with transaction.atomic():
            obj.delete()
            authenticator_removed.send(
                sender=Authenticator, request=request, user=obj.user, authenticator=obj
            )
