"""POST /v1/validate tests what a document says, in the words of the engine's own checks."""

import json
from dataclasses import replace
from decimal import Decimal

import pytest
import simplejson
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from billing.usage import metering
from extraction.api import stated
from extraction.api.errors import InvalidRequest
from extraction.engine import render, restating, validation
from extraction.engine.invoice import Check
from tests.people import person
from tests.web.papers import LARKFIELD

LARGEST = 1024 * 1024
GOOD = {
    "vendor": {"name": "Larkfield Stationery Ltd", "tax_id": "IE6388047V"},
    "date": "2026-05-15",
    "due_date": "2026-06-14",
    "payment_terms": "30 days net",
    "currency": "EUR",
    "line_items": [{"quantity": 2, "unit_price": 5.25, "amount": 10.50}, {"amount": 9.50}],
    "subtotal": 20.00,
    "tax": 4.60,
    "tax_rate": 0.23,
    "total": 24.60,
    "payment": {"iban": "IE29 AIBK 9311 5212 3456 78", "bic": "AIBKIE2D"},
    "service_period": {"start": "2026-05-01", "end": "2026-05-14"},
}


@pytest.fixture
def alice(db):
    return person("alice")


@pytest.fixture
def validate(client, alice):
    def post(body, **headers):
        data = body if isinstance(body, (bytes, str)) else json.dumps(body)
        authorized = {"Authorization": alice.authorization} | headers
        return client.post("/v1/validate", data, content_type="application/json", headers=authorized)

    return post


@pytest.fixture
def verdicts(validate):
    def passed(document):
        answer = validate(document)
        assert answer.status_code == 200, answer.content
        return {check["name"]: check["passed"] for check in answer.json()["checks"]}

    return passed


def refusal(answer, status=400):
    assert answer.status_code == status
    return answer.json()["error"]["message"]


def test_a_document_in_which_all_is_right_passes_every_check(verdicts):
    assert verdicts(GOOD) == dict.fromkeys(
        [
            "subtotal_plus_tax_is_total",
            "subtotal_times_rate_is_tax",
            "lines_add_up_to_subtotal",
            "line_items.0.quantity_times_price_is_amount",
            "due_date_is_not_before_date",
            "date_plus_terms_is_due_date",
            "service_period_ends_after_it_starts",
            "date_is_not_far_ahead",
            "tax_rate_is_a_fraction",
            "payment.iban_is_valid",
            "payment.bic_is_valid",
            "vendor.tax_id_is_valid",
            "currency_is_iso_4217",
        ],
        True,
    )


@pytest.mark.parametrize(
    ("change", "fails"),
    [
        ({"total": 24.70}, "subtotal_plus_tax_is_total"),
        ({"tax_rate": 0.19}, "subtotal_times_rate_is_tax"),
        ({"tax_rate": 23}, "tax_rate_is_a_fraction"),
        ({"taxes": [{"rate": 0.1, "base": 10, "amount": 2}]}, "base_times_rate_is_tax"),
        ({"amount_paid": 4, "amount_due": 20}, "total_less_paid_is_due"),
        ({"line_items": [{"amount": 1}]}, "lines_add_up_to_subtotal"),
        (
            {"line_items": [{"quantity": 3, "unit_price": 5.25, "amount": 20}]},
            "line_items.0.quantity_times_price_is_amount",
        ),
        ({"due_date": "2026-05-14"}, "due_date_is_not_before_date"),
        ({"due_date": "2026-07-14"}, "date_plus_terms_is_due_date"),
        ({"date": "2999-01-01"}, "date_is_not_far_ahead"),
        (
            {"service_period": {"start": "2026-05-02", "end": "2026-05-01"}},
            "service_period_ends_after_it_starts",
        ),
        ({"payment": {"iban": "IE29AIBK93115212345679"}}, "payment.iban_is_valid"),
        ({"payment": {"bic": "AIBK1E2D"}}, "payment.bic_is_valid"),
        ({"vendor": {"tax_id": "IE6388047W"}}, "vendor.tax_id_is_valid"),
        ({"customer": {"tax_id": "DE136695977"}}, "customer.tax_id_is_valid"),
        ({"currency": "EURO"}, "currency_is_iso_4217"),
    ],
)
def test_what_is_wrong_fails_under_its_own_name(verdicts, change, fails):
    assert verdicts(GOOD | change)[fails] is False


@pytest.mark.parametrize(
    "due", ["2026-06-14", "2026-06-15", "2026-06-30"], ids=["to the day", "moved to a Monday", "end of month"]
)
def test_terms_are_met_as_they_are_meant(verdicts, due):
    assert verdicts(GOOD | {"due_date": due})["date_plus_terms_is_due_date"]


