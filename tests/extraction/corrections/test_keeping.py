"""What is off is to be checked until somebody keeps it: to type a value is not enough."""

from dataclasses import replace
from decimal import Decimal

import pytest
from django.utils import timezone

from extraction import payloads
from extraction.corrections import correcting, reviewing, standing
from extraction.engine.invoice import LineItem, Tax
from extraction.models import Extraction
from extraction.review import checks, doubts
from tests.web.papers import LARKFIELD, completed

NOW = timezone.now()
IBAN, MISTYPED, OTHER = "IE29AIBK93115212345678", "IE29AIBK93115212345679", "DE89370400440532013000"
TWO_LINES = replace(
    LARKFIELD,
    line_items=(
        LineItem("Paper", Decimal(10), Decimal("21.50"), Decimal("215.00")),
        LineItem("Pens", Decimal(2), Decimal("21.50"), Decimal("43.00")),
    ),
    taxes=(Tax(Decimal("0.23"), Decimal("258.00"), Decimal("59.34")),),
    checks=(),
)


@pytest.fixture
def invoice(alice):
    return completed(alice, TWO_LINES)


def correct(document, /, **typed):
    by_path = {path.replace("__", "."): text for path, text in typed.items()}
    correcting.correct(document, by_path, by=document.user, now=NOW)


def keep(document, path):
    correcting.confirm(document, path, by=document.user, now=NOW)


def take_back(document, path):
    correcting.take_back(document, path, by=document.user, now=NOW)


def shown(document):
    return payloads.document(Extraction.objects.get(pk=document.pk), evidence=True)


def left(document):
    """Paths of what is to be checked; the number in the list is the same."""
    found = [doubt.path for doubt in doubts.of(shown(document))]
    assert Extraction.objects.get(pk=document.pk).to_check == len(found)
    return found


def kept(document):
    return [check.path for check in checks.of(shown(document)) if check.is_kept and not check.passed]


def test_a_total_that_was_typed_and_does_not_add_up_is_to_be_checked(invoice):
    correct(invoice, total="371.34")
    assert left(invoice) == ["total"]
    assert kept(invoice) == []


def test_it_is_settled_when_somebody_keeps_it(invoice):
    correct(invoice, total="371.34")
    keep(invoice, "total")
    assert left(invoice) == []
    assert kept(invoice) == ["total"]
    why = shown(invoice)["evidence"]["total"]
    assert (why["source"], why["corrected"], why["confirmed"]) == ("person", True, True)


def test_a_value_that_was_only_typed_is_not_confirmed(invoice):
    correct(invoice, total="371.34")
    assert shown(invoice)["evidence"]["total"]["confirmed"] is False


def test_what_is_typed_after_it_was_kept_is_to_be_checked_again(invoice):
    correct(invoice, total="371.34")
    keep(invoice, "total")
    correct(invoice, total="713.34")
    assert left(invoice) == ["total"]
    take_back(invoice, "total")
    assert left(invoice) == []


def test_to_take_back_that_it_is_kept_opens_it_again(invoice):
    correct(invoice, total="371.34")
    keep(invoice, "total")
    take_back(invoice, "total")
    assert left(invoice) == ["total"]


@pytest.mark.parametrize(
    ("at", "slip"),
    [
        ("total", {"tax": "95.34"}),
        ("subtotal", {"line_items__1__amount": "34.00"}),
        ("tax", {"taxes__0__amount": "95.34"}),
        ("line_items.0.amount", {"line_items__0__quantity": "11"}),
    ],
)
def test_a_value_that_was_confirmed_before_another_was_mistyped_is_to_be_checked(invoice, at, slip):
    keep(invoice, at)
    assert left(invoice) == []
    correct(invoice, **slip)
    assert at in left(invoice)
    keep(invoice, at)
    assert at not in left(invoice)


def test_it_is_settled_again_when_the_other_is_taken_back(invoice):
    correct(invoice, total="371.34")
    keep(invoice, "total")
    correct(invoice, subtotal="259.00")
    assert "total" in left(invoice)
    take_back(invoice, "subtotal")
    assert left(invoice) == []


def test_lines_that_are_arranged_anew_open_what_they_add_up_to(invoice):
    keep(invoice, "subtotal")
    correcting.arrange(invoice, [0], by=invoice.user, now=NOW)
    assert left(invoice) == ["subtotal"]
    take_back(invoice, "line_items")
    assert left(invoice) == []


def test_what_is_confirmed_beside_it_opens_nothing(invoice):
    correct(invoice, total="371.34")
    keep(invoice, "total")
    for path in ("subtotal", "tax", "tax_rate", "line_items.0.amount"):
        keep(invoice, path)
    assert left(invoice) == []


def test_one_line_that_is_corrected_leaves_the_others_kept(invoice):
    correct(invoice, line_items__0__amount="251.00", line_items__1__amount="7.00")
    keep(invoice, "line_items.0.amount")
    correct(invoice, line_items__1__quantity="3")
    assert left(invoice) == ["line_items.1.amount"]


def test_a_line_stays_kept_where_it_moves_to(invoice):
    correct(invoice, line_items__1__amount="34.00", subtotal="249.00", total="308.34")
    keep(invoice, "line_items.1.amount")
    correcting.arrange(invoice, [1, 0], by=invoice.user, now=NOW)
    assert kept(invoice)[0] == "line_items.0.amount"


def test_check_digits_that_are_wrong_are_to_be_checked_though_somebody_typed_them(invoice):
    correct(invoice, payment__iban=MISTYPED)
    assert left(invoice) == ["payment.iban"]
    keep(invoice, "payment.iban")
    assert (left(invoice), kept(invoice)) == ([], ["payment.iban"])


class TestAnotherAccount:
    @pytest.fixture
    def second(self, alice, invoice):
        return completed(alice, replace(LARKFIELD, invoice_number="LS-2026-0500", checks=()))

    def test_that_somebody_typed_is_to_be_checked(self, second):
        correct(second, payment__iban=OTHER)
        assert left(second) == ["payment.iban"]

    def test_is_settled_when_somebody_keeps_it(self, second):
        correct(second, payment__iban=OTHER)
        keep(second, "payment.iban")
        assert left(second) == []
        assert shown(second)["warnings"][0]["code"] == "bank_account_changed"

    def test_is_to_be_checked_when_the_vendor_became_another_after_it_was_confirmed(self, second, alice):
        correct(second, vendor__name="Nobody Yet Ltd", vendor__tax_id="", payment__iban=OTHER)
        keep(second, "payment.iban")
        assert left(second) == []
        correct(second, vendor__name=LARKFIELD.vendor.name, vendor__tax_id=LARKFIELD.vendor.tax_id)
        assert left(second) == ["payment.iban"]


def test_a_document_that_is_approved_waits_no_longer_whatever_is_off(invoice):
    correct(invoice, total="371.34")
    waiting = Extraction.objects.to_review().filter(pk=invoice.pk)
    assert waiting.exists()
    reviewing.approve(invoice, by=invoice.user, now=NOW)
    assert not waiting.exists()
    reviewing.reopen(invoice)
    assert waiting.exists()
    assert standing.count(Extraction.objects.get(pk=invoice.pk)) == 1
