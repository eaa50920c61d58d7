"""What was read and what failed in the last 24 hours, by the hour and by the reason."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db.models import CharField, Count, Func, Q, QuerySet

from extraction.models import Extraction, WebhookAttempt
from extraction.web import charts
from extraction.web.charts import Pile

HOURS = 24
REASONS = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Throughput:
    """`figures` are the hours in words with what was finished in each, the oldest first."""

    read: int
    failed: int
    by_code: list[tuple[str, int]]
    figures: list[tuple[str, Pile]]
    chart: charts.Chart


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempts:
    delivered: int
    failed: int
    by_error: list[tuple[str, int]]


class Hour(Func):
    """Cut from a time by the database itself: on SQLite, Django would call Python for each."""

    output_field = CharField()

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return super().as_sql(compiler, connection, template="substr(%(expressions)s, 1, 13)", **context)

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        template = "to_char(%(expressions)s AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24')"
        return super().as_sql(compiler, connection, template=template, **context)


def of_the_last_day(*, now: datetime) -> Throughput:
    first = now.replace(minute=0, second=0, microsecond=0) - timedelta(hours=HOURS - 1)
    read, failed, by_code = _counted(first)
    hours = [first + timedelta(hours=number) for number in range(HOURS)]
    figures = [(f"{hour:%H:%M}", _pile(read[_name(hour)], failed[_name(hour)])) for hour in hours]
    return Throughput(
        read=read.total(),
        failed=failed.total(),
        by_code=by_code.most_common(),
        figures=figures,
        chart=charts.chart(figures, now=HOURS - 1),
    )


def attempts(*, now: datetime) -> Attempts:
    since = now - timedelta(hours=HOURS)
    counted = WebhookAttempt.objects.filter(finished_at__gte=since).order_by().values_list("error")
    by_error = Counter(dict(counted.annotate(number=Count("pk"))))
    delivered = by_error.pop("", 0)
    return Attempts(delivered=delivered, failed=by_error.total(), by_error=by_error.most_common(REASONS))


def _counted(first: datetime) -> tuple[Counter[str], Counter[str], Counter[str]]:
    """Read by the hour, failed by the hour, failed by their code."""
    read, failed, by_code = Counter[str](), Counter[str](), Counter[str]()
    finished = Q(status__in=[Extraction.Status.COMPLETED, Extraction.Status.FAILED], finished_at__gte=first)
    rows: QuerySet[Any] = Extraction.objects.filter(finished).order_by()
    grouped = rows.annotate(hour=Hour("finished_at")).values_list("hour", "status", "error_code")
    for hour, status, code, number in grouped.annotate(number=Count("*")):
        if status == Extraction.Status.FAILED:
            failed[hour] += number
            by_code[code] += number
        else:
            read[hour] += number
    return read, failed, by_code


def _pile(read: int, failed: int) -> Pile:
    says = f"{read:,} read"
    return Pile(read, failed, f"{says}, {failed:,} failed" if failed else says)


def _name(hour: datetime) -> str:
    return f"{hour.astimezone(UTC):%Y-%m-%d %H}"
