"""A document's way through the real service, on every database and broker: read once, billed once."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from tests import invoices
from tests.caller import caller
from tests.extraction.documents import many_scanned_pages
from tests.extraction.killing import ENGINE, WORKER, kill_mid_document
from tests.waiting import until

pytestmark = [pytest.mark.stack, pytest.mark.slow]

ACME = invoices.draw(invoices.acme())


@pytest.fixture
def alice(service):
    return caller(service, plan="pro")


@pytest.fixture
def bob(service):
    return caller(service, plan="free")


def assert_acme(result):
    assert result["status"] == "completed"
    assert result["vendor"]["name"] == "Acme Supply Co."
    assert result["invoice_number"] == "INV-2026-0847"
    assert (result["date"], result["due_date"]) == ("2026-05-15", "2026-06-14")
    assert (result["subtotal"], result["tax"], result["total"]) == (1125.00, 92.81, 1217.81)


def finished(caller, answer):
    """The result: of a 202, once it is there."""
    if answer.status_code == 200:
        return answer.json()
    assert answer.status_code == 202, answer.text

    def look():
        result = caller.get(answer.json()["poll_url"]).json()
        return result if result["status"] != "processing" else None

    return until(look, within=60)


def test_a_pdf_is_answered_with_its_values(alice):
    answer = alice.extract(ACME)
    assert answer.status_code == 200
    assert_acme(answer.json())
    assert alice.used == 1


def test_the_same_document_gives_the_same_values_again(alice):
    first, second = (alice.extract(ACME, include="evidence").json() for _ in range(2))
    assert second["duplicate_of"] == {"id": first["id"], "reason": "same_file"}
    for answer in (first, second):
        del answer["id"], answer["processing_time_ms"], answer["duplicate_of"]
    assert first == second


def test_an_invoice_in_another_file_is_known_and_a_changed_account_is_pointed_out(alice):
    drawn = invoices.example(1, language="de", layout="letter")
    before, after = (
        replace(drawn, vendor=replace(drawn.vendor, iban=iban))
        for iban in ("DE89 3704 0044 0532 0130 00", "GB29 NWBK 6016 1331 9268 19")
    )
    first = alice.extract(invoices.draw(before)).json()
    assert first["payment"]["iban"] == "DE89370400440532013000"
    assert (first["duplicate_of"], first["warnings"]) == (None, [])
    second = alice.extract(invoices.draw(after)).json()
    assert second["payment"]["iban"] == "GB29NWBK60161331926819"
    assert second["duplicate_of"] == {"id": first["id"], "reason": "same_invoice"}
    [warning] = [each for each in second["warnings"] if each["code"] == "bank_account_changed"]
    assert all(each["payment"]["iban"] in warning["message"] for each in (first, second))
    assert alice.get("/v1/extractions").json()["results"][0]["duplicate_of"] == second["duplicate_of"]


def test_one_that_asks_not_to_wait_gets_an_address_to_ask_at(alice):
    answer = alice.extract(ACME, prefer="respond-async")
    assert answer.status_code == 202
    assert set(answer.json()) == {"id", "status", "poll_url"}
    assert_acme(finished(alice, answer))


def test_a_deleted_document_is_gone_and_was_not_counted_if_it_was_not_read(alice, service):
    answer = alice.extract(many_scanned_pages(), prefer="respond-async").json()
    assert alice.delete(answer["poll_url"]).status_code == 204
    assert alice.get(answer["poll_url"]).status_code == 404
    assert alice.used == 0
    assert_acme(alice.extract(ACME).json())
    assert not list((service.data_dir / "files").rglob(f"*{answer['id']}*"))


def test_two_pages_are_too_many_for_free_and_are_not_counted(bob, alice):
    two_pages = many_scanned_pages(2)
    answer = bob.extract(two_pages)
    assert answer.status_code == 403
    assert answer.json()["error"]["code"] == "plan_required"
    assert bob.used == 0
    assert alice.extract(two_pages).json()["pages_processed"] == 2


def test_fifty_at_once_never_pass_the_plan_and_each_answer_is_right(service):
    bob = caller(service, plan="free")
    with ThreadPoolExecutor(50) as threads:
        answers = list(threads.map(lambda _: bob.extract(ACME), range(50)))
    accepted = [answer for answer in answers if answer.status_code == 200]
    refused = [answer for answer in answers if answer.status_code == 429]
    assert len(accepted) + len(refused) == 50
    assert 1 <= len(accepted) <= 10
    assert bob.used == len(accepted)
    for answer in accepted:
        assert_acme(answer.json())


@pytest.mark.timeout(200)
def test_a_worker_that_is_killed_mid_document_costs_nobody_anything(service, alice):
    with ThreadPoolExecutor(1) as threads:
        answer = threads.submit(alice.extract, many_scanned_pages())
        kill_mid_document(service, WORKER)
        assert finished(alice, answer.result())["invoice_number"] == "INV-2026-0847"
    assert alice.used == 1
    assert len(alice.get("/v1/extractions").json()["results"]) == 1
    assert_acme(alice.extract(ACME).json())


@pytest.mark.timeout(200)
def test_an_engine_that_is_killed_mid_document_is_started_again(service, alice):
    with ThreadPoolExecutor(1) as threads:
        answer = threads.submit(alice.extract, many_scanned_pages())
        kill_mid_document(service, ENGINE)
        assert finished(alice, answer.result())["invoice_number"] == "INV-2026-0847"
    assert alice.used == 1
