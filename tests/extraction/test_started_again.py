"""A batch is under way while the service is deployed anew and its supervisor killed, or its servers are."""

import pytest

from tests import invoices
from tests.caller import Caller, caller
from tests.fire.reckoning import EVERYTHING, asked
from tests.fire.strikes import scene
from tests.waiting import until

pytestmark = [pytest.mark.slow, pytest.mark.stack, pytest.mark.timeout(400)]

FILES = [(f"{number}.pdf", invoices.draw(invoices.example(number))) for number in range(8)]


def test_all_of_it_is_read_once_and_nothing_is_left_over():
    with scene(seed=1, SWEEP_SECONDS="1") as burning:
        service = burning.service
        alice = caller(service, plan="business")
        address = alice.batch(FILES).json()["poll_url"]
        has_servers = "database" in burning.victims
        for what in ("broker", "database") if has_servers else ("restart", "supervisor"):
            burning.strike(what)
        again = Caller(service.url, alice.secret)
        until(lambda: again.get(address).json().get("completed") == len(FILES), within=120)
        service.console.end()  # its connection was to the database before
        books = until(lambda: _when_settled(service))
    assert sorted(row["filename"] for row in books["rows"]) == sorted(name for name, _ in FILES)
    assert books["quota"] == [[len(FILES), 0]]
    assert sorted(books["ledger"]) == sorted(row["public_id"] for row in books["rows"])
    assert (books["files_without_row"], books["rows_without_file"]) == ([], [])


def _when_settled(service):
    books = asked(service, EVERYTHING)
    return None if books["messages"] or books["unfinished"] else books
