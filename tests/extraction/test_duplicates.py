"""A document that was sent before says so, and which one it repeats."""

import csv
import io
from dataclasses import replace
from decimal import Decimal
from functools import partial

import pytest
from django.utils import timezone

from billing.usage import metering
from extraction import batches, jobs, payloads
from extraction.engine.invoice import Party
from extraction.models import Batch, Extraction
from tests.at_once import at_once
from tests.extraction.reading import read, sent, sent_and_read
from tests.people import person
from tests.web.papers import LARKFIELD

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.stack]

FILE = b"%PDF-1.7\nthe same to the last byte"


@pytest.fixture
def alice():
    return person("alice", plan="pro").user


@pytest.fixture
def charlie():
    return person("charlie", plan="pro").user


def duplicate_of(extraction):
    extraction.refresh_from_db()
    return payloads.document(extraction)["duplicate_of"]


def same_file(extraction):
    return {"id": extraction.public_id, "reason": "same_file"}


def same_invoice(extraction):
    return {"id": extraction.public_id, "reason": "same_invoice"}


def test_the_first_of_its_kind_repeats_nothing(alice):
    assert duplicate_of(sent_and_read(alice, LARKFIELD)) is None


def test_the_same_file_is_told_from_its_bytes_alone(alice):
    unreadable = replace(LARKFIELD, vendor=Party(), invoice_number=None, total=None)
    first = sent_and_read(alice, unreadable, FILE)
    assert duplicate_of(sent_and_read(alice, unreadable, FILE)) == same_file(first)


def test_the_same_invoice_in_another_file_is_told_however_it_is_written(alice):
    first = sent_and_read(alice, LARKFIELD)
    scanned = replace(
        LARKFIELD,
        vendor=Party("LARKFIELD STATIONERY LIMITED"),
        invoice_number="ls 2026 0418",
        total=Decimal("317.340"),
    )
    assert duplicate_of(sent_and_read(alice, scanned)) == same_invoice(first)


def test_a_vendor_is_known_by_its_tax_number_too(alice):
    first = sent_and_read(alice, LARKFIELD)
    renamed = replace(LARKFIELD, vendor=Party("Larkfield", None, "IE 1234567 T"))
    assert duplicate_of(sent_and_read(alice, renamed)) == same_invoice(first)


@pytest.mark.parametrize(
    "other",
    [
        replace(LARKFIELD, invoice_number="LS-2026-0419"),
        replace(LARKFIELD, total=Decimal("317.35")),
        replace(LARKFIELD, currency="GBP"),
        replace(LARKFIELD, vendor=Party("Bolt Ltd")),
        replace(LARKFIELD, vendor=Party()),
        replace(LARKFIELD, invoice_number=None),
        replace(LARKFIELD, total=None),
    ],
)
def test_another_vendor_number_total_or_currency_is_another_invoice(alice, other):
    sent_and_read(alice, LARKFIELD)
    assert duplicate_of(sent_and_read(alice, other)) is None


def test_invoices_without_vendor_or_number_are_never_taken_for_each_other(alice):
    nameless = replace(LARKFIELD, vendor=Party(), invoice_number=None)
    sent_and_read(alice, nameless)
    assert duplicate_of(sent_and_read(alice, nameless)) is None


def test_what_others_sent_is_no_duplicate(alice, charlie):
    sent_and_read(alice, LARKFIELD, FILE)
    assert duplicate_of(sent_and_read(charlie, LARKFIELD, FILE)) is None


def test_all_copies_repeat_the_earliest_one(alice):
    first = sent_and_read(alice, LARKFIELD, FILE)
    copies = [sent_and_read(alice, LARKFIELD, FILE) for _ in range(3)]
    assert [duplicate_of(copy) for copy in copies] == [same_file(first)] * 3


def test_it_does_not_matter_which_copy_is_read_first(alice):
    first, second, third = (sent(alice, FILE) for _ in range(3))
    for extraction in (third, second, first):
        read(extraction, LARKFIELD)
    assert duplicate_of(first) is None
    assert duplicate_of(second) == duplicate_of(third) == same_file(first)


def test_the_same_file_is_the_surer_reason(alice):
    scan, file = sent(alice), sent(alice, FILE)
    copy = sent(alice, FILE)
    for extraction in (copy, scan, file):
        read(extraction, LARKFIELD)
    assert duplicate_of(file) == same_invoice(scan)
    assert duplicate_of(copy) == same_file(file)


def test_a_copy_of_one_that_could_not_be_read_repeats_nothing(alice):
    sent(alice, FILE)
    assert duplicate_of(sent_and_read(alice, LARKFIELD, FILE)) is None


def test_copies_that_are_read_at_the_same_time_refer_to_the_first(alice):
    waiting = [sent(alice, FILE) for _ in range(4)]

    at_once(*(partial(read, one, LARKFIELD) for one in waiting))
    first, *copies = waiting
    assert duplicate_of(first) is None
    assert [duplicate_of(copy) for copy in copies] == [same_file(first)] * 3


def test_when_the_first_is_deleted_the_next_takes_its_place(alice):
    first = sent_and_read(alice, LARKFIELD, FILE)
    second, third = (sent_and_read(alice, LARKFIELD, FILE) for _ in range(2))
    scan = sent_and_read(alice, LARKFIELD)
    jobs.delete(first)
    assert duplicate_of(second) is None
    assert duplicate_of(third) == same_file(second)
    assert duplicate_of(scan) == same_invoice(second)
    jobs.delete(second)
    jobs.delete(third)
    assert duplicate_of(scan) is None


def test_when_a_batch_is_deleted_those_that_stay_repeat_each_other_and_nothing_in_it(alice):
    batch = Batch.objects.create(user=alice, created_at=timezone.now())
    inside = [sent_and_read(alice, LARKFIELD, FILE) for _ in range(2)]
    outside = [sent_and_read(alice, LARKFIELD, FILE) for _ in range(3)]
    Extraction.objects.filter(pk__in=[each.pk for each in inside]).update(batch=batch)
    batches.delete(batch, now=timezone.now())
    heir, *others = outside
    assert duplicate_of(heir) is None
    assert [duplicate_of(each) for each in others] == [same_file(heir)] * 2


def test_a_duplicate_is_counted_like_any_other(alice):
    for _ in range(2):
        sent_and_read(alice, LARKFIELD, FILE)
    usage = metering.usage(user=alice, now=timezone.now())
    assert (usage.used, usage.reserved) == (2, 0)


def test_lists_and_tables_say_it_too(alice):
    first, copy = (sent_and_read(alice, LARKFIELD, FILE) for _ in range(2))
    assert payloads.summary(first)["duplicate_of"] is None
    assert payloads.summary(copy)["duplicate_of"] == same_file(first)
    [of_first], [of_copy] = (list(csv.DictReader(io.StringIO(payloads.csv(each)))) for each in (first, copy))
    assert list(of_first) == list(of_copy)
    assert (of_first["duplicate_of.id"], of_first["duplicate_of.reason"]) == ("", "")
    assert (of_copy["duplicate_of.id"], of_copy["duplicate_of.reason"]) == (first.public_id, "same_file")
