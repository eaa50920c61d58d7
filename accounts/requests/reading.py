"""The log as its owner reads it: narrowed, page by page, and how many requests each key made on each day."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import QuerySet, TextChoices

from accounts.models import ApiKey, RequestDay, User
from accounts.models import ApiRequestQuerySet as Requests

DAYS = 30  # that are counted and drawn


class Answer(TextChoices):
    """How a request was answered, as people ask for it."""

    ANSWERED = "answered", "Answered"
    REFUSED = "refused", "Refused"
    FAILED = "failed", "Failed on our side"


STATUSES = {Answer.ANSWERED: (0, 400), Answer.REFUSED: (400, 500), Answer.FAILED: (500, 1000)}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is empty or None does not narrow the log."""

    text: str = ""
    key: int | None = None
    answer: str = ""
    after: datetime | None = None
    before: datetime | None = None

    def of(self, user: User) -> Requests:
        found: Requests = user.api_requests.received(self.after, self.before)
        if self.key:
            found = found.filter(key=self.key)
        if self.answer in Answer:
            lowest, end = STATUSES[Answer(self.answer)]
            found = found.filter(status__gte=lowest, status__lt=end)
        return _saying(found, self.text) if self.text else found


@dataclass(frozen=True, slots=True)
class Day:
    day: date
    requests: int
    errors: int

    @property
    def until(self) -> date:
        return self.day + timedelta(days=1)


def recognised(user: User, now: datetime) -> QuerySet[ApiKey]:
    """The keys with which anything was asked for."""
    lately = RequestDay.objects.filter(key__user=user, day__gte=_first_day(now))
    return user.api_keys.filter(pk__in=lately.values("key")).order_by("name", "-created_at")


def days(user: User, *, now: datetime) -> list[Day]:
    """Of all keys together, oldest first, without a gap."""
    sums: dict[date, list[int]] = defaultdict(lambda: [0, 0])
    for _, day, requests, errors in _counts(user, now):
        sums[day][0] += requests
        sums[day][1] += errors
    return [Day(day, *sums[day]) for day in _days(now)]


def by_key(user: User, *, now: datetime) -> dict[int, list[int]]:
    """The requests of each of the last days, by the key's pk; a key without any is left out."""
    counts: dict[int, dict[date, int]] = defaultdict(dict)
    for key, day, requests, _ in _counts(user, now):
        counts[key][day] = requests
    return {key: [of_days.get(day, 0) for day in _days(now)] for key, of_days in counts.items()}


def _counts(user: User, now: datetime) -> QuerySet[RequestDay, tuple[int, date, int, int]]:
    own = RequestDay.objects.filter(key__user=user, day__gte=_first_day(now))
    return own.values_list("key", "day", "requests", "errors")


def _days(now: datetime) -> list[date]:
    return [_first_day(now) + timedelta(days=number) for number in range(DAYS)]


def _first_day(now: datetime) -> date:
    return now.date() - timedelta(days=DAYS - 1)


def _saying(found: Requests, text: str) -> Requests:
    """Those of this id, or whose id begins so; if there is none, those with it in their path."""
    named = found.filter(request_id__gte=text, request_id__lte=f"{text}zzzz", request_id__startswith=text)
    return named if named.exists() else found.filter(path__icontains=text)
