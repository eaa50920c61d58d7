"""Letterheads whose address is long, is parted, or stands among the addresses of others.

A bank, a tax office, a second branch or the registered office stands on the same paper, and none of
them is where the seller is.
"""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from tests.invoices.composed import parties
from tests.invoices.composed.page import Page
from tests.invoices.composed.picking import Pick
from tests.invoices.composed.voice import Voice
from tests.invoices.spec import Company

FEET = ("columns", "columns with words", "line", "bank's line", "none")
FOOT_TOP = 62.0
SMALL = 7.0
APART = 14.0


@functools.cache
def world() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))


def housed(pick: Pick, voice: Voice, company: Company) -> Company:
    """A company with what addresses have beside street and town."""
    rng, words = pick.rng("housed"), world()[voice.language]
    house = rng.choice(words["house"]) if pick.chance("house", 0.5) else ""
    counties = world()["counties"].get(voice.country, ())
    county = rng.choice(counties) if counties and pick.chance("county", 0.5) else ""
    country = world()["countries"].get(voice.country, "") if pick.chance("country line", 0.35) else ""
    return replace(company, house=house, county=county, country=country)


def draw(page: Page) -> None:
    """The seller at the top of the page, in one of these ways, and what is drawn at its foot."""
    way = page.pick.of("office", sorted(HEADS))
    foot = page.pick.of("office foot", FEET)
    page.pick.choices["tax id"] = page.pick.one("tax id", ("head", "foot")) if foot != "none" else "head"
    if way in BARE:
        foot = page.pick.choices["office foot"] = page.pick.one("whole foot", FEET[:3])
        page.pick.choices["tax id"] = "foot"
    HEADS[way](page)


def _reach(page: Page) -> list[str]:
    seller, words = page.deal.seller, world()[page.voice.language]["reach"]
    site = str(seller.email).partition("@")[2]
    mark = page.pick.one("reach mark", (": ", " ", ". "))
    lines = [f"{words[0]}{mark}{seller.phone}", f"{words[1]}: {seller.email}", f"www.{site}"]
    return lines[: page.pick.one("reaches", (0, 1, 2, 3))]


def _tax(page: Page) -> list[str]:
    return [parties.tax_line(page.deal.seller)] if page.pick.choices["tax id"] == "head" else []


def _name(page: Page, x: float, *, width: float, side: str) -> None:
    seller = page.deal.seller
    size = page.pick.one("office name size", (page.size, page.size + 3, 16, 22))
    size = page.fitting(seller.name, width=width, size=size)
    page.put(x, page.y + size * 0.4, seller.name, width=width, side=side, bold=True, size=size)
    page.y += size * 0.5 + page.leading + 1


def _stacked(page: Page) -> None:
    """Name, then one line for each part of the address, at any side."""
    side = page.pick.of("office side", ("left", "right", "centre"))
    half = page.width * 0.55
    x = page.left + {"left": 0.0, "right": page.width - half, "centre": (page.width - half) / 2}[side]
    _name(page, x, width=half, side=side)
    texts = [*page.deal.seller.address_lines, *_reach(page), *_tax(page)]
    page.y = page.lines(x, page.y, texts, width=half, side=side) + APART


def _all_in_lines(page: Page) -> None:
    """All parts of the address on a line, parted by a sign, the ways to reach behind them."""
    side = page.pick.of("office side", ("left", "right", "centre"))
    _name(page, page.left, width=page.width, side=side)
    mark = page.pick.of("office mark", (" · ", ", ", " | ", " - ", " • ", " / ", "   "))
    parts = [*page.deal.seller.address_lines, *_reach(page), *_tax(page)]
    texts = [mark.join(parts)]
    if page.pick.chance("reach apart", 0.5):
        texts = [mark.join(page.deal.seller.address_lines), mark.join([*_reach(page), *_tax(page)])]
    page.y = page.lines(page.left, page.y, [t for t in texts if t], width=page.width, side=side) + APART


