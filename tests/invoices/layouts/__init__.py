"""Six ways of laying out the same invoice, as unlike each other as those of six companies."""

from __future__ import annotations

from tests.invoices.layouts import banner, classic, letter, receipt, ruled, sidebar
from tests.invoices.spec import Spec

LAYOUTS = {
    "classic": classic.draw,
    "letter": letter.draw,
    "ruled": ruled.draw,
    "sidebar": sidebar.draw,
    "banner": banner.draw,
    "receipt": receipt.draw,
}


def draw(spec: Spec) -> bytes:
    """The invoice as a PDF, byte for byte the same for the same spec."""
    return LAYOUTS[spec.layout](spec)
