"""Entries become rows: attributed to the account of their key, counted for their day, kept for 30 days."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet

from accounts import statements
from accounts.models import ApiKey, ApiRequest, RequestDay, User
from accounts.requests.entry import Entry

KEPT_FOR = timedelta(days=30)
LISTED_A_DAY = 20_000  # of one key; more are counted and not listed, so that no program fills the disk
AT_ONCE = 500

Of = tuple[ApiKey, Entry]


@transaction.atomic
def write(entries: Sequence[Entry]) -> None:
    """Those whose key nobody knows, or no longer, are left out."""
    attributed = list(_attributed(entries))
    already = _count(attributed)
    listed = []
    for key, entry in attributed:
        day = key.pk, entry.created_at.date()
        already[day] += 1
        if already[day] <= LISTED_A_DAY:
            listed.append(_row(key, entry))
    ApiRequest.objects.bulk_create(listed, batch_size=AT_ONCE)


def purge(*, now: datetime) -> None:
    """Rows are written in the order of time, so the old ones come first and need no index of their own."""
    RequestDay.objects.filter(day__lte=(now - KEPT_FOR).date()).delete()
    oldest = ApiRequest.objects.order_by("pk").values_list("pk", "created_at")[:AT_ONCE]
    while due := [pk for pk, created_at in oldest.all() if created_at < now - KEPT_FOR]:
        ApiRequest.objects.filter(pk__in=due).delete()


def forget(user: User) -> Iterator[None]:
    """All of an account, some at a time."""
    own = user.api_requests.order_by().values_list("pk", flat=True)[:AT_ONCE]
    while pks := list(own.all()):
        ApiRequest.objects.filter(pk__in=pks).delete()
        yield
    RequestDay.objects.filter(key__user=user).delete()


def _attributed(entries: Iterable[Entry]) -> Iterator[Of]:
    keys = _keys(entries)
    by_pk = {key.pk: key for key in keys}
    by_digest = {bytes(key.digest): key for key in keys}
    for entry in entries:
        key = by_pk.get(entry.key) if entry.key else by_digest.get(entry.digest or b"")
        if key is not None:
            yield key, entry


def _keys(entries: Iterable[Entry]) -> QuerySet[ApiKey]:
    pks = {entry.key for entry in entries if entry.key}
    digests = {entry.digest for entry in entries if entry.digest}
    return ApiKey.objects.filter(Q(pk__in=pks) | Q(digest__in=digests)).only("pk", "user_id", "digest")


def _count(attributed: Iterable[Of]) -> Counter[tuple[int, date]]:
    """Adds to the counts of their days; returns what these were before. In one order, so that two processes
    wait for each other and not for ever."""
    requests: Counter[tuple[int, date]] = Counter()
    errors: Counter[tuple[int, date]] = Counter()
    for key, entry in attributed:
        requests[key.pk, entry.created_at.date()] += 1
        errors[key.pk, entry.created_at.date()] += entry.is_error
    before: Counter[tuple[int, date]] = Counter()
    for pk, day in sorted(requests):
        counted = statements.answer(COUNT, pk, day, requests[pk, day], errors[pk, day])
        assert counted is not None  # noqa: S101 - it changes a row or makes one
        before[pk, day] = counted[0] - requests[pk, day]
    return before


def _row(key: ApiKey, entry: Entry) -> ApiRequest:
    return ApiRequest(
        user_id=key.user_id,
        key=key,
        created_at=entry.created_at,
        method=entry.method,
        path=entry.path,
        status=entry.status,
        milliseconds=entry.milliseconds,
        request_id=entry.request_id,
        error_code=entry.error_code,
        made=entry.made,
    )


COUNT = """
    INSERT INTO accounts_requestday (key_id, day, requests, errors) VALUES (%s, %s, %s, %s)
    ON CONFLICT (key_id, day) DO UPDATE
    SET requests = accounts_requestday.requests + excluded.requests,
        errors = accounts_requestday.errors + excluded.errors
    RETURNING requests
"""
