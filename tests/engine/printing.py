"""Pages typed as text and printed as PDFs: each run without two blanks stands where it is written.

"## " before a run makes it a heading in large bold letters, "** " bold, "~~ " small and grey; amounts end
where they are written. A line "^^" goes on at the foot of the page, a form feed on the next one.
"""

from __future__ import annotations

import re

from extraction.engine import pipeline
from extraction.engine.invoice import Invoice
from extraction.engine.options import Options
from tests.invoices.sheet import Sheet

LEFT, COLUMN, LINE, TOP, FOOT = 40.0, 5.2, 12.0, 50.0, 767.0
_STYLES = {
    "##": {"size": 20.0, "bold": True},
    "**": {"size": 9.0, "bold": True},
    "~~": {"size": 7.0, "colour": "#808080"},
}
_AMOUNT = re.compile(r"[-(]?\D{0,4}[\d.,' ]*\d[.,]\d\d\)?(?: ?\D{1,3})?")


def read(text: str) -> Invoice:
    """What is read of the page."""
    return pipeline.extract(printed(text), options=Options())


def printed(text: str) -> bytes:
    sheet = Sheet("a4", polish=any(letter in text for letter in "ąćęłńśźż"))
    for number, page in enumerate(text.strip("\n").split("\f")):
        if number:
            sheet.next_page()
        _print(sheet, page)
    return sheet.finished()


def _print(sheet: Sheet, page: str) -> None:
    y = TOP
    for line in page.strip("\n").split("\n"):
        if line == "^^":
            y = FOOT
            continue
        y += LINE if "##" in line else 0.0
        for run in re.finditer(r"\S+(?: \S+)*", line):
            _put(sheet, y, run)
        y += 1.5 * LINE if "##" in line else LINE


def _put(sheet: Sheet, y: float, run: re.Match[str]) -> None:
    mark = run[0][:2]
    text = run[0][2:].strip() if mark in _STYLES else run[0]
    style = _STYLES.get(mark, {"size": 9.0})
    if _AMOUNT.fullmatch(text):
        sheet.right(LEFT + COLUMN * run.end(), y, text, **style)
    else:
        sheet.text(LEFT + COLUMN * run.start(), y, text, **style)