def _glued(page: Page) -> None:
    """A way to reach behind each line of the address, on the same line."""
    _name(page, page.left, width=page.width, side="left")
    behind = [*_reach(page), *_tax(page)]
    gap = page.pick.one("office gap", (" ", "  ", "     ", " - ", ", "))
    lines = list(page.deal.seller.address_lines)
    glued = [f"{line}{gap}{behind[at]}" if at < len(behind) else line for at, line in enumerate(lines)]
    page.y = page.lines(page.left, page.y, [*glued, *behind[len(lines) :]], width=page.width) + APART


def _sides_of_a_logo(page: Page) -> None:
    """The name in the middle, the address at one side of it, the ways to reach at the other."""
    third, top = page.width / 3, page.y
    size = page.fitting(page.deal.seller.name, width=third - 12, size=15)
    page.put(page.left + third, top, page.deal.seller.name, width=third, side="centre", bold=True, size=size)
    left = page.lines(page.left, top, page.deal.seller.address_lines, width=third - 10)
    right = page.lines(
        page.left + 2 * third + 10, top, [*_reach(page), *_tax(page)], width=third - 10, side="right"
    )
    page.y = max(left, right, top + page.leading) + APART


def _street_and_town_apart(page: Page) -> None:
    """A mark in the middle, the street at its left and the town at its right."""
    _name(page, page.left, width=page.width, side="centre")
    lines, half = page.deal.seller.address_lines, page.width / 2
    at = lines.index(page.deal.seller.city)
    canvas = page.sheet.canvas
    canvas.setFillColor(page.colour)
    canvas.circle(page.left + half, page.sheet.height - page.y, 9, stroke=0, fill=1)
    left = page.lines(page.left, page.y, [", ".join(lines[:at])], width=half - 20, side="right")
    right = page.lines(page.left + half + 20, page.y, [", ".join(lines[at:])], width=half - 20)
    page.y = max(left, right) + 2
    page.y = page.lines(page.left, page.y, [*_reach(page), *_tax(page)], width=page.width, side="centre")
    page.y += APART


def _labelled(page: Page) -> None:
    """A word before the address, on its line or in a column of such words."""
    _name(page, page.left, width=page.width * 0.6, side="left")
    label = page.pick.one("office label", world()[page.voice.language]["labels"])
    address = page.deal.seller.address
    if page.pick.of("office label stands", ("before", "in a column", "above")) == "before":
        page.y = page.lines(page.left, page.y, [f"{label}: {address}"], width=page.width * 0.6)
    elif page.pick.choices["office label stands"] == "in a column":
        page.put(page.left, page.y, f"{label}:", width=90)
        page.y = page.lines(page.left + 92, page.y, page.deal.seller.address_lines, width=page.width * 0.5)
    else:
        page.put(page.left, page.y, label, width=90, bold=True)
        texts = page.deal.seller.address_lines
        page.y = page.lines(page.left, page.y + page.leading, texts, width=page.width * 0.5)
    page.y = page.lines(page.left, page.y, [*_reach(page), *_tax(page)], width=page.width * 0.6) + APART


def _two_offices(page: Page) -> None:
    """The head office and a branch beside each other, under their words."""
    _name(page, page.left, width=page.width, side="left")
    words, half, other = world()[page.voice.language]["office"], page.width / 2, page.deal.seller
    places = page.voice.world["places"]
    town = page.pick.one("branch in", [place for place in places if place.split("|")[1] not in other.city])
    code, name = town.split("|")
    street = page.pick.one("branch street", page.voice.world["streets"]).format(n=7, m=3)
    branch = [street, page.voice.world["city"].format(town=name, code=code)]
    page.put(page.left, page.y, words[0], width=half, bold=True)
    page.put(page.left + half, page.y, words[1], width=half, bold=True)
    left = page.lines(page.left, page.y + page.leading, other.address_lines, width=half - 10)
    right = page.lines(page.left + half, page.y + page.leading, branch, width=half - 10)
    page.y = max(left, right)
    page.y = page.lines(page.left, page.y, [*_reach(page), *_tax(page)], width=page.width) + APART


