"""Corrections are laid over a result step by step, whatever the steps and their order."""

import json
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extraction.corrections import applying, places
from extraction.engine import reconcile, render
from extraction.engine.invoice import Check, InvoiceWarning, LineItem, Tax
from tests.web.papers import LARKFIELD, evidence

LINES = tuple(
    LineItem(name, Decimal(count), Decimal("2.00"), Decimal(count) * 2)
    for name, count in (("Paper", 3), ("Pens", 5), ("Ink", 7))
)
THREE = replace(
    LARKFIELD,
    line_items=LINES,
    subtotal=Decimal("30.00"),
    tax=Decimal("6.90"),
    total=Decimal("36.90"),
    taxes=(Tax(Decimal("0.23"), Decimal("30.00"), Decimal("6.90")),),
    checks=(),
    evidence=LARKFIELD.evidence | {f"line_items.{n}.amount": evidence(0.9, str(n)) for n in range(3)},
)


@dataclass(frozen=True)
class Step:
    path: str
    value: str
    is_of_rule: bool = False
    place: dict | None = None


def say(path, value):
    return Step(path, render.to_json(value))


def take_back(path):
    return Step(path, "")


def read(invoice=THREE):
    return json.loads(render.to_json(render.document(invoice, evidence=True)), parse_float=Decimal)


def applied(*steps, invoice=THREE):
    return applying.applied(read(invoice), steps)


def names(document):
    return [line["description"] for line in document["line_items"]]


def test_a_line_that_is_empty_so_far_leaves_the_sum_of_the_others_to_be_tried():
    document = applied(say("line_items", [0, 1, 2, None]))
    assert "lines_add_up_to_subtotal" in [check["name"] for check in document["checks"] if check["passed"]]
    started = applied(say("line_items", [0, 1, 2, None]), say("line_items.3.description", "Tape"))
    assert not [check for check in started["checks"] if check["name"].startswith("lines_add_up")]


def warning(code, field=None, message="Look."):
    return InvoiceWarning(code, message, field)


def codes(document):
    return [each["code"] for each in document["warnings"]]


def test_without_steps_it_is_what_was_read():
    assert applied() == read() | {"corrected": False}


def test_the_last_word_counts():
    assert applied(say("total", 1), say("total", 2))["total"] == 2


def test_a_value_said_again_as_it_was_read_is_no_correction():
    document = applied(say("invoice_number", "X"), say("invoice_number", LARKFIELD.invoice_number))
    assert document["corrected"] is False
    assert document["evidence"]["invoice_number"]["corrected"] is False
    assert document["evidence"]["invoice_number"]["source"] == "person"


def test_a_rule_is_named_as_one():
    document = applied(Step("total", "1", is_of_rule=True))
    assert document["evidence"]["total"]["source"] == "rule"


def test_alternatives_stay():
    invoice = replace(THREE, evidence={"total": evidence(0.5, "36.90", "35.00")})
    assert (
        applied(say("total", 35), invoice=invoice)["evidence"]["total"]["alternatives"][0]["value"] == "35.00"
    )


def test_values_move_with_their_row():
    document = applied(
        say("line_items.0.amount", 9), say("line_items", [2, 0]), say("line_items.1.unit", "box")
    )
    assert names(document) == ["Ink", "Paper"]
    assert (document["line_items"][1]["amount"], document["line_items"][1]["unit"]) == (9, "box")
    assert document["evidence"]["line_items.0.amount"]["text"] == "2"
    assert document["evidence"]["line_items.1.amount"]["source"] == "person"


def test_halves_of_a_row_go_their_own_ways():
    document = applied(
        say("line_items", [0, 0, 1, 2]), say("line_items.0.quantity", 1), say("line_items.1.quantity", 2)
    )
    assert [line["quantity"] for line in document["line_items"]] == [1, 2, 5, 7]


def test_a_row_that_was_removed_comes_back_as_it_was_left():
    document = applied(say("line_items.1.amount", 99), say("line_items", [0]), take_back("line_items"))
    assert names(document) == ["Paper", "Pens", "Ink"]
    assert document["line_items"][1]["amount"] == 99


