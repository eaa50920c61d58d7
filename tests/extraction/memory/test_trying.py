"""A rule is tried on the past while somebody waits: on so many documents, and on so many words of them."""

import pytest

from extraction import page_words
from extraction.memory import trying
from extraction.memory.saying import Always, Beside
from extraction.memory.vendors import Known
from tests.extraction.memory.typing import packed
from tests.people import person
from tests.web import papers

pytestmark = pytest.mark.django_db

KNOWN = Known("Larkfield Stationery Ltd", "larkfieldstationery", "IE1234567T", "")
PAGE = "\n".join([" ".join(["item"] * 20)] * 60)  # 1,200 words


def sent(user, pages):
    extraction = papers.completed(user, filename=f"{pages} pages.pdf")
    page_words.keep(extraction, packed(*[PAGE] * pages))


def tried(user, says, path="invoice_number"):
    return [each.extraction.filename for each in trying.of(user, KNOWN, path, says).tries]


def test_long_documents_are_tried_until_it_is_too_much():
    alice = person("alice").user
    for pages in (3, 2, 15, 1):
        sent(alice, pages)
    assert tried(alice, Always("Net 30"), "payment_terms") == [
        "1 pages.pdf",
        "15 pages.pdf",
        "2 pages.pdf",
        "3 pages.pdf",
    ]
    assert tried(alice, Beside("Our ref.")) == ["1 pages.pdf", "15 pages.pdf", "2 pages.pdf"]


def test_the_latest_is_tried_however_long_it_is():
    alice = person("alice").user
    sent(alice, 1)
    sent(alice, 17)
    assert tried(alice, Beside("Our ref.")) == ["17 pages.pdf"]
