"""What of a result is kept in columns, and how names and numbers are made comparable."""

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal
from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection

from extraction import facts
from extraction.engine import render
from extraction.engine.invoice import Invoice, Party
from extraction.models import Extraction
from tests.people import person
from tests.web import papers

fill_facts = import_module("extraction.migrations.0003_fill_facts")


def facts_of(invoice: Invoice):
    return facts.of(render.to_json(render.document(invoice, evidence=True)))


def test_a_result_gives_what_it_is_found_by():
    found = facts_of(papers.LARKFIELD)
    assert (found.vendor, found.vendor_key) == ("Larkfield Stationery Ltd", "larkfieldstationery")
    assert found.vendor_folded == "larkfield stationery ltd"
    assert found.vendor_tax_id == "IE1234567T"
    assert (found.invoice_number, found.number_key) == ("LS-2026-0418", "ls20260418")
    assert found.issued_on == date(2026, 6, 2)
    assert (found.currency, found.total) == ("EUR", Decimal("317.34"))
    assert found.iban == "IE29AIBK93115212345678"


def test_what_is_not_on_the_page_is_empty():
    found = facts.of('{"vendor": {"name": null}, "total": null, "date": null}')
    assert found == facts.Facts("", "", "", "", "", "", None, "", None, "")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ACME Supply Co.", "Acme Supply Company"),
        ("Müller & Söhne GmbH & Co. KG", "MULLER & SOHNE GmbH"),
        ("Papeterie du Lac S.A.R.L.", "Papeterie du Lac SARL"),
        ("Nordlys A/S", "Nordlys AS"),
        ("Stal-Pol Sp. z o.o.", "STALPOL sp. z o. o."),
        ("Gebr. Groß AG", "Gebr. Gross AG"),
        ("Bolt,  Inc.", "Bolt Inc"),
    ],
)
def test_a_vendor_is_the_same_however_its_name_is_written(one, other):
    assert facts.vendor_key(one) == facts.vendor_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("Acme Supply", "Acme Paper"), ("Limited", "Company"), ("株式会社山田", "株式会社田中")],
)
def test_different_vendors_stay_different(one, other):
    assert facts.vendor_key(one) != facts.vendor_key(other)
    assert facts.vendor_key(one)


def test_numbers_and_tax_ids_are_compared_without_what_stands_between_their_characters():
    assert facts.number_key("RE 2026 / 17") == facts.number_key("re-2026/17")
    assert facts.number_key("RE-117") != facts.number_key("RE-1171")
    assert facts.tax_key("CHE-123.456.788 MWST") == facts.tax_key("CHE123456788")


def test_what_a_database_refuses_or_has_no_room_for_costs_nothing_but_itself():
    hostile = replace(
        papers.LARKFIELD,
        vendor=Party(name="Lark\x00field \udcff" + "x" * 1000),
        invoice_number="9" * 1000,
        total=Decimal("1e40"),
    )
    found = facts.of(json.dumps(render.document(hostile, evidence=False), default=str))
    assert found.vendor.startswith("Larkfield x")
    assert len(found.vendor) == len(found.invoice_number) == facts.LONGEST
    assert facts.of('{"total": 1e40}').total is None


@pytest.mark.django_db
def test_results_from_before_there_were_columns_get_theirs():
    alice = person("alice").user
    rows = [papers.completed(alice) for _ in range(3)] + [papers.failed(alice)]
    Extraction.objects.update(vendor="", vendor_key="", number_key="", issued_on=None, total=None, iban="")
    fill_facts.fill(apps, SimpleNamespace(connection=connection), at_a_time=2)
    filled = Extraction.objects.filter(vendor_key="larkfieldstationery", total=Decimal("317.34"))
    assert {row.pk for row in filled} == {row.pk for row in rows[:3]}


@pytest.mark.django_db
@pytest.mark.parametrize("total", ["999999999999999.99", "9999999999999999.99", "-9999999999999999.99"])
def test_the_largest_total_that_is_kept_can_be_read_again(total):
    """SQLite keeps numbers of sixteen digits rounded, which must not make one that no longer fits."""
    user = person("alice").user
    kept = facts.of(f'{{"total": {total}}}').total
    papers.queued(user, total=kept)
    assert user.extractions.get().total in (kept, Decimal("1E15"))
