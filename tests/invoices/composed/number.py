"""Where an invoice prints its number, and under which label; a few print none."""

from __future__ import annotations

from tests.invoices.composed.page import Page

Pair = tuple[str, str]

# "with date" stands for one label and one value that hold both, "Number / date: 17 / 3 May"
FORMS = ("fact",) * 9 + ("vague",) * 3 + ("marked", "with date", "under title", "under title", "nowhere")


def is_printed(page: Page) -> bool:
    return shown(page) != "nowhere"


def shown(page: Page) -> str:
    """How the number is shown; titles and sentences that hold it leave no choice."""
    if page.pick.choices["facts"] in ("in title", "sentence") or page.deal.kind == "credit":
        return "fact"
    return page.pick.of("number shown", FORMS)


def among(page: Page, facts: list[Pair]) -> list[Pair]:
    """The facts with the number before them, unless the title holds it."""
    form, value, label = shown(page), page.deal.number, page.voice.label("number")
    if page.pick.choices["facts"] == "in title" or form in ("under title", "nowhere"):
        return facts
    if form == "with date":
        (dated, day), *rest = facts
        return [(f"{label}/{dated}", f"{value} / {day}"), *rest]
    if form == "vague":
        label = page.voice.label("number_alone")
    return [(label, f"#{value}" if form == "marked" else value), *facts]


def with_title(page: Page, word: str) -> tuple[str, list[str]]:
    """The title, with the number where it holds it, and what stands right under it."""
    if page.pick.choices["facts"] == "in title":
        return page.pick.of("title form", _title_forms(page)).format(word, page.deal.number), []
    if shown(page) == "under title":
        alone = page.voice.label("number_alone")
        return word, [
            page.pick.one("under title", ("{}", "#{}", "# {}", alone + " {}")).format(page.deal.number)
        ]
    return word, []


def _title_forms(page: Page) -> tuple[str, ...]:
    day = page.voice.day(page.deal.date)
    numbered = "{} No. {}" if page.voice.language == "en" else "{}: {}"
    return ("{} {}", "{} #{}", numbered, "{} {} / " + day, "{} - {}")


def remittance(page: Page) -> list[str]:
    """A sentence below the sums that repeats the number."""
    if not is_printed(page) or not page.pick.chance("number repeated", 0.2):
        return []
    return [page.voice.sentence("remit", number=page.deal.number)]
