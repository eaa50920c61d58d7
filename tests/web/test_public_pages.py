"""What everybody can read: the front page, the prices and the documentation."""

import re
from pathlib import Path

import pytest

from billing.plans import PLANS
from extraction import bank_accounts, engine
from extraction.api import warnings
from extraction.api.errors import TABLE
from extraction.engine.e_invoice.warnings import DIFFERS, UNREADABLE
from tests.web.markup import source

pytestmark = pytest.mark.django_db


def text(client, address, **extra):
    answer = client.get(address, **extra)
    assert answer.status_code == 200, address
    return source(answer)


def test_the_front_page_shows_no_figure_that_was_not_measured(client):
    measured = (Path(__file__).parents[2] / "docs" / "accuracy.md").read_text()
    row = re.search(r"^\| all \| (\d+) \| ([\d.]+) .*?\| (\d+) \| ([\d.]+) \|", measured, re.MULTILINE)
    page = re.search(r"p50 (\d+ ms), p95 (\d+ ms)", measured)
    sure = re.search(r"^\| 0\.9–1\.0 \| \d+ \| [\d.]+ \| ([\d.]+) \|", measured, re.MULTILINE)
    proof = text(client, "/").partition("What it can prove")[2].partition("</section>")[0]
    figures = re.findall(r'class="figure">([^<]*)<', proof)
    assert figures == [f"{row[4]} %", page[1], f"{100 * float(sure[1]):.1f} %"]
    assert f"On {row[3]} documents" in proof
    assert f"Over all {row[1]} it is {row[2]} %" in proof
    assert f"one in twenty more than {page[2]}" in proof


def test_the_pricing_page_says_what_the_plans_allow(client):
    page = text(client, "/pricing")
    for plan in PLANS.values():
        assert f"{plan.invoices_per_month:,} invoices a month" in page
        assert f"{plan.concurrent_requests} request" in page


def test_without_billing_no_price_is_invented(client):
    page = text(client, "/pricing")
    assert page.count("billing is not set up") == 2
    assert not re.search(r"[€$£]\s?\d", page)


def test_the_pricing_page_marks_the_plan_that_a_person_has(browse, alice):
    page = text(browse(alice), "/pricing")
    assert page.count("Your plan") == 1
    assert page.index(">Pro<") < page.index("Your plan") < page.index(">Business<")


def test_the_documentation_uses_the_address_under_which_it_was_reached(client, settings):
    settings.ALLOWED_HOSTS = ["invoices.example"]
    page = text(client, "/docs", headers={"host": "invoices.example"})
    assert "http://invoices.example/v1/extract" in page


@pytest.mark.parametrize("code", TABLE)
def test_the_documentation_lists_every_error_code_with_its_status(client, code):
    row = re.search(rf"<tr><td>(\d+)</td><td class=\"mono\">{code}</td>", text(client, "/docs/errors"))
    assert row
    assert int(row[1]) == TABLE[code].status


@pytest.mark.parametrize(
    "address", ["/", "/pricing", "/docs", "/docs/errors", "/healthz", "/accounts/login/"]
)
def test_who_watches_whether_it_answers_may_ask_for_the_head_alone(client, address):
    answer = client.head(address)
    assert (answer.status_code, answer.content) == (200, b"")


def test_a_page_that_does_not_exist_says_so_in_the_same_language(client):
    answer = client.get("/nothing-here")
    assert answer.status_code == 404
    assert "There is nothing at this address" in source(answer)


def test_a_failing_page_still_has_a_face(client):
    client.raise_request_exception = False
    from django.views.defaults import server_error

    page = source(server_error(client.get("/").wsgi_request))
    assert "That went wrong on our side" in page


def test_the_documentation_lists_every_warning_that_a_result_can_carry(client):
    source = "".join(path.read_text() for path in Path(engine.__file__).parent.rglob("*.py"))
    codes = set(re.findall(r'InvoiceWarning\(\s*"([a-z_]+)"', source))
    codes |= {DIFFERS, UNREADABLE, bank_accounts.CHANGED}
    assert codes == set(warnings.TABLE)
    assert len(codes) > 5
    page = text(client, "/docs/warnings")
    assert all(f'<td class="mono">{code}</td>' in page for code in codes)