def _one_line_above_window(page: Page) -> None:
    """A small line over the buyer, and a sign without letters above; the foot may hold it again."""
    parties._logo_picture(page)
    mark = page.pick.of("office mark", (" · ", ", ", " | ", " - ", " • ", " – ", "  ", " * ", " / "))
    text, half = mark.join(page.deal.seller.lines), page.width / 2 - 14
    size = page.fitting(text, width=half, size=7, bold=False)
    page.sheet.text(page.left, page.y, text, size=size)
    page.sheet.line(page.left, page.y + 3, page.left + half, width=0.25)
    page.y += APART


def _brand(page: Page) -> None:
    """The first word of the name in large letters; the rest stands at the foot."""
    word = page.deal.seller.name.split()[0]
    page.put(page.left, page.y + 18, word.upper(), width=page.width, bold=True, size=26)
    page.y += 46


def foot(page: Page) -> None:
    """The small print: the seller once more, and its bank and tax office with their own addresses."""
    kind, top = page.pick.choices["office foot"], page.sheet.height - FOOT_TOP
    seller, words = page.deal.seller, world()[page.voice.language]
    whole = page.pick.choices["office"] in FOOT_ONLY or page.pick.chance("foot repeats", 0.4)
    own = seller.lines if whole else [*_reach(page)]
    bank = [words["bank"][0], _bank_place(page), f"IBAN {seller.iban}"] if seller.iban else []
    tax = [parties.tax_line(seller)] if page.pick.choices["tax id"] != "head" else []
    if page.pick.chance("authority", 0.25):
        tax.append(words["authority"])
    if kind == "columns with words":
        own = [words["labels"][0], *own] if whole else own
        bank = [words["bank"][1], *bank]
    columns = [column for column in (own, bank, tax) if column]
    if kind.startswith("columns") and columns:
        _columns(page, top, columns)
    elif kind == "line":
        mark = page.pick.one("foot sign", (" · ", " | ", " - ", " • "))
        _lines(page, top, [mark.join([*own, *tax]), mark.join(bank)])
    elif kind == "bank's line":
        _lines(page, top, [", ".join(bank), ", ".join(tax)])


def _bank_place(page: Page) -> str:
    code, town = str(page.pick.one("bank in", page.voice.world["places"])).split("|")
    street = str(page.pick.one("bank street", page.voice.world["streets"])).format(n=11, m=4)
    return f"{street}, {page.voice.world['city'].format(town=town, code=code)}"


def _columns(page: Page, top: float, columns: list[list[str]]) -> None:
    width = page.width / len(columns)
    for at, texts in enumerate(columns):
        y = top
        for text in texts:
            for part in page.wrapped(text, width=width - 10, size=SMALL):
                page.put(page.left + at * width, y, part, width=width, size=SMALL)
                y += SMALL + 1


def _lines(page: Page, top: float, texts: list[str]) -> None:
    y = top
    for text in filter(None, texts):
        for part in page.wrapped(text, width=page.width, size=SMALL):
            page.put(page.left, y, part, width=page.width, side="centre", size=SMALL)
            y += SMALL + 1


HEADS: dict[str, Callable[[Page], None]] = {
    "stacked": _stacked,
    "all in lines": _all_in_lines,
    "glued": _glued,
    "sides of a logo": _sides_of_a_logo,
    "street and town apart": _street_and_town_apart,
    "labelled": _labelled,
    "two offices": _two_offices,
    "over the window": _one_line_above_window,
    "brand": _brand,
}
FOOT_ONLY = ("brand",)
BARE = (*FOOT_ONLY, "over the window")
