"""The table of what was sold: which columns, in which order, ruled or not, over as many pages as it takes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from tests.invoices.composed.deal import Row, cents
from tests.invoices.composed.page import Page

SETS = (
    "description quantity price amount",
    "description quantity price amount",
    "pos description quantity unit price amount",
    "quantity unit description price amount",
    "code description quantity price amount",
    "pos code description quantity price rate amount",
    "description rate quantity price amount",
    "quantity code description price amount",
    "description amount",
    "pos description quantity price rebate amount",
    "description quantity unit price rate amount gross",
    "code quantity description unit price amount",
)


@dataclass(frozen=True)
class Column:
    name: str
    title: str
    x: float
    width: float
    side: str


def draw(page: Page) -> None:
    names = columns_of(page)
    columns = _placed(page, names)
    page.pick.of("rules", ("plain", "lines", "zebra", "grid", "head line"))
    titled = page.pick.choices["header row"] == "yes"
    page.room(page.leading * 8)
    if titled:
        _titles(page, columns)
    grouped = page.pick.chance("groups", 0.12) and len(page.deal.rows) > 3
    carried = page.pick.chance("carried forward", 0.5)
    running = Decimal(0)
    for index, row in enumerate(page.deal.rows):
        if grouped and index % 3 == 0:
            _group(page, index // 3)
        height = _height(page, columns, row)
        if not page.fits(height + page.leading * 2):
            _over(page, columns, running if carried else None, titled=titled)
        _row(page, columns, index, row, height)
        running += row.amount
    page.sheet.line(page.left, page.y - page.leading * 0.6, page.right, width=0.7)
    page.y += page.leading * 0.8


def columns_of(page: Page) -> list[str]:
    names = page.pick.of("columns", SETS).split()
    if any(row.rebate for row in page.deal.rows) and "rebate" not in names:
        names.insert(len(names) - 1, "rebate")
    if len({row.rate for row in page.deal.rows}) > 1 and "rate" not in names:
        names.insert(len(names) - 1, "rate")
    if page.deal.inclusive or not page.deal.taxed:
        names = [name for name in names if name != "gross" and (page.deal.taxed or name != "rate")]
    return names


def cell(page: Page, row: Row, name: str, index: int) -> str:
    voice, sign = page.voice, page.deal.sign
    made: dict[str, Callable[[], str]] = {
        "pos": lambda: str(index + 1),
        "code": lambda: row.code,
        "description": lambda: row.description,
        "quantity": lambda: voice.quantity(row.quantity),
        "unit": lambda: row.unit,
        "price": lambda: _figure(page, row.price),
        "rebate": lambda: voice.percent(row.rebate) if row.rebate else "",
        "rate": lambda: voice.percent(row.rate),
        "amount": lambda: _figure(page, sign * row.amount),
        "gross": lambda: _figure(page, sign * cents(row.amount * (1 + row.rate))),
    }
    return made[name]()


def _figure(page: Page, value: Decimal) -> str:
    with_sign = page.pick.choices["signs in rows"] == "yes"
    return page.voice.money(value) if with_sign else page.voice.number(value)


def _placed(page: Page, names: list[str]) -> list[Column]:
    """As wide as their widest cell; the description takes what is left."""
    titles = {name: _title(page, name) for name in names}
    widths = {name: _width(page, name, titles[name]) for name in names if name != "description"}
    widths["description"] = page.width - sum(widths.values())
    columns, x = [], page.left
    for name in names:
        side = "left" if name in ("pos", "code", "description", "unit") else _side(page, name)
        columns.append(Column(name, titles[name], x, widths[name], side))
        x += widths[name]
    return columns


def _width(page: Page, name: str, title: str) -> float:
    cells = (cell(page, row, name, index) for index, row in enumerate(page.deal.rows))
    widest = max(page.sheet.width_of(text, size=page.size) for text in cells)
    return max(_title_width(page, title), widest) + 9


def _side(page: Page, name: str) -> str:
    return page.pick.one("quantity side", ("right", "centre", "left")) if name == "quantity" else "right"


def _title(page: Page, name: str) -> str:
    title = page.voice.label(name)
    bare = page.voice.money_style == "bare" and page.pick.choices["currency place"] == "column"
    return f"{title} ({page.voice.currency})" if bare and name == "amount" else title


def _title_width(page: Page, title: str) -> float:
    return max(page.sheet.width_of(word, size=page.size, bold=True) for word in title.split())


def _titles(page: Page, columns: list[Column]) -> None:
    parts = [page.wrapped(column.title, width=column.width - 6, bold=True) for column in columns]
    tall = max(map(len, parts)) * page.leading
    rules = page.pick.choices["rules"]
    if rules in ("zebra", "grid"):
        page.sheet.box(page.left, page.y - page.leading * 0.85, page.width, tall + 4, fill="#dfe5ee")
    for column, lines in zip(columns, parts, strict=True):
        for index, line in enumerate(lines):
            _put(page, column, page.y + index * page.leading, line, bold=True)
    page.y += tall + 6
    if rules in ("lines", "head line"):
        page.sheet.line(page.left, page.y - page.leading * 0.85, page.right)
    page.y += 4


def _height(page: Page, columns: list[Column], row: Row) -> float:
    return len(_texts(page, columns, row)) * page.leading + page.pick.one("row gap", (2.0, 5.0, 9.0))


def _texts(page: Page, columns: list[Column], row: Row) -> list[str]:
    width = next(column.width for column in columns if column.name == "description") - 8
    return [line for text in (row.description, *row.details) for line in page.wrapped(text, width=width)]


def _row(page: Page, columns: list[Column], index: int, row: Row, height: float) -> None:
    rules = page.pick.choices["rules"]
    if rules == "zebra" and index % 2:
        page.sheet.box(page.left, page.y - page.leading * 0.85, page.width, height, fill="#f2f4f7")
    if rules == "grid":
        for column in columns:
            page.sheet.frame(column.x, page.y - page.leading * 0.9, column.width, height)
    texts = _texts(page, columns, row)
    low = len(texts) - 1 if page.pick.choices["amounts low"] == "yes" else 0
    for column in columns:
        if column.name == "description":
            for line, text in enumerate(texts):
                _put(page, column, page.y + line * page.leading, text)
        else:
            _put(page, column, page.y + low * page.leading, cell(page, row, column.name, index))
    page.y += height
    if rules == "lines":
        page.sheet.line(page.left, page.y - page.leading * 0.85, page.right, width=0.25)


def _put(page: Page, column: Column, y: float, text: str, *, bold: bool = False) -> None:
    page.put(column.x + 3, y, text, width=column.width - 6, side=column.side, bold=bold)


def _group(page: Page, number: int) -> None:
    page.room(page.leading * 4)
    groups = page.voice.words["groups"]
    page.put(page.left + 3, page.y, groups[number % len(groups)], width=page.width, bold=True)
    page.y += page.leading * 1.4


def _over(page: Page, columns: list[Column], running: Decimal | None, *, titled: bool) -> None:
    """To the next page, with the sum so far on both where this company does so."""
    for turned in (False, True):
        if turned:
            page.turn()
            if titled:
                _titles(page, columns)
        if running:
            page.put(page.left + 3, page.y, page.voice.label("carried"), width=page.width)
            amount = next(column for column in columns if column.name == "amount")
            _put(page, amount, page.y, _figure(page, running * page.deal.sign))
            page.y += page.leading * 1.5
