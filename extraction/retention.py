"""How long documents are kept: as long as service, plan and account say, whichever says least."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts import audit
from accounts.happenings import Happening
from accounts.models import User
from billing import subscriptions
from billing.plans import PLANS
from extraction import batches, first_read, jobs, one_by_one
from extraction.models import Batch, Extraction, ExtractionQuerySet

FINISHED = (Extraction.Status.COMPLETED, Extraction.Status.FAILED)
AT_ONCE = 5_000
UNTIL_READ = 0


def most_days(user: User, *, now: datetime) -> int | None:
    """What service and plan leave an account to choose; None: as long as it likes."""
    plan = subscriptions.plan_for(user, now=now)
    return min((days for days in (settings.RETENTION_DAYS or None, plan.keeps_days) if days), default=None)


def kept_days(user: User, *, now: datetime) -> int | None:
    """How many its documents are kept; None: until they are deleted."""
    known = (most_days(user, now=now), user.keeps_days)
    return min((each for each in known if each is not None), default=None)


def in_words(days: int | None) -> str:
    if days is None:
        return "until they are deleted"
    if days == UNTIL_READ:
        return "until their result was read"
    return f"{days:,} day{'s' if days != 1 else ''}"


def choose(user: User, *, days: int | None, now: datetime) -> None:
    """None: as long as service and plan keep them."""
    before = in_words(kept_days(user, now=now))
    with transaction.atomic():
        User.objects.filter(pk=user.pk).update(keeps_days=days)
        user.keeps_days = days
        if before != (kept := in_words(kept_days(user, now=now))):
            audit.record(Happening.DOCUMENTS_KEPT, user=user, kept=kept, before=before)


def gone_by(user: User, *, days: int | None, now: datetime) -> int:
    """How many documents would go within the hour, if these were the days."""
    return 0 if days is None else user.extractions.filter(**_over(days, now)).count()


def purge(*, now: datetime) -> int:
    """Delete what is due, in order; returns how many documents and batches there were."""
    return sum(_purge(users, days, now) for users, days in _limits(now))


def forget_what_was_read(*, now: datetime) -> int:
    """Of accounts that keep nothing: what was read, and a batch with the last of its documents."""
    read = Extraction.objects.filter(forget_at__lte=now)
    unread = Extraction.objects.filter(Q(forget_at=None) | Q(forget_at__gt=now), batch=OuterRef("pk"))
    done = Batch.objects.filter(~Exists(unread), pk__in=read.order_by().values("batch"))
    gone = batches.purge(done, finished_before=now, now=now)
    alone = list(read.without_results().order_by("forget_at")[:AT_ONCE])
    one_by_one.each(alone, jobs.delete)
    return gone + len(alone)


def _limits(now: datetime) -> Iterator[tuple[QuerySet[User] | None, int]]:
    """Whose documents are kept how many days at most; of an account several may hold."""
    if settings.RETENTION_DAYS:
        yield None, settings.RETENTION_DAYS
    for plan in PLANS.values():
        if plan.keeps_days:
            yield subscriptions.users_on(plan, now=now), plan.keeps_days
    chosen = User.objects.exclude(keeps_days=None).order_by("keeps_days")
    for days in chosen.values_list("keeps_days", flat=True).distinct():
        yield User.objects.filter(keeps_days=days), days or 0


def _purge(users: QuerySet[User] | None, days: int, now: datetime) -> int:
    documents: ExtractionQuerySet = Extraction.objects.filter(batch=None)
    several = Batch.objects.all()
    if users is not None:
        documents, several = documents.filter(user__in=users), several.filter(user__in=users)
    due = list(documents.filter(**_over(days, now)).without_results().order_by()[:AT_ONCE])
    one_by_one.each(due, jobs.delete)
    return len(due) + batches.purge(several, finished_before=_end(days, now), now=now)


def _over(days: int, now: datetime) -> dict[str, object]:
    """Sent before then as well, which is what an account's index knows."""
    end = _end(days, now)
    return {"status__in": FINISHED, "created_at__lt": end, "finished_at__lt": end}


def _end(days: int, now: datetime) -> datetime:
    return now - (timedelta(days=days) if days else first_read.UNREAD)
