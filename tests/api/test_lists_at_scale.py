"""With a hundred thousand documents every page of the list is there at once, whatever it is narrowed by."""

import json
import random
import time
from datetime import UTC, date, datetime, timedelta
from itertools import islice

import pytest
from django.db import connection
from django.http import QueryDict

from extraction.api import listing, pagination
from extraction.engine.values.folding import fold
from extraction.models import Batch, Extraction
from tests.people import person

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.stack,
    pytest.mark.slow,
    pytest.mark.timeout(400),
]

DOCUMENTS = 100_000
MILLISECONDS = 100  # on two busy cores the slowest took 44 on SQLite and 67 on PostgreSQL
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


def documents(user, batch):
    dice = random.Random(4711)
    for number in range(DOCUMENTS):
        vendor = f"{dice.choice(WORDS)} {dice.choice(KINDS)} {dice.randrange(40)} GmbH"
        if number == 70:
            vendor = RARE
        at = START + timedelta(minutes=5 * number)
        status = "failed" if number % 997 == 0 else "processing" if number > DOCUMENTS - 5 else "completed"
        yield Extraction(
            user=user,
            created_at=at,
            finished_at=at,
            status=status,
            error_code="invalid_file" if status == "failed" else "",
            filename=f"{number}.pdf",
            size=1,
            sha256=f"{number:064}",
            result=RESULT if status == "completed" else None,
            vendor=vendor,
            vendor_folded=fold(vendor),
            number_key=f"re{number}",
            issued_on=date(2025, 1, 1) + timedelta(days=number // 290 + dice.randrange(-5, 5)),
            batch=batch if number % 10_000 < 50 else None,
        )


def fetched(user, query):
    wanted = listing.wanted(QueryDict(query))
    before = time.perf_counter()
    page = pagination.page(wanted.of(user.extractions.all()), wanted)
    return (time.perf_counter() - before) * 1000, page


def test_every_page_is_there_at_once():
    alice, charlie = person("alice", plan="business").user, person("charlie").user
    batch = Batch.objects.create(user=alice, created_at=START)
    Extraction.objects.bulk_create(documents(alice, batch), batch_size=2_000)
    Extraction.objects.bulk_create(islice(documents(charlie, None), 5_000), batch_size=2_000)
    if connection.vendor == "postgresql":  # which does so by itself; SQLite never does
        connection.cursor().execute("VACUUM ANALYZE")
    taken = {}
    for name, pattern in QUERIES.items():
        query = pattern.format(batch=batch.public_id)
        taken[name], page = min((fetched(alice, query) for _ in range(8)), key=lambda timed: timed[0])
        if page.next:
            deep = f"{query}&cursor={page.next}&limit=100"
            taken[f"{name}, further on"] = min(fetched(alice, deep)[0] for _ in range(8))
    print(json.dumps({name: round(milliseconds, 1) for name, milliseconds in taken.items()}, indent=1))
    assert {name: taken[name] for name in taken if taken[name] > MILLISECONDS} == {}
