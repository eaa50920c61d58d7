"""Heads in which the seller is harder to see: a brand above a legal name, bars, blocks, single lines."""

from __future__ import annotations

from collections.abc import Callable

from tests.invoices.composed import parties
from tests.invoices.composed.page import Page

BAR = 128.0


def draw(page: Page) -> None:
    """The head of the page, in one of these ways or in those of `parties`."""
    where = page.pick.of("seller", (*parties.SELLERS, *HEADS, "side by side"))
    HEADS.get(where, parties.head)(page)


def _brand_alone(page: Page) -> None:
    """A word in big letters; who it is in law stands at the foot alone."""
    word = brand_of(page)
    side = page.pick.one("brand alone", ("left", "right", "centre"))
    page.put(page.left, page.y + 20, word, width=page.width, side=side, bold=True, size=30)
    page.y += 50


def _brand(page: Page) -> None:
    """A word in big letters; the legal name stands small below it or at the other side."""
    seller, word = page.deal.seller, brand_of(page)
    at_right = page.pick.of("brand", ("above", "apart", "at right")) == "at right"
    size = page.fitting(word, width=page.width * 0.45, size=28)
    half = page.width / 2
    page.put(
        page.left + half * at_right, page.y + 18, word, width=half, side=_side(at_right), bold=True, size=size
    )
    lines = [seller.name, *parties.seller_lines(page)]
    if page.pick.choices["brand"] == "apart":
        end = page.lines(page.left + half, page.y, lines, width=half, side="right")
    else:
        end = page.lines(
            page.left + half * at_right, page.y + 22 + page.leading, lines, width=half, side=_side(at_right)
        )
    page.y = max(end, page.y + 34) + 14


def _side_bar(page: Page) -> None:
    """The seller in white on a bar along the left edge; all else stands beside it."""
    sheet, seller = page.sheet, page.deal.seller
    sheet.box(0, 0, BAR, sheet.height, fill=page.colour)
    y = 60.0
    texts = [seller.name, "", *parties.seller_lines(page)]
    for index, text in enumerate(texts):
        for part in page.wrapped(text, width=BAR - 24, bold=index == 0, size=page.size):
            size = page.fitting(part, width=BAR - 20, size=page.size, bold=index == 0)
            sheet.text(12, y, part, size=size, bold=index == 0, colour="#ffffff")
            y += page.leading
    page.left = BAR + 18


def _name_and_address_apart(page: Page) -> None:
    """The name at the left, its address at the far right."""
    seller, half = page.deal.seller, page.width / 2
    size = page.fitting(seller.name, width=half - 12, size=page.pick.one("name size", (11, 15, 20)))
    page.put(page.left, page.y + size * 0.4, seller.name, width=half, bold=True, size=size)
    end = page.lines(page.left + half, page.y, parties.seller_lines(page), width=half, side="right")
    page.y = max(end, page.y + size) + 14


def _one_line(page: Page) -> None:
    """All of the seller in one line over the width of the page, above a rule."""
    mark = page.pick.one("head mark", (" · ", " | ", ", ", " - "))
    text = mark.join([page.deal.seller.name, *parties.seller_lines(page)])
    page.y = page.lines(page.left, page.y, [text], width=page.width)
    page.sheet.line(page.left, page.y - page.leading * 0.5, page.right)
    page.y += page.leading + 6


def _above_the_buyer(page: Page) -> None:
    """Seller and buyer below each other, each under its label."""
    label = page.voice.label("seller")
    page.put(page.left, page.y, label, width=page.width, bold=True)
    lines = [page.deal.seller.name, *parties.seller_lines(page)]
    page.y = page.lines(page.left, page.y + page.leading * 1.15, lines, width=page.width * 0.6) + 10


def _contact_block(page: Page) -> None:
    """At the right, a person first, then the company, its address and how to reach both."""
    rng, words = page.pick.rng("contact person"), page.voice.words
    person = f"{rng.choice(words['first'])} {rng.choice(words['last'])}"
    x = page.left + page.width * 0.58
    lines = [page.deal.seller.name, *parties.seller_lines(page)]
    y = page.lines(x, page.y, lines, width=page.right - x, bold_first=True)
    y = page.lines(x, y + 4, [f"{page.voice.label('contact')}: {person}"], width=page.right - x)
    page.y = y + 12


def brand_of(page: Page) -> str:
    """The seller's name on its sign: the first of its words, or that of its web address."""
    word = page.deal.seller.name.split()[0]
    form = page.pick.one("brand word", ("as it is", "capitals", "small"))
    return {"capitals": word.upper(), "small": word.lower()}.get(form, word)


def _side(at_right: bool) -> str:
    return "right" if at_right else "left"


HEADS: dict[str, Callable[[Page], None]] = {
    "brand": _brand,
    "brand alone": _brand_alone,
    "side bar": _side_bar,
    "name and address apart": _name_and_address_apart,
    "one line": _one_line,
    "above the buyer": _above_the_buyer,
    "contact block": _contact_block,
}
