"""What the document calls itself: an invoice, a credit note, a receipt."""

from __future__ import annotations

from collections.abc import Iterator

from extraction.engine.candidates import Sheet
from extraction.engine.labels import Label

_KINDS = ("title.credit_note", "title.receipt", "title.invoice", "title.other")
_WITHIN_NUMBER = 0.6  # what a title counts that stands only in "invoice number"


def document_type(sheet: Sheet) -> str | None:
    """What the document calls itself, by its first and largest title; else by what its number is called."""
    found = max(_titles(sheet), default=None)
    kind = found[1].removeprefix("title.") if found else None
    return None if kind == "other" else kind


def _titles(sheet: Sheet) -> Iterator[tuple[float, str]]:
    first = sheet.layout.pages[0].number
    for label in sheet.labels:
        if label.span.page != first or not label.initial:
            continue
        kinds = sheet.kinds(label)
        for kind in _KINDS:
            if kind in kinds:
                yield _prominence(sheet, label) + (0.5 if label.whole else 0.0), kind
                break
        else:
            if "header.invoice_number" in kinds:
                yield from (
                    (_prominence(sheet, label) - _WITHIN_NUMBER, kind) for kind in _within(sheet, label)
                )


def _prominence(sheet: Sheet, label: Label) -> float:
    """How large and how high on its page a label stands."""
    page = sheet.page(label.span.page)
    return label.span.box.height / page.line_height + 1 - label.span.box.y0 / page.height


def _within(sheet: Sheet, label: Label) -> Iterator[str]:
    """The kind of document that the label of its number names."""
    for kind in _KINDS[:-1]:
        if any(title in label.key for title in sheet.phrases(kind)):
            yield kind
            return