def test_only_the_last_arrangement_is_taken_back():
    document = applied(say("line_items", [2, 1, 0]), say("line_items", [0]), take_back("line_items"))
    assert names(document) == ["Ink", "Pens", "Paper"]


def test_a_step_about_a_row_that_is_gone_says_nothing():
    assert applied(say("line_items", []), say("line_items.0.amount", 1))["line_items"] == []


def test_rows_of_the_tax_table_can_be_added():
    document = applied(
        say("taxes", [0, None]), say("taxes.1.rate", 0), say("taxes.1.amount", Decimal("0.00"))
    )
    assert document["taxes"][1] == {"rate": 0, "base": None, "amount": 0}
    assert "taxes_add_up" in [check["name"] for check in document["checks"]]


def test_a_tax_table_of_one_rate_says_again_what_the_sums_say():
    document = applied(say("tax", 5), say("subtotal", 25), say("tax_rate", Decimal("0.2")))
    assert document["taxes"] == [{"rate": Decimal("0.2"), "base": 25, "amount": 5}]


class TestSums:
    def verdicts(self, *steps, invoice=THREE):
        return {each["name"]: each["passed"] for each in applied(*steps, invoice=invoice)["checks"]}

    def test_they_are_those_that_the_reader_would_try(self):
        document = applied(say("total", 40))
        sums = {name: document[name] for name in ("subtotal", "tax", "total", "tax_rate")}
        expected = reconcile.checks(**sums, taxes=THREE.taxes, line_items=THREE.line_items)
        assert document["checks"] == render.checks(expected)

    def test_charges_that_have_no_field_stay_part_of_them(self):
        operands = {
            "subtotal": Decimal(30),
            "total": Decimal("36.90"),
            "tax": Decimal(6),
            "charges": Decimal("0.90"),
        }
        charged = replace(
            THREE, tax=Decimal(6), checks=(Check("subtotal_plus_tax_is_total", True, Decimal(0), operands),)
        )
        name = "subtotal_plus_tax_is_total"
        assert self.verdicts(say("due_date", "2026-07-01"), invoice=charged)[name]
        assert self.verdicts(say("subtotal", 31), say("total", Decimal("37.90")), invoice=charged)[name]
        assert not self.verdicts(say("total", 37), invoice=charged)[name]

    def test_what_is_not_on_the_page_after_all_is_no_part_of_them(self):
        freight = replace(
            THREE,
            shipping=Decimal(5),
            checks=reconcile.checks(
                subtotal=THREE.subtotal, tax=THREE.tax, total=THREE.total, shipping=Decimal(5)
            ),
        )
        assert not self.verdicts(say("due_date", None), say("tax", 7), invoice=freight)[
            "subtotal_plus_tax_is_total"
        ]
        assert self.verdicts(say("shipping", None), invoice=freight)["subtotal_plus_tax_is_total"]

    def test_what_was_overlooked_becomes_part_of_them(self):
        off = replace(
            THREE,
            total=Decimal("41.90"),
            checks=reconcile.checks(subtotal=THREE.subtotal, tax=THREE.tax, total=Decimal("41.90")),
        )
        assert self.verdicts(say("shipping", 5), invoice=off)["subtotal_plus_tax_is_total"]

    def test_freight_that_the_net_of_an_e_invoice_has_in_it_stays_out_of_them(self):
        operands = {"subtotal": Decimal(30), "tax": Decimal("6.90"), "total": Decimal("36.90")}
        stated = replace(
            THREE,
            shipping=Decimal(5),
            checks=(Check("subtotal_plus_tax_is_total", True, Decimal(0), operands),),
        )
        assert self.verdicts(say("due_date", "2026-07-01"), invoice=stated)["subtotal_plus_tax_is_total"]

    def test_lines_of_an_e_invoice_keep_its_charges(self):
        operands = {"lines": Decimal(28), "charges": Decimal(2), "subtotal": Decimal(30)}
        lines = (replace(LINES[0], amount=Decimal(4)), *LINES[1:])
        stated = replace(
            THREE, line_items=lines, checks=(Check("lines_add_up_to_subtotal", True, Decimal(0), operands),)
        )
        assert self.verdicts(say("due_date", "2026-07-01"), invoice=stated)["lines_add_up_to_subtotal"]
        assert not self.verdicts(say("line_items.1.amount", 9), invoice=stated)["lines_add_up_to_subtotal"]
        assert "lines_add_up_to_subtotal" not in self.verdicts(
            say("line_items.1.amount", None), invoice=stated
        )

    def test_rounding_of_what_is_due_stays_part_of_it(self):
        operands = {"total": Decimal("36.90"), "rounding": Decimal("0.10"), "amount_due": Decimal(37)}
        stated = replace(
            THREE,
            amount_due=Decimal(37),
            checks=(Check("total_less_paid_is_due", True, Decimal(0), operands),),
        )
        assert self.verdicts(say("due_date", "2026-07-01"), invoice=stated)["total_less_paid_is_due"]
        paid = self.verdicts(say("amount_paid", 7), say("amount_due", 30), invoice=stated)
        assert paid["total_less_paid_is_due"]

    def test_the_digits_of_an_account_that_somebody_gave_are_tested(self):
        assert "payment.iban_is_valid" not in self.verdicts(say("total", 1))
        assert not self.verdicts(say("payment.iban", "IE00AIBK93115212345678"))["payment.iban_is_valid"]
        assert self.verdicts(say("payment.iban", "DE89370400440532013000"))["payment.iban_is_valid"]


