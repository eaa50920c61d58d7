"""Invoices composed from parts that are chosen one by one: thousands of layouts, the same for a seed.

page = composed.compose(7)                   # or language="it", kind="receipt"
page.pdf, page.truth, page.choices           # the file, what to read off it, how it is laid out
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from tests.invoices.composed import (
    answer,
    deal,
    facts,
    foot,
    letterheads,
    offices,
    parties,
    sides,
    table,
    till,
    totals,
)
from tests.invoices.composed.page import Page
from tests.invoices.composed.picking import Pick
from tests.invoices.composed.voice import LANGUAGES, Voice, countries
from tests.invoices.sheet import Mark, Sheet

__all__ = ["LANGUAGES", "Composed", "compose"]

_COLOURS = ("#1f3f77", "#7a1f2b", "#1d6b4f", "#444444", "#b3541e", "#5b2a86")


@dataclass(frozen=True)
class Composed:
    pdf: bytes
    truth: dict[str, Any]
    choices: dict[str, str]
    marks: tuple[Mark, ...]
    width: float
    height: float


def compose(
    seed: int,
    *,
    language: str | None = None,
    kind: str | None = None,
    office: bool = False,
    issue: int = 0,
) -> Composed:
    """The document of a seed. `kind` is "invoice", "credit" or "receipt"; `office` takes the head of an
    invoice from `offices`; `issue` counts the later ones of the same vendor, laid out like the first.
    """
    pick = Pick(seed, issue=issue)
    spoken = pick.of("language", [language] if language else LANGUAGES)
    country = pick.of("country", [c for c, world in countries().items() if world["language"] == spoken])
    kind = pick.of("kind", [kind] if kind else ["invoice"] * 11 + ["credit"])
    voice = Voice(pick, language=spoken, country=country)
    made = deal.later(deal.made_up(pick, voice, kind=kind), issue)
    pick.choices["head"] = "office" if office else "letter"
    if office:
        made = replace(made, seller=offices.housed(pick, voice, made.seller))
    page = _till_paper(pick, voice, made) if kind == "receipt" else _paper(pick, voice, made)
    truth = _receipt(page) if kind == "receipt" else _invoice(page)
    sheet = page.sheet
    return Composed(sheet.finished(), truth, pick.choices, tuple(sheet.marks), sheet.width, sheet.height)


def _paper(pick: Pick, voice: Voice, made: deal.Deal) -> Page:
    family = pick.of("letters", ("Helvetica", "Helvetica", "Times", "Courier"))
    sheet = Sheet(voice.world.get("paper", "a4"), family=family, polish=voice.language == "pl")
    size = pick.one("size", (7.5, 8.5, 9.0, 10.0)) * (0.86 if family == "Courier" else 1)
    left = pick.one("left margin", (36.0, 48.0, 62.0))
    return Page(
        sheet=sheet,
        pick=pick,
        voice=voice,
        deal=made,
        left=left,
        right=sheet.width - pick.one("right margin", (36.0, 48.0)),
        bottom=sheet.height - foot.HEIGHT - 6,
        size=size,
        colour=pick.one("colour", _COLOURS),
    )


def _till_paper(pick: Pick, voice: Voice, made: deal.Deal) -> Page:
    height = 330.0 + 40 * len(made.rows)
    family = pick.of("letters", ("Courier", "Helvetica", "Courier"))
    sheet = Sheet((till.WIDTH, height), family=family, polish=voice.language == "pl")
    return Page(
        sheet=sheet,
        pick=pick,
        voice=voice,
        deal=made,
        left=12,
        right=till.WIDTH - 12,
        bottom=height - 10,
        size=pick.one("till size", (7.5, 8.5)),
        colour="#000000",
        y=28,
    )


def _invoice(page: Page) -> dict[str, Any]:
    pick = page.pick
    pick.of("terms", ("none", "sentence", "labelled", "labelled below"))
    pick.chance("due date", 0.6)
    pick.chance("header row", 0.93)
    pick.chance("signs in rows", 0.3)
    pick.chance("amounts low", 0.12)
    pick.chance("bold total", 0.7)
    pick.of("currency place", ("column", "nowhere", "sentence"))
    office = pick.choices["head"] == "office"
    if office:
        pick.choices["seller"] = "office"
        offices.draw(page)
    else:
        letterheads.draw(page)
    first = pick.chance("title first", 0.6)
    if first:
        facts.title(page)
    place = pick.of("facts", facts.PLACES)
    seller = pick.choices["seller"]
    beside = place in facts.BESIDE and seller not in ("two columns", "side by side")
    top = sides.draw(page) if seller == "side by side" else parties.both(page, facts_beside=beside)
    if beside:
        facts.beside(page, top)
    if not first:
        facts.title(page)
    if not beside:
        facts.below(page)
    _body(page)
    (offices.foot if office else foot.draw)(page)
    return answer.of_invoice(page)


def _body(page: Page) -> None:
    voice, pick = page.voice, page.pick
    if pick.chance("opening", 0.3):
        page.put(page.left, page.y, voice.sentence("opening"), width=page.width)
        page.y += page.leading * 1.8
    if pick.choices["currency place"] == "column" and pick.choices["header row"] == "no":
        pick.choices["currency place"] = "sentence"
    table.draw(page)
    totals.draw(page)
    foot.closing(page)
    if voice.money_style == "bare" and pick.choices["currency place"] == "sentence":
        page.put(page.left, page.y + 4, f"{voice.currency}", width=page.width)


def _receipt(page: Page) -> dict[str, Any]:
    page.pick.of("till pays", ("cash", "card"))
    till.draw(page)
    return answer.of_receipt(page)
