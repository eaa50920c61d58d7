"""With a hundred thousand documents every page of a list is there at once, whatever it is narrowed by."""

from functools import partial
from itertools import islice

from django.db import transaction
from django.http import QueryDict
from django.test import Client

from extraction.api import listing, pagination
from extraction.models import Batch
from tests import many
from tests.people import person
from tests.stopwatch import quickest

pytestmark = many.MARKS

MILLISECONDS = 150  # on two busy cores the slowest took 44 on SQLite and 67 on PostgreSQL
PAGE_MILLISECONDS = 250  # a whole page of the portal; the slowest took 130, beside others 160

QUERIES = {
    "all": "",
    "failed": "status=failed",
    "processing": "status=processing",
    "a vendor of many": "vendor=acme+su",
    "a vendor of one": "vendor=zyzzyx",
    "a vendor of none": "vendor=nobody+of+this+name",
    "a month of arrivals": "created_after=2025-06-01&created_before=2025-07-01",
    "an early month of invoices": "date_from=2025-01-01&date_to=2025-01-31",
    "no month of invoices": "date_from=2020-01-01&date_to=2020-01-31",
    "a year of invoices": "date_from=2025-01-01&date_to=2025-12-31",
    "a batch": "batch={batch}",
    "a vendor in a year": "vendor=paper&date_from=2025-01-01&date_to=2025-12-31&status=completed",
    "failed, of one vendor": "vendor=zyzzyx&status=failed",
}

SEARCHES = {
    "all": "",
    "a vendor of many": "q=acme+su",
    "a vendor of one": "q=zyzzyx",
    "nobody": "q=nobody+of+this+name",
    "a number": "q=re-77777",
    "an amount": "q=1.234,56",
    "a file": "q=scan+99",
    "to review": "state=review",
    "failed": "state=failed",
    "queued": "state=queued",
    "approved, in a month": "state=approved&issued_from=2025-03-01&issued_to=2025-03-31",
    "a day of arrivals": "received_from=2025-06-01&received_to=2025-06-01",
    "a currency": "currency=GBP",
    "uploads": "source=upload",
    "a key": "source=key-{key}",
    "a batch": "source={batch}",
    "of all a little": "q=paper&state=done&currency=EUR&issued_from=2025-02-01&source=upload",
}
SORTS = ["-received", "received", "-issued", "issued", "-vendor", "vendor", "-total", "total"]


def fetched(user, query):
    wanted = listing.wanted(QueryDict(query))
    return pagination.page(wanted.of(user.extractions.all()), wanted)


def opened(client, query):
    answer = client.get(f"/documents?{query}")
    assert answer.status_code == 200
    return answer.content.decode()


def test_every_page_is_there_at_once():
    alice, charlie = person("alice", plan="business").user, person("charlie").user
    batch = Batch.objects.create(user=alice, created_at=many.START)
    with transaction.atomic():
        many.insert(many.documents(alice, batch, key=alice.api_keys.get()))
        many.insert(islice(many.documents(charlie, None), 5_000))
    many.settle()
    taken = {}
    for name, pattern in QUERIES.items():
        query = pattern.format(batch=batch.public_id)
        taken[name], page = quickest(partial(fetched, alice, query), enough=MILLISECONDS)
        if page.next:
            deep = f"{query}&cursor={page.next}&limit=100"
            taken[f"{name}, further on"], _ = quickest(partial(fetched, alice, deep), enough=MILLISECONDS)
    assert many.too_slow(taken, MILLISECONDS) == {}
    assert many.too_slow(pages_of_the_portal(alice, batch), PAGE_MILLISECONDS) == {}


def pages_of_the_portal(user, batch):
    """Each search by time and by amount; all of it in each order, on the first page and on the last."""
    client, taken = Client(), {}
    client.force_login(user)
    for name, pattern in SEARCHES.items():
        query = pattern.format(batch=batch.public_id, key=user.api_keys.get().pk)
        for sort in SORTS if not pattern else ("-received", "-total"):
            work = partial(opened, client, f"{query}&sort={sort}")
            taken[f"{name}, by {sort}"], page = quickest(work, enough=PAGE_MILLISECONDS)
            assert ("Nothing found" in page) == (name in ("nobody", "queued"))
    for sort in SORTS:
        taken[f"the last page, by {sort}"], page = quickest(
            partial(opened, client, f"page=200&sort={sort}"), enough=PAGE_MILLISECONDS
        )
        assert "9,951 to 10,000 of 100,000" in " ".join(page.split())
    return taken
