"""Who uses the service: people, who log in by e-mail, the API keys of their programs, and what either did.

What people did is the audit log; what programs asked for is the request log.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, NoReturn

from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.utils import timezone


class UserManager(BaseUserManager["User"]):
    """Makes users from an e-mail address; there is no user name."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        user = self.model(email=email, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> User:
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email__iexact=username)


class User(AbstractUser):
    """A person with an account. The e-mail address is the login."""

    username = None  # type: ignore[assignment]  # how Django leaves out a field
    email = models.EmailField("e-mail address", unique=True)
    failed_logins = models.PositiveIntegerField(default=0, editable=False)  # since the last that succeeded

    # Days that documents are kept, 0: until their result was read. None: as long as the plan keeps them.
    keeps_days = models.PositiveSmallIntegerField(null=True, blank=True)

    # Closing begins and ends. In between nothing opens the account any more, and what it holds is deleted.
    closing_at = models.DateTimeField(null=True, blank=True, editable=False)
    closed_at = models.DateTimeField(null=True, blank=True, editable=False)
    farewell_to = models.CharField(max_length=254, blank=True, editable=False)  # until the last mail is sent

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = []

    objects = UserManager()  # type: ignore[misc,assignment]  # without usernames

    class Meta(AbstractUser.Meta):
        indexes = [
            models.Index(name="accounts_keep_days", fields=["keeps_days"], condition=~Q(keeps_days=None)),
        ]
        constraints = [
            models.CheckConstraint(
                name="a_closing_account_opens_to_nobody", condition=Q(closing_at=None) | Q(is_active=False)
            ),
            models.CheckConstraint(
                name="what_is_closed_was_closing", condition=Q(closed_at=None) | Q(closing_at__isnull=False)
            ),
        ]

    def clean(self) -> None:
        super().clean()
        self.email = self.email.lower()  # before forms look whether it is taken

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.email = self.email.lower()  # however it was typed, and wherever
        super().save(*args, **kwargs)

    def __str__(self) -> str:
        return self.email


class ApiKeyQuerySet(models.QuerySet["ApiKey"]):
    def live(self, *, now: datetime) -> ApiKeyQuerySet:
        """Keys that open the door at this moment."""
        return self.filter(revoked_at=None).filter(Q(expires_at=None) | Q(expires_at__gt=now))


class ApiKey(models.Model):
    """A program's key. The secret itself is not kept: only a digest of it, and enough to recognise it by.

    Keys that follow each other by rotation share what belongs to their `first`: its limit, and what counts
    towards it. A key that brought documents can be revoked but not deleted, so that they keep their name.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="api_keys")
    name = models.CharField(max_length=80)
    prefix = models.CharField(max_length=20)
    digest = models.BinaryField(max_length=32, unique=True)
    created_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    # The key at the beginning of the rotations that led to this one; None if it is that itself.
    origin = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.RESTRICT, related_name="successors"
    )
    # Invoices a month; None: as many as the plan has. That of the first key holds for all that follow it.
    monthly_limit = models.PositiveIntegerField(null=True, blank=True)
    # The form that asked for it: sent twice, it makes one key. Empty where no form did.
    form = models.CharField(max_length=32, blank=True, editable=False)

    objects = ApiKeyQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(
                name="one_key_per_form", fields=["user", "form", "name"], condition=~Q(form="")
            )
        ]
        verbose_name = "API key"

    def __str__(self) -> str:
        return f"{self.name} ({self.prefix}…)"

    @property
    def first(self) -> ApiKey:
        return self.origin or self


class AppendOnly(Exception):
    """The audit log is added to. Nothing in it is changed or deleted."""


class AuditEntryQuerySet(models.QuerySet["AuditEntry"]):
    def of_group(self, group: str) -> AuditEntryQuerySet:
        return self.filter(happening__startswith=f"{group}.")

    def update(self, **_: Any) -> NoReturn:
        raise AppendOnly

    def delete(self) -> NoReturn:
        raise AppendOnly


class AuditEntry(models.Model):
    """One thing that happened to an account. It goes with the account, and never before."""

    class Actor(models.TextChoices):
        PERSON = "person", "You"
        KEY = "key", "An API key"
        STRIPE = "stripe", "Stripe"
        OPERATOR = "operator", "Who runs this service"
        SERVICE = "service", "This service"

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="audit_entries")
    created_at = models.DateTimeField(default=timezone.now)
    happening = models.CharField(max_length=40)  # one of `happenings`
    about = models.JSONField(default=dict)
    actor = models.CharField(max_length=10, choices=Actor)
    actor_name = models.CharField(max_length=120, blank=True)
    address = models.GenericIPAddressField(null=True, blank=True)
    agent = models.CharField(max_length=300, blank=True)

    objects = AuditEntryQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-id"]
        verbose_name_plural = "audit entries"
        indexes = [models.Index(name="audit_history", fields=["user", "-created_at", "-id", "happening"])]

    def __str__(self) -> str:
        return f"{self.happening} {self.created_at:%Y-%m-%d %H:%M}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise AppendOnly
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise AppendOnly


class ApiRequestQuerySet(models.QuerySet["ApiRequest"]):
    def received(self, after: datetime | None, before: datetime | None) -> ApiRequestQuerySet:
        found = self.filter(created_at__gte=after) if after else self
        return found.filter(created_at__lt=before) if before else found


class ApiRequest(models.Model):
    """One request of a program and how it was answered, without what it held. Kept for 30 days."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="api_requests")
    key = models.ForeignKey(ApiKey, on_delete=models.CASCADE, related_name="requests", db_index=False)
    created_at = models.DateTimeField()
    method = models.CharField(max_length=10)
    path = models.CharField(max_length=200)  # never with its query
    status = models.PositiveSmallIntegerField()
    milliseconds = models.PositiveIntegerField()
    request_id = models.CharField(max_length=128)
    error_code = models.CharField(max_length=40, blank=True)
    made = models.CharField(max_length=40, blank=True)  # the public id of what came of it

    objects = ApiRequestQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-id"]
        indexes = [
            # An account's log in its order, with what it is narrowed by: no row is read to be left out.
            models.Index(
                name="request_history", fields=["user", "-created_at", "-id", "status", "key", "path"]
            ),
            models.Index(name="request_of_key", fields=["key", "-created_at", "-id"]),
            models.Index(name="request_by_name", fields=["user", "request_id"]),
        ]

    def __str__(self) -> str:
        return f"{self.method} {self.path} {self.status}"


class RequestDay(models.Model):
    """How many requests a key made on one day (UTC), and how many of them were answered with an error."""

    key = models.ForeignKey(ApiKey, on_delete=models.CASCADE, related_name="request_days", db_index=False)
    day = models.DateField()
    requests = models.PositiveIntegerField(default=0)
    errors = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="one_count_a_key_and_day", fields=["key", "day"]),
            models.CheckConstraint(name="errors_are_requests", condition=Q(errors__lte=models.F("requests"))),
        ]

    def __str__(self) -> str:
        return f"{self.day}: {self.requests}"
