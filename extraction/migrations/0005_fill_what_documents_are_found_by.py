"""Folds the names of files and counts what there is to check in documents that came before these columns: a
few hundred rows at a time, so that neither memory nor a transaction grows with the table. Safe to run again."""

import json
from decimal import Decimal

from django.db import migrations

from extraction.corrections import standing
from extraction.engine.values.folding import fold


def fill(apps, schema_editor, at_a_time=200):
    extractions = apps.get_model("extraction", "Extraction").objects.using(schema_editor.connection.alias)
    done = 0
    while rows := list(_next(extractions, done, at_a_time)):
        for row in rows:
            row.filename_folded = fold(row.filename)[:120]
            if row.status == "completed":
                row.to_check = standing.number(_document(row))
        extractions.bulk_update(rows, ["filename_folded", "to_check"])
        done = rows[-1].pk


def _document(row):
    document = json.loads(row.corrected or row.result, parse_float=Decimal)
    return document | {"warnings": [*row.warnings, *document.get("warnings", [])]}


def _next(extractions, done, at_a_time):
    columns = extractions.only("pk", "filename", "status", "result", "corrected", "warnings")
    return columns.filter(pk__gt=done).order_by("pk")[:at_a_time]


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ("extraction", "0004_review_rules_and_files_from_a_page"),
    ]

    operations = [
        migrations.RunPython(fill, migrations.RunPython.noop, elidable=True),
    ]
