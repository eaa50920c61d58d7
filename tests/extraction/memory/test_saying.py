"""What a rule says is kept in one form, read as strictly, and told in words."""

import pytest

from extraction.engine.values.dates import Order
from extraction.memory import saying, sentences, shapes
from extraction.memory.saying import Always, Beside, Unreadable, Where, Which, Without

EVERY = [
    (
        "payment_terms",
        Always("Net 30"),
        "On invoices of Larkfield, the terms are always “Net 30”.",
    ),
    ("currency", Always("CAD"), "On invoices of Larkfield, the currency is always “CAD”."),
    (
        "invoice_number",
        Beside("Our ref.", shape="A-9-9"),
        (
            "On invoices of Larkfield, the invoice number is what stands right of “Our ref.”,"
            " written letters-figures-figures."
        ),
    ),
    (
        "date",
        Beside("Datum", Where.BELOW, Which.LAST, order=Order.DMY),
        (
            "On invoices of Larkfield, the date of the invoice is what stands below the last “Datum”,"
            " with day before month."
        ),
    ),
    (
        "total",
        Beside("Total", Where.END),
        "On invoices of Larkfield, the total is what stands at the end of the line of “Total”.",
    ),
    (
        "line_items",
        Without("Carried forward"),
        "On invoices of Larkfield, rows that begin with “Carried forward” are no line items.",
    ),
]


@pytest.mark.parametrize(("path", "says", "words"), EVERY)
def test_a_rule_is_a_sentence(path, says, words):
    assert sentences.whole("Larkfield", path, says) == words


@pytest.mark.parametrize(("path", "says", "words"), EVERY)
def test_what_is_kept_is_read_again(path, says, words):
    assert saying.of(saying.kind_of(says), saying.kept(says)) == says


@pytest.mark.parametrize(
    ("kind", "says"),
    [
        ("always", {}),
        ("always", {"value": ""}),
        ("always", {"value": 7}),
        ("always", {"value": "x" * 300}),
        ("beside", {"label": "Ref", "where": "left"}),
        ("beside", {"label": "Ref", "order": "YDM"}),
        ("beside", {"label": "  "}),
        ("without", {"value": "Deposit"}),
        ("sometimes", {"value": "x"}),
        ("always", None),
        ("beside", ["Ref"]),
    ],
)
def test_anything_else_cannot_be_read(kind, says):
    with pytest.raises(Unreadable):
        saying.of(kind, says)


@pytest.mark.parametrize(
    ("text", "shape", "words"),
    [
        ("LS-2026-0418", "A-9-9", "letters-figures-figures"),
        ("PO 4711", "A9", "letters figures"),
        ("2026/17", "9/9", "figures/figures"),
        ("F255302", "A9", "letters figures"),
    ],
)
def test_a_shape_is_runs_of_letters_and_figures(text, shape, words):
    assert shapes.of(text) == shape
    assert shapes.in_words(shape) == words
