"""Seller and buyer side by side under their labels, in ruled boxes or without, either of them first."""

from __future__ import annotations

from tests.invoices.composed import parties
from tests.invoices.composed.page import Page


def draw(page: Page) -> float:
    """Two columns over the width of the page; the delivery address may be a third."""
    columns = [
        ("seller", [page.deal.seller.name, *parties.seller_lines(page)]),
        ("buyer", parties.buyer_lines(page)),
    ]
    if page.pick.of("sides", ("seller first", "buyer first", "boxed")) == "buyer first":
        columns.reverse()
    if page.deal.ship_to:
        columns.append(("ship", page.deal.ship_to.lines))
    page.pick.choices["buyer"] = "beside the seller"
    boxed = page.pick.choices["sides"] == "boxed"
    width = page.width / len(columns)
    ends = [_column(page, at, width, name, lines) for at, (name, lines) in enumerate(columns)]
    if boxed:
        for at in range(len(columns)):
            page.sheet.frame(
                page.left + at * width, page.y - page.leading, width, max(ends) - page.y + page.leading
            )
    top, page.y = page.y, max(ends) + page.leading + 6
    return top


def _column(page: Page, at: int, width: float, name: str, lines: list[str]) -> float:
    x, room = page.left + at * width + 5, width - 14
    page.put(x, page.y, page.voice.label(name), width=room, bold=page.pick.chance("bold sides", 0.6))
    return page.lines(
        x, page.y + page.leading * 1.2, lines, width=room, bold_first=page.pick.chance("bold names", 0.4)
    )
