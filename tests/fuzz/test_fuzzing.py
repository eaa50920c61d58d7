"""What nobody thought of: every door is answered, and nothing breaks, whatever comes.

A few examples of each here; `FUZZ_EXAMPLES=5000 pytest tests/fuzz` looks for longer.
"""

from __future__ import annotations

import contextlib
import csv
import io
import json
import os
import random
from dataclasses import replace
from datetime import date
from decimal import Decimal

import openpyxl
import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extraction import exports, payloads
from extraction.corrections import habits, typed
from extraction.engine import e_invoice, read, sniff
from extraction.engine.document import Attachment
from extraction.engine.errors import DocumentError
from extraction.engine.invoice import LineItem, Party
from extraction.engine.options import Options
from extraction.engine.values import currencies, dates, ibans, identifiers, numbers, rates, repair
from extraction.exports import ubl
from extraction.finding import searches
from tests import invoices
from tests.invoices import e_invoice as written
from tests.people import person
from tests.web import papers

EXAMPLES = int(os.environ.get("FUZZ_EXAMPLES", "25"))
few = settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
pytestmark = [pytest.mark.django_db, pytest.mark.slow]

SPEC = invoices.example(5, language="de", layout="ruled")
PAGE, XML = invoices.draw(SPEC), written.cii(SPEC).encode()
FORMULA = ("=", "+", "-", "@", "\t", "\r")
MONEY_LIKE = st.text(alphabet="0123456789.,'-+ ()%€$£USDEURe\u00a0\u202f\u0660", max_size=40)
DATE_LIKE = st.text(alphabet="0123456789./- ,JanuarFebMäzr年月日stndh\u00a0", max_size=40)
TEXTS = st.text(max_size=60) | MONEY_LIKE | DATE_LIKE
HOSTILE = st.builds(
    str.__add__, st.sampled_from([*FORMULA, "\n=", " =", "＝", "<![CDATA[", "]]>", "&a;"]), TEXTS
)
ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=12,
)


@pytest.fixture
def alice():
    return person("alice", plan="business")


def damaged(data: bytes, chance: random.Random) -> bytes:
    """Cut, doubled and overwritten in a few places, as the net and other programs do."""
    found = bytearray(data)
    for _ in range(chance.randint(1, 8)):
        at, length = chance.randrange(len(found)), chance.choice([1, 4, 40, 400])
        found[at : at + length] = chance.choice(
            [b"", b"\0" * length, data[:length], chance.randbytes(length)]
        )
        found = found or bytearray(b"%PDF-")
    return bytes(found)


@few
@given(st.binary(max_size=3_000) | st.binary(max_size=50).map(lambda rest: b"%PDF-1.7" + rest))
def test_any_bytes_are_a_kind_of_file_or_refused(data):
    try:
        assert sniff.kind_of(data) in sniff.Kind
        with read.open_document(data, options=Options()):
            pass
    except DocumentError:
        pass  # in words, as each of them has


@few
@given(st.randoms(use_true_random=False))
def test_a_damaged_pdf_is_read_or_refused(chance):
    try:
        with read.open_document(damaged(PAGE, chance), options=Options(max_pages=3)) as found:
            assert found.document.pages
    except DocumentError:
        pass  # in words, as each of them has


@few
@given(st.randoms(use_true_random=False))
def test_damaged_xml_of_an_invoice_is_understood_or_not(chance):
    found = e_invoice.find([Attachment("factur-x.xml", damaged(XML, chance))])
    assert (found.stated is None) == (found.fault is not None)


@few
@given(TEXTS)
def test_any_text_has_values_or_none(text):
    for find in (
        numbers.find,
        dates.find,
        ibans.find,
        ibans.find_bics,
        identifiers.find,
        currencies.find,
        rates.find,
    ):
        assert isinstance(find(text), tuple)
    number, day, rate = numbers.parse(text), dates.parse(text), rates.parse(text)
    assert number is None or number.value.is_finite()
    assert day is None or isinstance(day, date)
    assert rate is None or rate.is_finite()
    assert repair.vat(text) is None or isinstance(repair.vat(text), str)


