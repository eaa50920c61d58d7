"""Invoices drawn for tests: a `Spec` says what is on one, `draw` prints it, `truth` is what to read off it.

spec = invoices.acme()                      # the example of the API reference
spec = invoices.example(7, language="de")   # made up from a seed, always the same for that seed
pdf = invoices.draw(spec)                   # bytes; as_scan(pdf), as_photo(pdf), as_png(pdf) picture it
assert answer["total"] == invoices.truth(spec)["total"]

A spec and its six plain layouts are for tests that spoil or count what is drawn. How well unseen layouts
are read is told by `tests.invoices.composed`, which makes up the layout too.
"""

from tests.invoices.examples import acme, example
from tests.invoices.layouts import LAYOUTS, draw
from tests.invoices.pictures import as_photo, as_png, as_scan, with_bad_layer
from tests.invoices.spec import Company, Item, Spec, truth

__all__ = [
    "LAYOUTS",
    "Company",
    "Item",
    "Spec",
    "acme",
    "as_photo",
    "as_png",
    "as_scan",
    "draw",
    "example",
    "truth",
    "with_bad_layer",
]
