"""Which of a document's attachments is its e-invoice, and what it states; or why it cannot be read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from extraction.engine.document import Attachment
from extraction.engine.e_invoice import cii, ubl, xml
from extraction.engine.e_invoice.stated import Stated, says_something

MOST_TRIED = 4
NAMES = ("factur-x.xml", "zugferd-invoice.xml", "xrechnung.xml")
_SYNTAXES = ((cii.ROOTS, cii.FAMILIES, cii.read), (ubl.ROOTS, ubl.FAMILIES, ubl.read))
_FAMILIES = (*cii.FAMILIES, *ubl.FAMILIES)
_BEGINNINGS = (b"<", b"\xef\xbb\xbf<", b"\xff\xfe<", b"\xfe\xff\x00<")


@dataclass(frozen=True, slots=True)
class Finding:
    """What the e-invoice states, or `fault`: the end of a sentence that begins with "It"."""

    stated: Stated | None = None
    fault: str | None = None


def find(attachments: Sequence[Attachment]) -> Finding:
    """The first attachment that is an invoice, those with the usual names before others."""
    fault = None
    named = sorted(filter(_may_be_xml, attachments), key=lambda each: each.name.lower() not in NAMES)
    for attachment in named[:MOST_TRIED]:
        try:
            stated = _read(attachment)
        except xml.Refused as refused:
            fault = fault or str(refused)
        else:
            if stated is not None:
                return Finding(stated)
    return Finding(fault=fault)


def _may_be_xml(attachment: Attachment) -> bool:
    beginning = (attachment.data or b"")[:100].lstrip()
    return attachment.name.lower().endswith(".xml") or beginning.startswith(_BEGINNINGS)


def _read(attachment: Attachment) -> Stated | None:
    """None for a file of another kind."""
    if attachment.data is None:
        raise xml.Refused("is too large")
    root = xml.parse(attachment.data, families=_FAMILIES)
    stated = None if root is None else _stated(root)
    if stated is None and attachment.name.lower() in NAMES:
        raise xml.Refused("is of no kind that is known here")
    return stated


def _stated(root: xml.Element) -> Stated | None:
    for roots, families, read in _SYNTAXES:
        if root.name in roots and root.namespace.startswith(families):
            stated = read(root)
            if not says_something(stated):
                raise xml.Refused("has the frame of an invoice and nothing in it")
            return stated
    return None