def test_checks_have_the_shape_of_those_in_results(validate):
    checks = {check["name"]: check for check in validate(GOOD | {"total": 25.60}).json()["checks"]}
    assert checks["subtotal_plus_tax_is_total"] == {
        "name": "subtotal_plus_tax_is_total",
        "passed": False,
        "difference": -1.0,
        "operands": {"subtotal": 20.0, "total": 25.6, "tax": 4.6},
    }
    assert checks["payment.bic_is_valid"]["operands"] == {"bic": "AIBKIE2D"}
    assert all(list(check) == ["name", "passed", "difference", "operands"] for check in checks.values())


def test_amounts_come_back_with_the_decimals_they_came_with(validate):
    answer = validate('{"subtotal": 1.10, "tax": 0.20, "total": 1.30}')
    assert b'"operands": {"subtotal": 1.10, "total": 1.30, "tax": 0.20}' in answer.content


def test_parts_of_a_document_are_tested_as_far_as_they_go(verdicts):
    assert verdicts({}) == {}
    assert verdicts({"subtotal": 1, "total": None, "line_items": None, "vendor": None}) == {}
    assert verdicts({"payment": {"iban": "DE89370400440532013000"}}) == {"payment.iban_is_valid": True}
    assert verdicts({"vendor": {"tax_id": "XX-XXXXXXX"}}) == {}


def test_sums_with_amounts_that_have_no_field_are_tested_as_the_document_says_they_are_made(verdicts):
    charged = {"subtotal": 20, "tax": 4, "total": 26}
    stated_check = {
        "name": "subtotal_plus_tax_is_total",
        "passed": True,
        "difference": 0,
        "operands": {**charged, "charges": 2},
    }
    assert verdicts(charged) == {"subtotal_plus_tax_is_total": False}
    assert verdicts(charged | {"checks": [stated_check]}) == {"subtotal_plus_tax_is_total": True}
    assert verdicts(charged | {"total": 27, "checks": [stated_check]}) == {
        "subtotal_plus_tax_is_total": False
    }


def test_the_engine_s_own_result_is_taken_as_it_is(validate):
    own = replace(LARKFIELD, checks=(Check("due_date_is_not_before_date", True, Decimal(3), {"date": "x"}),))
    document = {"id": "ext_a1b2c3d4", **render.document(own, evidence=True)}
    assert validate(simplejson.dumps(document, use_decimal=True)).status_code == 200


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ('{"line_items": [{}, {}, {"amount": "9.50"}]}', "line_items.2.amount is not a number."),
        ('{"total": true}', "total is not a number."),
        ('{"total": NaN}', "total is not a number."),
        ('{"total": -Infinity}', "total is not a number."),
        ('{"total": 1e400}', "total is a larger or finer number than any amount."),
        ('{"total": 1e999999999}', "total is a larger or finer number than any amount."),
        ('{"total": 1e-400}', "total is a larger or finer number than any amount."),
        ('{"total": 1e99999999999999999999}', "total is not a number."),
        ('{"total": ' + "9" * 1_000_000 + "}", "total has more than 40 digits."),
        ('{"vendor": "Larkfield"}', "vendor is not an object."),
        ('{"vendor": {"tax_id": 123}}', "vendor.tax_id is not text."),
        ('{"vendor": {"name": "\\ud800"}}', "vendor.name is not text."),
        ('{"line_items": {}}', "line_items is not a list."),
        ('{"line_items": [1]}', "line_items.0 is not an object."),
        ('{"line_items": [' + ",".join(["{}"] * 100_000) + "]}", "line_items has more than 5,000 entries."),
        ('{"due_date": "31.5.2026"}', "due_date is not a date such as 2026-05-31."),
        ('{"due_date": "2026-02-30"}', "due_date is not a date such as 2026-05-31."),
        ('{"due_date": "20260531"}', "due_date is not a date such as 2026-05-31."),
        ('{"checks": [{"operands": {"\\udcff": 1e400}}]}', "checks.0.operands.? is a larger or finer"),
        ("[" * 500_000, "The body is nested too deeply."),
        ('{"a":' * 100_000, "The body is nested too deeply."),
        ("[]", "The body is not a JSON object."),
        ("null", "The body is not a JSON object."),
        ("", "The body is not JSON in UTF-8."),
        ("total=1", "The body is not JSON in UTF-8."),
        (b'{"total": "\xff"}', "The body is not JSON in UTF-8."),
    ],
    ids=lambda value: str(value)[:40],
)
@pytest.mark.timeout(5)
def test_what_is_malformed_is_named_by_its_path(validate, body, message):
    assert message in refusal(validate(body))


