"""The live sample of the front page: an answer as JSON, each line tied to its box on the page beside it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString

from extraction import samples
from extraction.engine import render
from extraction.review import checks, doubts, fields
from extraction.review.checks import Check
from extraction.review.doubts import Doubt
from extraction.web import trying, viewer
from extraction.web.highlighting import highlighted

SAMPLE = samples.SAMPLES["larkfield"]
DOUBTFUL = samples.SAMPLES["ferrow-hale"]
SHOWN = (
    "confidence", "vendor", "invoice_number", "date", "due_date", "currency", "line_items", "subtotal", "tax",
    "tax_rate", "total", "payment_terms", "pages_processed",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """`path` is that of the value on it, empty where it has none."""

    text: SafeString
    path: str = ""


@dataclass(frozen=True, slots=True)
class Specimen:
    leaf: viewer.Leaf
    boxes: list[viewer.Mark]
    lines: list[Line]
    are_sums_right: bool
    sums: int


@dataclass(frozen=True, slots=True)
class ToCheck:
    """What a person is asked to look at in the second sample, and what needs no look."""

    doubts: list[Doubt]
    agreeing: list[Check]


def to_check() -> ToCheck:
    document = samples.document(DOUBTFUL)
    agreeing = [check for check in checks.of(document) if check.passed]
    return ToCheck(doubts=doubts.of(document), agreeing=agreeing)


def of_front_page() -> Specimen:
    document = samples.document(SAMPLE)
    leaf = trying.leaves(SAMPLE, document)[0]
    lines = list(_lines(document))
    paths = {line.path for line in lines}
    return Specimen(
        leaf=leaf,
        boxes=[box for box in leaf.boxes if box.path in paths],
        lines=lines,
        are_sums_right=all(check["passed"] for check in document["checks"]),
        sums=len(document["checks"]),
    )


def _lines(document: dict[str, Any]) -> Iterator[Line]:
    yield _line("{")
    for name in SHOWN:
        yield from _member(name, document[name], comma="" if name == SHOWN[-1] else ",")
    yield _line("}")


def _member(name: str, value: Any, *, comma: str) -> Iterator[Line]:
    if name == "line_items":
        yield from _items(value)
    elif isinstance(value, dict):
        yield _line(f'  "{name}": {{')
        parts = list(value.items())
        for place, (part, inner) in enumerate(parts, start=1):
            end = "," if place < len(parts) else ""
            yield _line(f'    "{part}": {render.to_json(inner)}{end}', f"{name}.{part}")
        yield _line(f"  }}{comma}")
    else:
        yield _line(f'  "{name}": {render.to_json(value)}{comma}', name)


def _items(items: list[dict[str, Any]]) -> Iterator[Line]:
    yield _line('  "line_items": [')
    for index, item in enumerate(items):
        end = "," if index < len(items) - 1 else ""
        said = [f'"{cell}": {render.to_json(item[cell])}' for cell in fields.CELLS]
        yield _line(f"    {{ {said[0]},", f"line_items.{index}")
        yield _line(f"      {', '.join(said[1:])} }}{end}", f"line_items.{index}")
    yield _line("  ],")


def _line(text: str, path: str = "") -> Line:
    return Line(highlighted(text, "json"), path)
