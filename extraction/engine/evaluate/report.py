"""A tally as one HTML page that needs nothing else: the tables, then each miss on the place it was read."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from html import escape
from importlib.resources import files
from pathlib import Path
from typing import Any

from extraction.engine.evaluate import rules, table
from extraction.engine.evaluate.crops import Crop
from extraction.engine.evaluate.tally import Miss, Tally

MOST_PICTURES = 500  # so that the page stays below some 20 MB
LINES = "line items"

DrawCrop = Callable[[Path, dict[str, Any] | None], Crop | None]
"""A document and the evidence of a value to the picture of its place."""


def html(tally: Tally, *, title: str, crop: DrawCrop) -> str:
    """The page. `crop` is asked for the first few hundred misses only."""
    style = files("extraction.engine.evaluate").joinpath("report.css").read_text(encoding="utf-8")
    return "\n".join(
        (
            '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            '<meta name="color-scheme" content="light dark">',
            f"<title>{escape(title)}</title>\n<style>\n{style}</style>\n</head>\n<body>\n<main>",
            f"<h1>{escape(title)}</h1>",
            *_summary(tally),
            '<div class="tables">',
            *_fields(tally),
            *_reliability(tally),
            "</div>",
            *_failures(tally),
            *_misses(tally.misses, crop),
            "</main>\n</body>\n</html>\n",
        )
    )


def _summary(tally: Tally) -> Iterator[str]:
    yield '<dl class="summary">'
    for name, figure in table.summary(tally):
        yield f"<div><dt>{escape(name)}</dt><dd>{escape(figure)}</dd></div>"
    yield "</dl>"


def _fields(tally: Tally) -> Iterator[str]:
    rows = [
        (name, str(field.n), _bar(field.right, field.n), table.share(field.wrong, field.n))
        for name, field in tally.fields.items()
        if field.n
    ]
    yield from _table("Fields", ("field", "n", "right", "wrong"), rows)


def _reliability(tally: Tally) -> Iterator[str]:
    shares = [_bar(each.right, each.n) for each in tally.bins if each.n]
    rows = [
        (name, str(count), mean, shown)
        for (name, count, mean, _), shown in zip(table.reliability(tally), shares, strict=True)
    ]
    yield from _table("Confidences", ("confidence", "n", "mean", "right"), rows)


def _table(title: str, head: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Cells of `rows` are markup already."""
    yield f"<table><caption>{title}</caption>"
    yield "<tr>" + "".join(f'<th scope="col">{name}</th>' for name in head) + "</tr>"
    for first, *others in rows:
        cells = "".join(f"<td>{cell}</td>" for cell in others)
        yield f'<tr><th scope="row">{first}</th>{cells}</tr>'
    yield "</table>"


def _bar(part: int, whole: int) -> str:
    filled = f'<i style="width:{100 * part / whole:.1f}%"></i>'
    return f'{table.share(part, whole)}<span class="bar">{filled}</span>'


def _failures(tally: Tally) -> Iterator[str]:
    if tally.failures:
        yield "<section><h2>Not read</h2>\n<ul>"
        yield from (f"<li>{escape(str(name))}: {escape(message)}</li>" for name, message in tally.failures)
        yield "</ul></section>"


def _misses(misses: Sequence[Miss], crop: DrawCrop) -> Iterator[str]:
    """Field by field, those of a field by document."""
    left = MOST_PICTURES
    for field in (*rules.FIELDS, LINES):
        of_field = [miss for miss in misses if _group(miss) == field]
        if of_field:
            yield f"<section><h2>{field} <small>{len(of_field)} missed</small></h2>"
            for miss in of_field:
                picture = crop(miss.document, miss.evidence) if left else None
                left -= picture is not None
                yield from _miss(miss, picture)
            yield "</section>"


def _group(miss: Miss) -> str:
    return LINES if miss.field.startswith("line_items") else miss.field


def _miss(miss: Miss, picture: Crop | None) -> Iterator[str]:
    yield "<article>"
    path = f" <code>{miss.field}</code>" if miss.field not in rules.FIELDS else ""
    yield f"<h3>{escape(str(miss.document))}{path}</h3>"
    yield "<dl>"
    yield _said("wanted", miss.wanted)
    yield _said("got", miss.got)
    yield from _reason(miss.evidence)
    yield "</dl>"
    if picture is not None:
        yield _figure(picture, alt=f"{miss.field} as it was read")
    yield "</article>"


def _said(name: str, value: Any) -> str:
    if value is None:
        return f'<div class="{name}"><dt>{name}</dt><dd class="none">nothing</dd></div>'
    text = ", ".join(f"{k} {v}" for k, v in value.items()) if isinstance(value, dict) else str(value)
    return f'<div class="{name}"><dt>{name}</dt><dd>{escape(text)}</dd></div>'


def _reason(evidence: dict[str, Any] | None) -> Iterator[str]:
    if evidence:
        where = f"page {evidence['page']}" if evidence.get("page") else "no place"
        label = f", beside “{escape(evidence['label'])}”" if evidence.get("label") else ""
        sure = f"{float(evidence['confidence']):.3f}"
        yield f"<div><dt>confidence</dt><dd>{sure} <small>{where}{label}</small></dd></div>"


def _figure(picture: Crop, *, alt: str) -> str:
    x0, y0, x1, y1 = picture.marked
    place = {"left": x0, "top": y0, "width": x1 - x0, "height": y1 - y0}
    style = ";".join(f"{name}:{share:.2%}" for name, share in place.items())
    mark = f'<i style="{style}"></i>'
    size = f'width="{picture.width}" height="{picture.height}"'
    return f'<figure><img src="{picture.source}" {size} alt="{escape(alt)}" loading="lazy">{mark}</figure>'
