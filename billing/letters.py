"""Mails that are owed: written down in the transaction that makes them due, sent by a worker, each once."""

from __future__ import annotations

import logging
from datetime import datetime

from django.db import transaction

from accounts.models import User
from billing import chores, outbox
from billing.models import Letter

logger = logging.getLogger(__name__)


def owe(*, user: User, kind: str, about: str, now: datetime, text: str = "") -> bool:
    """Belongs into the transaction that makes it due. False if it was owed before, sent or not."""
    values = {"user": user, "text": text, "created_at": now, **chores.fresh(now=now)}
    with transaction.atomic():
        letter, is_new = Letter.objects.get_or_create(kind=kind, about=about, defaults=values)
        if is_new:
            outbox.enqueue("send_letter", letter.pk)
    return is_new


def alarm(*, user: User, about: str, text: str, now: datetime) -> None:
    """For the operator, who alone can put it right: in the log and by mail, once for what it is about."""
    if owe(user=user, kind=Letter.Kind.ALARM, about=about, text=text, now=now):
        logger.error(text)
