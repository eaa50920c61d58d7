"""What follows from corrections is what the reader itself would say.

A value that is only confirmed changes no sum and no warning, whatever kind of document it stands on.
"""

import json
from decimal import Decimal

import pytest

from extraction.corrections import applying
from extraction.engine import pipeline, render
from extraction.engine.options import Options
from tests import invoices
from tests.engine.e_invoice.test_comparing import PAGE, SPEC, negative
from tests.extraction.corrections.test_applying import say
from tests.invoices import e_invoice as stated

ALLOWANCE = "</ram:LineTotalAmount><ram:AllowanceTotalAmount>10.00</ram:AllowanceTotalAmount>"
PAGES = {
    f"{language}-{layout}": invoices.draw(invoices.example(seed, language=language, layout=layout))
    for seed, (language, layout) in enumerate(
        [("en", "ruled"), ("de", "receipt"), ("fr", None), ("es", None), ("en", None)]
    )
}
OTHERS = {
    "acme": invoices.draw(invoices.acme()),
    "cii": stated.embedded(PAGE, stated.cii(SPEC)),
    "ubl": stated.embedded(PAGE, stated.ubl(SPEC)),
    "differs": stated.embedded(PAGE, stated.cii(SPEC, GrandTotalAmount="99.00")),
    "allowance": stated.embedded(PAGE, ALLOWANCE.join(stated.cii(SPEC).rsplit("</ram:LineTotalAmount>", 1))),
    "credit": stated.embedded(invoices.draw(negative(SPEC)), stated.cii(negative(SPEC), code="381")),
}


@pytest.fixture(scope="module", params=[*PAGES, *OTHERS])
def result(request):
    invoice = pipeline.extract((PAGES | OTHERS)[request.param], options=Options())
    return json.loads(render.to_json(render.document(invoice, evidence=True)), parse_float=Decimal)


def by_name(checks):
    return sorted(
        (each["name"], each["passed"], each["difference"], sorted(each["operands"].items()))
        for each in checks
    )


def test_what_is_confirmed_changes_no_sum_and_no_warning(result):
    document = applying.applied(result, [say("purchase_order", result["purchase_order"])])
    assert by_name(document["checks"]) == by_name(result["checks"])
    assert document["warnings"] == result["warnings"]
    assert document["line_items"] == result["line_items"]
    assert document["confidence"] == result["confidence"]


def test_rows_that_are_put_back_in_their_order_change_none_either(result):
    order = list(range(len(result["line_items"])))
    document = applying.applied(result, [say("line_items", order[::-1]), say("line_items", order[::-1])])
    assert by_name(document["checks"]) == by_name(result["checks"])
    assert document["warnings"] == result["warnings"]
    assert document["evidence"].keys() == result["evidence"].keys()
