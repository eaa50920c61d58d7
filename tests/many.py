"""A hundred thousand documents of one account, and what holds for every test with so many rows."""

from __future__ import annotations

import json
import random
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import cache

import pytest
from django.db import connection
from django.db.models import DateField, DecimalField

from extraction.engine.values.folding import fold
from extraction.models import Extraction

MARKS = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.stack,
    pytest.mark.slow,
    pytest.mark.timeout(400),
]

DOCUMENTS = 100_000
START = datetime(2025, 1, 1, tzinfo=UTC)
WORDS = ["Acme", "Globex", "Initech", "Umbrella", "Müller", "Stark", "Wayne", "Hooli", "Vehement", "Soylent"]
KINDS = ["Supply", "Trading", "Werke", "Logistics", "Foods", "Paper", "Energy", "Media", "Tools", "Office"]
RARE = "Zyzzyx & Partner"
RESULT = json.dumps(
    {"evidence": {f"line_items.{number}.amount": {"text": "1,217.81"} for number in range(40)}}
)


def documents(user, batch, *, key=None):
    dice, names, folded = random.Random(4711), random.Random(user.pk), cache(fold)
    for number in range(DOCUMENTS):
        vendor = f"{dice.choice(WORDS)} {dice.choice(KINDS)} {dice.randrange(40)} GmbH"
        if number == 70:
            vendor = RARE
        at = START + timedelta(minutes=5 * number)
        status = "failed" if number % 997 == 0 else "processing" if number > DOCUMENTS - 5 else "completed"
        yield {
            "public_id": f"ext_{names.getrandbits(64):016x}",
            "user_id": user.pk,
            "created_at": at,
            "finished_at": at,
            "status": status,
            "error_code": "invalid_file" if status == "failed" else "",
            "filename": f"{number}.pdf",
            "sha256": f"{number:064}",
            "result": RESULT if status == "completed" else None,
            "vendor": vendor,
            "vendor_folded": folded(vendor),
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
    not_as_they_are = {name for name, field in columns.items() if isinstance(field, DateField | DecimalField)}

    def row(document):
        others = {name: prepared(columns[name], document[name]) for name in not_as_they_are & document.keys()}
        return tuple((alike | document | others).values())

    names, places = ", ".join(columns), ", ".join(["%s"] * len(columns))
    command = f"INSERT INTO {Extraction._meta.db_table} ({names}) VALUES ({places})"  # noqa: S608 - names of ours
    with connection.cursor() as cursor:
        cursor.executemany(command, map(row, documents))


def prepared(field, value):
    return field.get_db_prep_save(value, connection=connection)


def settle():
    """What PostgreSQL does by itself after so many rows; SQLite never does."""
    if connection.vendor == "postgresql":
        connection.cursor().execute("VACUUM ANALYZE")


def too_slow(taken, limit):
    """Those that took more milliseconds than that; what all of them took is printed."""
    print(json.dumps({name: round(milliseconds, 1) for name, milliseconds in taken.items()}, indent=1))
    return {name: milliseconds for name, milliseconds in taken.items() if milliseconds > limit}
