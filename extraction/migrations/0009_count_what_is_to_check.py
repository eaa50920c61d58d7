"""Counts what there is to check in documents that were there before it was counted: a few hundred rows at a
time, so that neither memory nor a transaction grows with the table. Safe to run again."""

import json
from decimal import Decimal

from django.db import migrations

from extraction.corrections import standing


def count(apps, schema_editor, at_a_time=200):
    extractions = apps.get_model("extraction", "Extraction").objects.using(schema_editor.connection.alias)
    done = 0
    while rows := list(_next(extractions, done, at_a_time)):
        for row in rows:
            row.to_check = standing.number(_document(row))
        extractions.bulk_update(rows, ["to_check"])
        done = rows[-1].pk


def _document(row):
    document = json.loads(row.corrected or row.result, parse_float=Decimal)
    return document | {"warnings": [*row.warnings, *document.get("warnings", [])]}


def _next(extractions, done, at_a_time):
    completed = extractions.filter(status="completed", pk__gt=done)
    return completed.only("pk", "result", "corrected", "warnings").order_by("pk")[:at_a_time]


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ("extraction", "0008_fill_folded_filenames"),
    ]

    operations = [
        migrations.RunPython(count, migrations.RunPython.noop, elidable=True),
    ]
