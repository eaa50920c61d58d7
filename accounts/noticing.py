"""What allauth tells of sign-ups, log-ins and changes to them, written to the audit log.

allauth commits a change first and tells of it then, within the same request.
"""

from __future__ import annotations

from typing import Any

from allauth.account import signals as account
from allauth.account.models import EmailAddress
from allauth.mfa import signals as mfa
from allauth.mfa.models import Authenticator
from django.contrib.auth.signals import user_login_failed
from django.db import transaction
from django.db.models import F, Q
from django.dispatch import Signal

from accounts import actors, audit
from accounts.happenings import Happening
from accounts.models import AuditEntry, User

LOGGED_IN = (Happening.LOGGED_IN, Happening.LOGGED_IN_ELSEWHERE)
FACTORS = {
    Authenticator.Type.TOTP: "The authenticator app",
    Authenticator.Type.RECOVERY_CODES: "The set of recovery codes",
}


def connect() -> None:
    """Once, when the process starts."""
    for signal, receiver in RECEIVERS:
        signal.connect(receiver, dispatch_uid=f"audit:{receiver.__name__}")


def _signed_up(*, user: User, **_: Any) -> None:
    audit.record(Happening.ACCOUNT_OPENED, user=user, email=user.email)


def _logged_in(*, user: User, **_: Any) -> None:
    failed = User.objects.values_list("failed_logins", flat=True).get(pk=user.pk)
    with transaction.atomic():
        if failed:
            User.objects.filter(pk=user.pk).update(failed_logins=F("failed_logins") - failed)
            with actors.acting(actors.SERVICE):  # nobody knows who it was
                audit.record(Happening.LOGIN_FAILED, user=user, count=str(failed))
        audit.record(_kind_of_login(user), user=user)


def _kind_of_login(user: User) -> Happening:
    """The first of all is no surprise."""
    earlier = AuditEntry.objects.filter(user=user, happening__in=LOGGED_IN)
    is_known = earlier.filter(address=actors.current(on=user).address).exists() or not earlier.exists()
    return Happening.LOGGED_IN if is_known else Happening.LOGGED_IN_ELSEWHERE


def _password_refused(*, credentials: dict[str, Any], **_: Any) -> None:
    address = str(credentials.get("email") or "")
    owner = Q(email__iexact=address) | Q(
        pk__in=EmailAddress.objects.filter(email__iexact=address).values("user")
    )
    _count_failure(owner)


def _code_refused(*, user: User, **_: Any) -> None:
    _count_failure(Q(pk=user.pk))


def _count_failure(owner: Q) -> None:
    """Only counted, and told with the next log-in: who tries all night fills no log."""
    User.objects.filter(owner).update(failed_logins=F("failed_logins") + 1)


def _password_set(*, user: User, **_: Any) -> None:
    audit.record(Happening.PASSWORD_SET, user=user)


def _password_changed(*, user: User, **_: Any) -> None:
    audit.record(Happening.PASSWORD_CHANGED, user=user)


def _password_reset(*, user: User, **_: Any) -> None:
    audit.record(Happening.PASSWORD_RESET, user=user)


def _email_added(*, user: User, email_address: EmailAddress, **_: Any) -> None:
    audit.record(Happening.EMAIL_ADDED, user=user, email=email_address.email)


def _email_removed(*, user: User, email_address: EmailAddress, **_: Any) -> None:
    audit.record(Happening.EMAIL_REMOVED, user=user, email=email_address.email)


def _email_confirmed(*, email_address: EmailAddress, **_: Any) -> None:
    audit.record(Happening.EMAIL_CONFIRMED, user=email_address.user, email=email_address.email)


def _email_changed(
    *, user: User, from_email_address: EmailAddress | None, to_email_address: EmailAddress, **_: Any
) -> None:
    before = from_email_address.email if from_email_address else "none"
    audit.record(Happening.EMAIL_CHANGED, user=user, email=to_email_address.email, before=before)


def _factor_added(*, user: User, authenticator: Authenticator, **_: Any) -> None:
    audit.record(Happening.FACTOR_ADDED, user=user, factor=_named(authenticator))


def _factor_removed(*, user: User, authenticator: Authenticator, **_: Any) -> None:
    audit.record(Happening.FACTOR_REMOVED, user=user, factor=_named(authenticator))


def _factor_renewed(*, user: User, authenticator: Authenticator, **_: Any) -> None:
    audit.record(Happening.FACTOR_RENEWED, user=user, factor=_named(authenticator))


def _factor_used(*, user: User, authenticator: Authenticator, **_: Any) -> None:
    audit.record(Happening.FACTOR_USED, user=user, factor=_named(authenticator))


def _named(authenticator: Authenticator) -> str:
    """Passkeys have names, for a person may have several."""
    if authenticator.type == Authenticator.Type.WEBAUTHN:
        return f"The passkey “{authenticator.wrap().name}”"
    return FACTORS[authenticator.type]


RECEIVERS: tuple[tuple[Signal, Any], ...] = (
    (account.user_signed_up, _signed_up),
    (account.user_logged_in, _logged_in),
    (user_login_failed, _password_refused),
    (mfa.authentication_failed, _code_refused),
    (account.password_set, _password_set),
    (account.password_changed, _password_changed),
    (account.password_reset, _password_reset),
    (account.email_added, _email_added),
    (account.email_removed, _email_removed),
    (account.email_confirmed, _email_confirmed),
    (account.email_changed, _email_changed),
    (mfa.authenticator_added, _factor_added),
    (mfa.authenticator_removed, _factor_removed),
    (mfa.authenticator_reset, _factor_renewed),
    (mfa.authenticator_used, _factor_used),
)
