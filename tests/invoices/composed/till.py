"""Receipts of many tills: narrow paper, one kind of letters, no buyer, tax letters, cash and change."""

from __future__ import annotations

from decimal import Decimal

from tests.invoices.composed import parties
from tests.invoices.composed.deal import Row
from tests.invoices.composed.page import Page

WIDTH = 226.0


def draw(page: Page) -> None:
    _head(page)
    _facts(page)
    for row in page.deal.rows:
        _row(page, row)
    _sums(page)
    _tail(page)


def _head(page: Page) -> None:
    seller, side = page.deal.seller, page.pick.of("till head", ("centre", "centre", "left"))
    size = page.fitting(seller.name, width=page.width, size=12)
    page.put(page.left, page.y, seller.name, width=page.width, side=side, bold=True, size=size)
    lines = [*seller.address_lines, f"{page.voice.label('phone')} {seller.phone}", parties.tax_line(seller)]
    page.y = page.lines(page.left, page.y + page.leading * 1.3, lines, width=page.width, side=side) + 8
    if page.pick.chance("receipt word", 0.5):
        page.put(page.left, page.y, page.voice.label("receipt"), width=page.width, side="centre", bold=True)
        page.y += page.leading * 1.5


def _facts(page: Page) -> None:
    deal, voice, rng = page.deal, page.voice, page.pick.rng("till")
    time = f"{rng.randrange(8, 21):02}:{rng.randrange(60):02}"
    form = page.pick.of("till facts", ("date left", "date right", "labelled", "below"))
    number = f"{voice.label('till')} {rng.randrange(1, 9)}"
    if form == "labelled":
        day = f"{voice.label('date')}: {voice.day(deal.date)} {time}"
        page.y = page.lines(page.left, page.y, [day, number], width=page.width)
    elif form == "date right":
        _ends(page, number, f"{voice.day(deal.date)} {time}")
    elif form == "date left":
        _ends(page, f"{voice.day(deal.date)} {time}", number)
    page.y += 6


def _row(page: Page, row: Row) -> None:
    voice, form = page.voice, page.pick.of("till rows", ("price below", "price above", "one line"))
    letters = page.pick.chance("tax letters", 0.4)
    letter = " " + "ABCD"[voice.world["rates"].index(str(row.rate))] if letters else ""
    each, amount = (
        f"{voice.quantity(row.quantity)} x {voice.number(row.price)}",
        voice.number(row.amount) + letter,
    )
    if form == "price below":
        page.y = page.lines(page.left, page.y, [row.description], width=page.width)
        _ends(page, f"  {each}", amount)
    elif form == "price above":
        if row.quantity != 1:
            page.y = page.lines(page.left, page.y, [f"  {each}"], width=page.width)
        _described(page, row.description, amount)
    else:
        _described(page, f"{voice.quantity(row.quantity)} {row.description}", amount)


def _described(page: Page, text: str, amount: str) -> None:
    room = page.width - page.sheet.width_of(amount, size=page.size) - 8
    first, *rest = page.wrapped(text, width=room)
    _ends(page, first, amount)
    page.y = page.lines(page.left, page.y, rest, width=room)


def _sums(page: Page) -> None:
    deal, voice = page.deal, page.voice
    page.sheet.line(page.left, page.y - page.leading * 0.6, page.right)
    page.y += 6
    size = page.size + page.pick.one("total size", (0, 2, 3))
    _ends(page, voice.label("total"), voice.money(deal.total), size=size, bold=True)
    page.y += 4
    if page.pick.choices["till pays"] == "cash":
        given = (deal.total // 10 + 1) * Decimal(10)
        _ends(page, voice.label("cash"), voice.number(given))
        _ends(page, voice.label("change"), voice.number(given - deal.total))
    else:
        _ends(page, voice.label("card"), voice.number(deal.total))
    page.y += 4
    for tax in deal.taxes:
        _ends(page, f"{voice.label('included')} {voice.percent(tax.rate)}", voice.number(tax.amount))


def _tail(page: Page) -> None:
    deal, voice = page.deal, page.voice
    page.y += 8
    if page.pick.choices["till facts"] == "below":
        _ends(page, voice.day(deal.date), "14:07")
    page.put(page.left, page.y, voice.sentence("thanks")[:38], width=page.width, side="centre")


def _ends(page: Page, left: str, right: str, *, size: float = 0, bold: bool = False) -> None:
    """One text at each end; the left one above where both do not fit on a line."""
    size = size or page.size
    needed = page.sheet.width_of(f"{left} {right}", size=size, bold=bold)
    page.put(page.left, page.y, left, width=page.width, bold=bold, size=size)
    if needed > page.width:
        page.y += size * 1.3
    page.put(page.left, page.y, right, width=page.width, side="right", bold=bold, size=size)
    page.y += size * 1.35
