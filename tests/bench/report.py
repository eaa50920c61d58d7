"""Figures beside what is wanted of them, as a table."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

Compare = Callable[[float, float], bool]
AT_MOST, AT_LEAST = operator.le, operator.ge


@dataclass(frozen=True, slots=True)
class Wanted:
    part: str
    figure: str
    says: str
    compare: Compare
    value: float


WANTED = (
    Wanted("engine on digital pages", "times_pypdfium2", "times pypdfium2's text alone", AT_MOST, 8),
    Wanted(
        "engine on digital pages",
        "faster_than_pdfplumber",
        "times faster than pdfplumber's words",
        AT_LEAST,
        2,
    ),
    Wanted("engine on scans", "times_bare_ocr", "times the bare OCR call", AT_MOST, 1.25),
    Wanted("answering, defaults", "p50_ms", "ms for an answer, half of them", AT_MOST, 120),
    Wanted("answering, defaults", "over_the_engine_ms", "ms over the engine alone", AT_MOST, 70),
    Wanted("answering, servers", "over_the_engine_ms", "ms over the engine alone", AT_MOST, 35),
    Wanted("workers", "times", "times as many scans with a second worker", AT_LEAST, 1.8),
    Wanted("batch", "busy_per_cent", "% of the time engines are at work", AT_LEAST, 90),
    Wanted("accepting, defaults", "a_second", "uploads of 100 KB a second", AT_LEAST, 150),
    Wanted("accepting, defaults", "p99_ms", "ms for an upload, 99 of 100", AT_MOST, 1500),
    Wanted("accepting, defaults", "lost", "lost", AT_MOST, 0),
    Wanted("accepting, servers", "a_second", "uploads of 100 KB a second", AT_LEAST, 300),
    Wanted("accepting, servers", "p99_ms", "ms for an upload, 99 of 100", AT_MOST, 1500),
    Wanted("accepting, servers", "lost", "lost", AT_MOST, 0),
)


def table(figures: dict[str, Any]) -> str:
    about = figures["machine"]
    head = f"{about['date']}, commit {about['commit']}, {about['cores']} cores ({about['processor']})"
    return "\n".join([head, "", "| what | | measured | wanted | |", "|---|---|---|---|---|", *_rows(figures)])


def _rows(figures: dict[str, Any]) -> Iterator[str]:
    for each in WANTED:
        if each.part in figures:
            value = figures[each.part][each.figure]
            sign = "at most" if each.compare is AT_MOST else "at least"
            reached = "reached" if each.compare(value, each.value) else "missed"
            yield f"| {each.part} | {each.says} | {value} | {sign} {each.value} | {reached} |"
    if "workers" in figures:
        yield f"| workers | the same of two bare processes | {figures['workers']['bare_times']} | | |"
    for kind, row in figures.get("costs", {}).items():
        yield f"| costs, {kind} | documents an hour and core | {row['an_hour_and_core']} | | |"
    for name, row in figures.get("memory", {}).items():
        if "mb_per_1000" in row:
            told = f"{row['median_mb']}; {row['mb_per_1000']}"
            yield f"| memory, {name} | MB; more for each 1,000 | {told} | | |"
