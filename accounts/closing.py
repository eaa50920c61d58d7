"""Closing an account, as far as the person goes: from its beginning on nothing opens it, and in the end its
row is emptied of all that is personal. The row stays, for what the law asks to be kept refers to it.
"""

from __future__ import annotations

import secrets
from datetime import datetime

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.admin.models import LogEntry
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.hashers import make_password
from django.contrib.sessions.models import Session
from django.db import transaction

from accounts import audit, mails
from accounts.happenings import Happening
from accounts.models import User

NOBODY = "an account that was closed"


def begin(user: User, *, now: datetime) -> bool:
    """From here on it opens to nobody: no log-in, no session, no key. False if that was so before."""
    with transaction.atomic():
        open_still = User.objects.filter(pk=user.pk, closing_at=None)
        if not open_still.update(closing_at=now, is_active=False):
            return False
        audit.record(Happening.ACCOUNT_CLOSING, user=user)
    return True


def take_away_doors(user: User) -> None:
    """Keys, second factors and sessions: they open nothing any more, and hold names and addresses."""
    user.api_keys.all().delete()
    Authenticator.objects.filter(user=user).delete()
    UserSession.objects.filter(user=user).delete()
    for session in Session.objects.iterator():
        if session.get_decoded().get(SESSION_KEY) == str(user.pk):
            session.delete()


@transaction.atomic
def empty(user: User, *, now: datetime) -> bool:
    """Nothing of the person is left but where the last mail goes. False if it was done before."""
    own = User.objects.select_for_update().get(pk=user.pk)
    if own.closed_at is not None:
        return False
    EmailAddress.objects.filter(user=own).delete()
    LogEntry.objects.filter(object_repr__icontains=own.email).update(object_repr=NOBODY)
    own.groups.clear()
    own.user_permissions.clear()
    audit.forget(own)
    audit.record(Happening.ACCOUNT_CLOSED, user=own)
    User.objects.filter(pk=own.pk).update(
        email=f"closed-{secrets.token_hex(16)}",
        farewell_to=own.email,
        first_name="",
        last_name="",
        password=make_password(None),
        last_login=None,
        is_staff=False,
        is_superuser=False,
        failed_logins=0,
        closed_at=now,
    )
    return True


def say_farewell(user: User) -> None:
    """The address is kept until the mail is out. Who dies right then has it sent twice, and not never."""
    address = User.objects.values_list("farewell_to", flat=True).get(pk=user.pk)
    if address:
        mails.send(
            to=address, subject="Your account is closed", template="accounts/email/farewell.txt", context={}
        )
        forget_address(user)


def forget_address(user: User) -> None:
    User.objects.filter(pk=user.pk).update(farewell_to="")