class TestWarnings:
    def test_sums_that_are_right_now_are_no_longer_warned_of(self):
        wrong = replace(THREE, total=Decimal(40), warnings=(warning("totals_do_not_balance", "total"),))
        assert codes(applied(say("total", Decimal("36.90")), invoice=wrong)) == []
        assert codes(applied(say("total", 41), invoice=wrong)) == ["totals_do_not_balance"]

    def test_sums_that_are_off_now_are_warned_of_before_doubts_about_parties(self):
        invoice = replace(
            THREE, warnings=(warning("multiple_invoices"), warning("no_vendor_found", "vendor.name"))
        )
        assert codes(applied(say("total", 50), invoice=invoice)) == [
            "multiple_invoices", "totals_do_not_balance", "no_vendor_found"
        ]  # fmt: skip

    @pytest.mark.parametrize(
        ("code", "path", "value"),
        [
            ("ambiguous_date", "date", "2026-02-06"),
            ("ambiguous_date", "date", "2026-06-02"),
            ("ambiguous_date", "due_date", None),
            ("no_vendor_found", "vendor.name", "Larkfield"),
            ("tax_id_repaired", "vendor.tax_id", "IE1234567T"),
            ("e_invoice_differs", "total", 36),
            ("e_invoice_differs", "line_items.1.amount", 10),
        ],
    )
    def test_whoever_says_what_a_value_is_settles_doubts_about_it(self, code, path, value):
        invoice = replace(THREE, warnings=(warning(code, path), warning("multiple_invoices")))
        assert code not in codes(applied(say(path, value), invoice=invoice))
        assert code in codes(applied(say("purchase_order", "PO-1"), invoice=invoice))
        assert "multiple_invoices" in codes(applied(say(path, value), invoice=invoice))

    def test_one_about_a_line_goes_with_it(self):
        told = warning(
            "e_invoice_differs", "line_items.1.amount", "line_items.1.amount: the e-invoice says 1"
        )
        invoice = replace(THREE, warnings=(told,))
        [moved] = applied(say("line_items", [1]), invoice=invoice)["warnings"][:1]
        assert moved["field"] == "line_items.0.amount"
        assert moved["message"].startswith("line_items.0.amount: the")
        assert "e_invoice_differs" not in codes(applied(say("line_items", [0, 2]), invoice=invoice))

    def test_a_document_with_a_total_is_an_invoice(self):
        nothing = replace(
            THREE, total=None, invoice_number=None, line_items=(), warnings=(warning("no_invoice_found"),)
        )
        assert codes(applied(say("vendor.name", "X"), invoice=nothing)) == ["no_invoice_found"]
        assert "no_invoice_found" not in codes(applied(say("total", 1), invoice=nothing))


