"""Texts of the repository on pages: the few parts of Markdown that they use, and nothing else.

A block is what stands between empty lines: a heading, a table, a list or a paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.conf import settings
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

INLINE = (
    (re.compile(r"`([^`]+)`"), r"<code>\1</code>"),
    (re.compile(r"\*\*([^*]+)\*\*"), r"<strong>\1</strong>"),
    (re.compile(r"\*([^*\s][^*]*)\*"), r"<em>\1</em>"),
    (re.compile(r"\[([^\]]+)\]\([^)]+\)"), r"\1"),  # links lead to files, which pages do not have
)
ITEM = re.compile(r"^- ", re.MULTILINE)


def of(name: str, *, section: str = "") -> SafeString:
    """The file of that name as HTML, without its title; or one section of it, without its heading."""
    file = settings.BASE_DIR.joinpath(*name.split("/"))
    blocks = file.read_text(encoding="utf-8").strip().split("\n\n")[1:]
    wanted = list(_within(blocks, section)) if section else blocks
    return format_html_join("\n", "{}", ((_block(block, number),) for number, block in enumerate(wanted, 1)))


def _within(blocks: list[str], section: str) -> Iterator[str]:
    inside = False
    for block in blocks:
        if block.startswith("#"):
            inside = block.lstrip("# ") == section
        elif inside:
            yield block


def _block(block: str, number: int) -> SafeString:
    if block.startswith("#"):
        level = len(block) - len(block.lstrip("#"))
        return format_html("<h{0}>{1}</h{0}>", level, _inline(block.lstrip("# ")))
    if block.startswith("|"):
        return _table(block, number)
    if block.startswith("- "):
        items = ((_inline(item),) for item in ITEM.split(block)[1:])
        return format_html('<ul class="plain">{}</ul>', format_html_join("", "<li>{}</li>", items))
    return format_html("<p>{}</p>", _inline(block))


def _table(block: str, number: int) -> SafeString:
    """`number` keeps the names of a page's tables apart."""
    lines = [line.strip().removeprefix("|").removesuffix("|") for line in block.splitlines()]
    head, _, *rows = [[_inline(cell) for cell in line.split("|")] for line in lines]
    columns = format_html_join("", "{}", ((_head(cell),) for cell in head))
    body = format_html_join("", "<tr>{}</tr>", ((_row(cells),) for cells in rows))
    return format_html(
        '<div class="scroll" tabindex="0" role="region" aria-label="{}">'
        '<table class="table ptable"><thead><tr>{}</tr></thead><tbody>{}</tbody></table></div>',
        f"Table {number}: {', '.join(cell for cell in head[:3] if cell)}",
        columns,
        body,
    )


def _head(cell: SafeString) -> SafeString:
    return format_html('<th scope="col">{}</th>', cell) if cell else SafeString("<td></td>")


def _row(cells: list[SafeString]) -> SafeString:
    first, *others = cells
    return format_html('<th scope="row">{}</th>', first) + format_html_join(
        "", "<td>{}</td>", ((cell,) for cell in others)
    )


def _inline(text: str) -> SafeString:
    marked: str = escape(" ".join(text.split()))
    for pattern, html in INLINE:
        marked = pattern.sub(html, marked)
    return mark_safe(marked)  # noqa: S308 - escaped before, and the marks are ours
