"""From the eighth invoice of ten to the mail: counted by a reader, sent by the program that has the queue."""

import re

import pytest

from tests import invoices
from tests.caller import Caller
from tests.waiting import until

pytestmark = [pytest.mark.stack, pytest.mark.slow]

ADDRESS = "nearly@example.com"


def test_the_mail_at_eighty_per_cent_goes_out_by_itself_and_once(service):
    secret = service.manage("create_key", ADDRESS).split()[-1]
    bob, document = Caller(url=service.url, secret=secret), invoices.draw(invoices.acme())
    for _ in range(9):
        assert bob.extract(document).status_code == 200
    until(lambda: mails(service))
    assert re.search(
        r"[89] of this month's 10 invoices on the Free plan are used\. (2 are|1 is) left", service.log
    )
    [only] = bob.get("/v1/usage?include=by_key").json()["by_key"]
    assert (only["name"], only["read"]) == ("Command line", 9)
    assert len(mails(service)) == 1


def mails(service):
    return re.findall(rf"To: {ADDRESS}", service.log)