def test_more_than_a_megabyte_is_refused(validate):
    assert refusal(validate(b" " * (LARGEST + 1)), 413) == "A result document can have 1 MB at most."
    assert validate(b"{}".ljust(LARGEST)).status_code == 200


@pytest.mark.timeout(20)
def test_five_thousand_lines_are_tested(verdicts):
    lines = [{"quantity": 2, "unit_price": 1.5, "amount": 3, "tax_rate": 0.2}] * 5_000
    assert len(verdicts({"line_items": lines, "subtotal": 15_000})) == 10_001


def test_a_key_is_needed_and_nothing_is_counted(client, validate, alice):
    assert client.post("/v1/validate", "{}", content_type="application/json").status_code == 401
    assert client.get("/v1/validate", headers={"Authorization": alice.authorization}).status_code == 405
    for _ in range(15):
        assert validate(GOOD).status_code == 200
    assert metering.usage(user=alice.user, now=timezone.now()).remaining == 10


def test_the_order_of_keys_makes_no_other_request(validate):
    key = {"Idempotency-Key": "a-key"}
    first = validate('{"subtotal": 1, "total": 2}', **key)
    again = validate('{ "total":2, "subtotal":1}', **key)
    assert (again.status_code, again.content) == (200, first.content)
    assert again["Idempotency-Replayed"] == "true"
    assert validate('{"subtotal": 1, "total": 3}', **key).status_code == 409


@pytest.mark.parametrize("depth", range(100, 1001, 20))
def test_any_depth_is_answered_or_refused(validate, depth):
    nested = '{"evidence":' * depth + "1" + "}" * depth
    assert validate(nested, **{"Idempotency-Key": "a-key"}).status_code in (200, 400)


NUMBERS = st.integers() | st.floats() | st.decimals(places=2, min_value=-1000, max_value=1000).map(float)
DAYS = st.dates().map(str) | st.text(max_size=12)
SCALARS = st.none() | st.booleans() | NUMBERS | st.text() | DAYS
ANYTHING = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)
PARTY = st.fixed_dictionaries(
    {}, optional={key: ANYTHING | st.text() for key in ("name", "address", "tax_id")}
)
ITEM_KEYS = ("description", "quantity", "unit_price", "amount", "tax_rate", "discount", "rate", "base")
ITEMS = st.lists(st.fixed_dictionaries({}, optional=dict.fromkeys(ITEM_KEYS, SCALARS)), max_size=3)
CHECKS = st.lists(
    st.fixed_dictionaries(
        {"name": st.sampled_from(sorted(restating.SIGNS)) | st.text()},
        optional={
            "operands": st.dictionaries(
                st.sampled_from(["lines", "charges", "total", "subtotal", "rounding"]) | st.text(),
                SCALARS,
                max_size=4,
            )
        },
    ),
    max_size=3,
)
DOCUMENTS = st.fixed_dictionaries(
    {},
    optional={
        "vendor": PARTY | ANYTHING,
        "customer": PARTY,
        "date": DAYS,
        "due_date": DAYS,
        "currency": SCALARS,
        "payment_terms": st.text() | st.from_regex(r"\w{0,4} \d{0,5} (days|Tage|²)", fullmatch=True),
        "line_items": ITEMS | ANYTHING,
        "taxes": ITEMS,
        **dict.fromkeys(
            ("subtotal", "tax", "tax_rate", "total", "amount_paid", "amount_due"), NUMBERS | SCALARS
        ),
        "payment": st.fixed_dictionaries({}, optional=dict.fromkeys(("iban", "bic"), st.text() | SCALARS)),
        "service_period": st.fixed_dictionaries({}, optional={"start": DAYS, "end": DAYS}),
        "checks": CHECKS | ANYTHING,
    },
)


@given(document=DOCUMENTS | ANYTHING)
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_json_is_answered_or_refused(document):
    body = json.dumps(document).encode()
    try:
        invoice = stated.invoice(body)
    except InvalidRequest as refused:
        str(refused).encode()
    else:
        found = validation.checks(invoice, today=timezone.now().date())
        simplejson.dumps(render.checks(found), use_decimal=True, ensure_ascii=False, allow_nan=False).encode()


@given(body=st.binary(max_size=200) | st.text(max_size=200).map(lambda text: text.encode(errors="replace")))
@settings(max_examples=100, deadline=None)
def test_any_bytes_are_answered_or_refused(body):
    try:
        validation.checks(stated.invoice(body), today=timezone.now().date())
    except InvalidRequest as refused:
        str(refused).encode()
