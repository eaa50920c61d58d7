"""What stands below the sums and at the foot: terms, thanks, bank, register, and the seller once more."""

from __future__ import annotations

from tests.invoices.composed import number, parties
from tests.invoices.composed.page import Page

HEIGHT = 74.0


def closing(page: Page) -> None:
    deal, voice, pick = page.deal, page.voice, page.pick
    texts = []
    if pick.choices["terms"] == "sentence":
        texts.append(voice.sentence("terms", days=deal.days))
    if pick.choices["terms"] == "labelled below":
        texts.append(f"{voice.label('terms')}: {voice.sentence('terms', days=deal.days)}")
    texts += number.remittance(page)
    if pick.chance("thanks", 0.5):
        texts.append(voice.sentence("thanks"))
    if pick.chance("bank below", 0.3) and deal.seller.iban:
        texts += [f"{voice.label('bank')}: {deal.seller.name}", f"IBAN {deal.seller.iban}"]
    page.room(len(texts) * page.leading * 1.5)
    page.y = page.lines(page.left, page.y + 6, texts, width=page.width)


def needed(page: Page) -> str:
    """What the foot holds: everything where the head holds nothing of the seller."""
    must = page.pick.choices["seller"] in parties.WITHOUT_HEAD
    return "columns" if must else page.pick.of("foot", ("columns", "line", "none", "line"))


def draw(page: Page) -> None:
    kind = needed(page)
    page.pick.choices["foot"] = kind
    tax_below = not parties.tax_in_head(page)
    lines = _columns(page, tax_below=tax_below)
    if kind == "columns":
        _in_columns(page, lines)
    elif kind == "line":
        _in_line(page, [line for column in lines for line in column])
    elif tax_below:
        _in_line(page, [parties.tax_line(page.deal.seller)])


def _columns(page: Page, *, tax_below: bool) -> list[list[str]]:
    seller, voice, rng = page.deal.seller, page.voice, page.pick.rng("foot")
    who = f"{rng.choice(voice.words['first'])} {rng.choice(voice.words['last'])}"
    legal = [
        f"{voice.label('director')}: {who}",
        f"{voice.label('register')} {rng.randrange(10_000, 99_999)}",
    ]
    bank = [f"{voice.label('bank')}:", f"IBAN {seller.iban}"] if seller.iban else legal
    if tax_below:
        bank = [*bank, parties.tax_line(seller)]
    return [seller.lines, [f"{voice.label('phone')} {seller.phone}", f"{seller.email}", *legal], bank]


def _in_columns(page: Page, columns: list[list[str]]) -> None:
    sheet, top, width = page.sheet, page.sheet.height - HEIGHT + 16, page.width / 3
    sheet.line(page.left, top - 10, page.right, width=0.3)
    for index, lines in enumerate(columns):
        for row, line in enumerate(lines):
            size = page.fitting(line, width=width - 8, size=7, bold=False)
            sheet.text(page.left + width * index, top + 9 * row, line, size=size)


def _in_line(page: Page, lines: list[str]) -> None:
    text = page.pick.one("foot mark", (" · ", " | ", " - ")).join(lines)
    for row, part in enumerate(page.wrapped(text, width=page.width, size=7)):
        page.put(
            page.left,
            page.sheet.height - HEIGHT + 20 + 9 * row,
            part,
            width=page.width,
            side="centre",
            size=7,
        )