@few
@given(TEXTS, st.sampled_from(sorted(typed.READERS)))
def test_whatever_is_typed_is_a_value_or_refused_in_words(text, kind):
    with contextlib.suppress(typed.NotAValue):
        typed.read(text, kind, habits.of({}))


def hostile_document(user, texts: list[str]):
    one, two, three, four = (text.replace("\0", "") for text in texts)
    invoice = replace(
        papers.LARKFIELD,
        vendor=Party(one, two, three),
        invoice_number=four,
        payment_terms=one,
        line_items=(LineItem(two, Decimal(1), None, Decimal("1.00")),),
        evidence={},
    )
    return papers.completed(user, invoice, "hostile.pdf")


@few
@given(st.lists(HOSTILE, min_size=4, max_size=4))
def test_hostile_words_are_words_in_every_file(alice, texts):
    document = hostile_document(alice.user, texts)
    cells = [cell for row in csv.reader(io.StringIO(payloads.csv(document))) for cell in row]
    assert [cell for cell in cells if cell.startswith(FORMULA) and not is_number(cell)] == []
    with exports.xlsx.written([document], title="x", created=timezone.now()) as file:
        sheets = openpyxl.load_workbook(file).worksheets
    assert {cell.data_type for sheet in sheets for row in sheet.iter_rows() for cell in row} <= {
        "s",
        "n",
        "d",
        "b",
    }
    try:
        made = ubl.to_ubl(payloads.document(document))
    except ubl.MissingTerms:
        pass
    else:
        assert e_invoice.find([Attachment("x.xml", made)]).fault is None


def is_number(text: str) -> bool:
    return text.removeprefix("-").replace(".", "", 1).isdigit()


def ask(alice, method: str, *address: str, **sent):
    client = Client(raise_request_exception=True, headers={"Authorization": alice.authorization})
    answer = getattr(client, method)(*address, **sent)
    assert answer.status_code < 500, (answer.status_code, answer.content[:300])
    if answer.status_code >= 400:
        assert {"code", "message"} <= answer.json()["error"].keys()
    return answer


@few
@given(body=ANY_JSON | st.fixed_dictionaries({"corrections": ANY_JSON}), raw=st.binary(max_size=40))
def test_any_body_of_a_correction_is_answered(alice, body, raw):
    document = alice.user.extractions.first() or papers.completed(alice.user)
    for data in (json.dumps(body).encode(), raw, json.dumps(body).encode() + raw):
        ask(alice, "patch", f"/v1/extract/{document.public_id}", data=data, content_type="application/json")


@few
@given(
    body=st.binary(max_size=300),
    disposition=st.text(alphabet="fileams[]*=;\"'\\ /.\r\n\0éu", max_size=60),
    boundary=st.sampled_from(["x", "", "x" * 300, "\u00e9", 'x"; charset=utf-7', "x; boundary=y"]),
)
def test_any_form_is_answered(alice, body, disposition, boundary):
    head = f"--x\r\nContent-Disposition: form-data; {disposition}\r\n\r\n".encode()
    for data in (body, head + body, head + body + b"\r\n--x--\r\n"):
        for address in ("/v1/extract", "/v1/batch/extract"):
            content_type = f"multipart/form-data; boundary={boundary}"
            ask(alice, "generic", "POST", path=address, data=data, content_type=content_type)


@few
@given(st.dictionaries(st.sampled_from(["q", "state", "issued_from", "currency", "source", "sort"]), TEXTS))
def test_any_search_finds_something_nothing_or_says_why_not(alice, query):
    with contextlib.suppress(searches.NotUnderstood):
        list(searches.read(query).of(alice.user.extractions.all())[:5])
    ask(alice, "get", "/v1/extractions", data={"cursor": query.get("q", ""), "limit": query.get("state", "")})