def test_the_confidence_of_the_whole_rises_with_its_values():
    doubtful = replace(
        THREE, evidence={path: evidence(0.5, "x") for path in ("vendor.name", "date", "total")}
    )
    before, after = read(doubtful), applied(say("total", 30), say("date", "2026-01-01"), invoice=doubtful)
    assert after["confidence"] > before["confidence"] - Decimal("0.5")
    assert after["confidence"] == Decimal("0.8333")


def test_a_result_of_an_earlier_release_that_lacks_keys_can_be_corrected():
    document = applying.applied(
        {"total": Decimal("1.50")}, [say("payment.iban", "X1234"), say("date", "2026-01-01")]
    )
    assert document["payment"] == {"iban": "X1234", "bic": None, "reference": None}
    assert set(document["evidence"]) == {"payment.iban", "date"}


DAYS = st.dates(date(1990, 1, 1), date(2100, 1, 1)).map(date.isoformat)
AMOUNTS = st.decimals(min_value=-9999, max_value=9999, places=2)
VALUES = {
    **dict.fromkeys(("text", "code", "iban"), st.text(st.characters(codec="utf-8"), max_size=9)),
    "money": AMOUNTS,
    "number": AMOUNTS,
    "rate": st.decimals(min_value=0, max_value=1, places=2),
    "day": DAYS,
    "currency": st.sampled_from(["EUR", "USD"]),
    "type": st.sampled_from(["invoice", "receipt"]),
}


@st.composite
def steps(draw):
    """Such as people make: every row that they name is there."""
    made, rows = [], [3]
    for _ in range(draw(st.integers(0, 12))):
        if draw(st.integers(0, 3)) == 0:
            order = draw(st.lists(st.none() | st.integers(0, max(rows[-1] - 1, 0)), max_size=5))
            order = [row for row in order if row is None or row < rows[-1]]
            made.append(say("line_items", order))
            rows.append(len(order))
        elif draw(st.integers(0, 4)) == 0:
            path = draw(st.sampled_from([*{step.path for step in made}, "total"]))
            made.append(take_back(path))
            if path == "line_items" and len(rows) > 1:
                rows.pop()
        else:
            made.append(draw(corrections(rows[-1])))
    return made


@st.composite
def corrections(draw, rows):
    cells = [f"line_items.{row}.{part}" for row in range(rows) for part in places.TABLES["line_items"]]
    path = draw(st.sampled_from([*places.HEADER, *cells]))
    return say(path, draw(st.none() | VALUES[places.kind(path)]))


@given(steps())
@settings(max_examples=60, deadline=None)
def test_whatever_the_steps_the_document_is_whole(made):
    document = applied(*made)
    assert set(document) == set(read()) | {"corrected"}
    for path, why in document["evidence"].items():
        cell = places.of_cell(path)
        assert cell is None or cell[1] < len(document[cell[0]])
        assert 0 <= why["confidence"] <= 1
    for line in document["line_items"]:
        assert set(line) == set(places.TABLES["line_items"])
    json.loads(render.to_json(document))


@given(steps())
@settings(max_examples=40, deadline=None)
def test_what_is_given_is_left_as_it_is(made):
    given_, kept = read(), read()
    applying.applied(given_, made)
    assert given_ == kept


@given(steps())
@settings(max_examples=40, deadline=None)
def test_with_all_steps_taken_back_it_is_what_was_read(made):
    undone = [*made, *[take_back("line_items")] * len(made)]
    for path, value in applying.sheet(read(), undone).every():
        undone += [take_back(path)] * (len(value.states) - 1)
    assert applying.applied(read(), undone) == read() | {"corrected": False}


@given(steps(), steps())
@settings(max_examples=30, deadline=None)
def test_steps_on_other_values_do_not_depend_on_their_order(one, other):
    header = {step.path for step in one if step.path in places.HEADER}
    one = [step for step in one if step.path in header]
    other = [step for step in other if step.path not in header]
    assert applied(*one, *other) == applied(*other, *one)
