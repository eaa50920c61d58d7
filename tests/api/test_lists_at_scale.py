"""With a hundred thousand documents every page of a list is there at once, whatever it is narrowed by."""

import json
import random
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import partial
from itertools import islice

import pytest
from django.db import connection, transaction
from django.http import QueryDict
from django.test import Client

from extraction.api import listing, pagination
from extraction.engine.values.folding import fold
from extraction.models import Batch, Extraction, public_ids
from tests.people import person
from tests.stopwatch import quickest

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.stack,
    pytest.mark.slow,
    pytest.mark.timeout(400),
]

DOCUMENTS = 100_000
MILLISECONDS = 100  # on two busy cores the slowest took 44 on SQLite and 67 on PostgreSQL
PAGE_MILLISECONDS = 150  # a whole page of the portal; in processor time the slowest took 130
START = datetime(2025, 1, 1, tzinfo=UTC)
WORDS = ["Acme", "Globex", "Initech", "Umbrella", "Müller", "Stark", "Wayne", "Hooli", "Vehement", "Soylent"]
KINDS = ["Supply", "Trading", "Werke", "Logistics", "Foods", "Paper", "Energy", "Media", "Tools", "Office"]
RARE = "Zyzzyx & Partner"
RESULT = json.dumps(
    {"evidence": {f"line_items.{number}.amount": {"text": "1,217.81"} for number in range(40)}}
)

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


def documents(user, batch, *, key=None):
    dice = random.Random(4711)
    for number in range(DOCUMENTS):
        vendor = f"{dice.choice(WORDS)} {dice.choice(KINDS)} {dice.randrange(40)} GmbH"
        if number == 70:
            vendor = RARE
        at = START + timedelta(minutes=5 * number)
        status = "failed" if number % 997 == 0 else "processing" if number > DOCUMENTS - 5 else "completed"
        yield {
            "public_id": public_ids.for_extraction(),
            "user_id": user.pk,
            "created_at": at,
            "finished_at": at,
            "status": status,
            "error_code": "invalid_file" if status == "failed" else "",
            "filename": f"{number}.pdf",
            "sha256": f"{number:064}",
            "result": RESULT if status == "completed" else None,
            "vendor": vendor,
            "vendor_folded": fold(vendor),
            "number_key": f"re{number}",
            "filename_folded": f"scan {number}.pdf",
            "currency": dice.choice(["EUR", "EUR", "GBP"]),
            "total": Decimal("1234.56") if number == 70 else Decimal(dice.randrange(100, 2_000_000)) / 100,
            "to_check": dice.choice([0, 0, 0, 2]) if status == "completed" else 0,
            "review": dice.choice(["", "approved", "rejected"]) if status == "completed" else "",
            "api_key_id": key.pk if key and number % 3 else None,
            "issued_on": date(2025, 1, 1) + timedelta(days=number // 290 + dice.randrange(-5, 5)),
            "batch_id": batch.pk if batch and number % 10_000 < 50 else None,
        }


def insert(documents):
    """Straight into the table: as models, so many would take half a minute."""
    blank = Extraction(size=1, created_at=START)
    columns = {field.attname: field for field in Extraction._meta.concrete_fields if not field.primary_key}
    alike = {name: prepared(field, field.pre_save(blank, add=True)) for name, field in columns.items()}
    rows = (
        (alike | {name: prepared(columns[name], value) for name, value in document.items()}).values()
        for document in documents
    )
    names, places = ", ".join(columns), ", ".join(["%s"] * len(columns))
    command = f"INSERT INTO {Extraction._meta.db_table} ({names}) VALUES ({places})"  # noqa: S608 - names of ours
    with connection.cursor() as cursor:
        cursor.executemany(command, map(tuple, rows))


def prepared(field, value):
    return field.get_db_prep_save(value, connection=connection)


def fetched(user, query):
    wanted = listing.wanted(QueryDict(query))
    return pagination.page(wanted.of(user.extractions.all()), wanted)


def opened(client, query):
    answer = client.get(f"/documents?{query}")
    assert answer.status_code == 200
    return answer.content.decode()


def slow(taken, limit):
    print(json.dumps({name: round(milliseconds, 1) for name, milliseconds in taken.items()}, indent=1))
    return {name: taken[name] for name in taken if taken[name] > limit}


def test_every_page_is_there_at_once():
    alice, charlie = person("alice", plan="business").user, person("charlie").user
    batch = Batch.objects.create(user=alice, created_at=START)
    with transaction.atomic():
        insert(documents(alice, batch, key=alice.api_keys.get()))
        insert(islice(documents(charlie, None), 5_000))
    if connection.vendor == "postgresql":  # which does so by itself; SQLite never does
        connection.cursor().execute("VACUUM ANALYZE")
    taken = {}
    for name, pattern in QUERIES.items():
        query = pattern.format(batch=batch.public_id)
        taken[name], page = quickest(partial(fetched, alice, query), enough=MILLISECONDS)
        if page.next:
            deep = f"{query}&cursor={page.next}&limit=100"
            taken[f"{name}, further on"], _ = quickest(partial(fetched, alice, deep), enough=MILLISECONDS)
    assert slow(taken, MILLISECONDS) == {}
    assert slow(pages_of_the_portal(alice, batch), PAGE_MILLISECONDS) == {}


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
        assert "9,951 to 10,000 of 100,000" in page
    return taken
