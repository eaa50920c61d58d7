"""What the document calls itself, and its dates, each by the label beside it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from extraction.engine.candidates import Candidate, Sheet
from extraction.engine.choice import Choice, best
from extraction.engine.codes import TITLES
from extraction.engine.values.date_order import Resolution
from extraction.engine.values.dates import PrintedDate

LEAST_DATE = 0.2
LEAST_DUE = 0.45


@dataclass(frozen=True, slots=True)
class Dates:
    """The dates of a document; every one of them read in the same order."""

    issued: Choice[date] | None
    due: Choice[date] | None
    start: date | None
    end: date | None


def document_type(sheet: Sheet) -> str | None:
    """What the document calls itself, by its first and largest title."""
    found: list[tuple[float, str]] = []
    for label in sheet.labels:
        titles = [kind for kind in sorted(sheet.kinds(label)) if kind.startswith("title.")]
        if titles and label.span.page == sheet.layout.pages[0].number and label.initial:
            page = sheet.page(label.span.page)
            size = label.span.box.height / page.line_height
            height = 1 - label.span.box.y0 / page.height
            found.append((size + height + (0.5 if label.whole else 0.0), titles[0]))
    if not found:
        return None
    kind = max(found)[1].removeprefix("title.")
    return None if kind == "other" else kind


def dates(sheet: Sheet, order: Resolution) -> Dates:
    """The date of issue and the due date, which is never guessed, and the service period."""
    issued = best(_issued(sheet, order), least=LEAST_DATE)
    due = best(_due(sheet, order, issued), least=LEAST_DUE)
    period = _period(sheet, order)
    return Dates(issued, due, *period)


def _issued(sheet: Sheet, order: Resolution) -> Iterator[Choice[date]]:
    for candidate in sheet.dates:
        named = candidate.strength("header.date")
        plain = 0.0 if _in_item_table(sheet, candidate) else 0.9 * candidate.strength("header.plain_date")
        titled = 0.55 * candidate.strength(*TITLES)
        other = candidate.strength("header.other_date", "header.due_date", "header.service_period")
        score = max(named, plain, titled, 0.25)
        if other > max(named, plain):
            score *= 0.3
        if _in_item_table(sheet, candidate):
            score -= 0.3
        first = sheet.layout.pages[0]
        depth = candidate.span.box.y0 / sheet.page(candidate.span.page).height
        score -= 0.05 * depth + 0.05 * (candidate.span.page - first.number)
        kind = "header.date" if named >= plain else "header.plain_date"
        label = candidate.label(kind)
        yield Choice(
            candidate.value.value(order.order),
            (candidate.span,),
            score,
            label=label.span.text if label else None,
        )


def _in_item_table(sheet: Sheet, candidate: Candidate[PrintedDate]) -> bool:
    label = candidate.label("columns.date")
    return label is not None and sheet.heads_items(label.span.segment)


def _due(sheet: Sheet, order: Resolution, issued: Choice[date] | None) -> Iterator[Choice[date]]:
    for candidate in sheet.dates:
        score = candidate.strength("header.due_date")
        other = candidate.strength("header.date", "header.other_date", "header.service_period")
        value = candidate.value.value(order.order)
        if score <= other or (issued is not None and value < issued.value):
            continue
        if issued is not None and candidate.span == issued.spans[0]:
            continue
        label = candidate.label("header.due_date")
        yield Choice(value, (candidate.span,), score, label=label.span.text if label else None)


def _period(sheet: Sheet, order: Resolution) -> tuple[date | None, date | None]:
    """The two dates of the line that speaks of a period."""
    spoken = [c for c in sheet.dates if c.strength("header.service_period") >= 0.5]
    for candidate in spoken:
        pair = [c for c in sheet.dates if c.span.segment is candidate.span.segment]
        if len(pair) == 2:
            start, end = (c.value.value(order.order) for c in pair)
            return (start, end) if start <= end else (None, None)
    return None, None
