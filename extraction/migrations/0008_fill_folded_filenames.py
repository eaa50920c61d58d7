"""Folds the names of files that came before the column: a few hundred rows at a time. Safe to run again."""

from django.db import migrations

from extraction.engine.values.folding import fold


def fill(apps, schema_editor, at_a_time=500):
    extractions = apps.get_model("extraction", "Extraction").objects.using(schema_editor.connection.alias)
    done = 0
    while rows := list(extractions.filter(pk__gt=done).only("pk", "filename").order_by("pk")[:at_a_time]):
        for row in rows:
            row.filename_folded = fold(row.filename)[:120]
        extractions.bulk_update(rows, ["filename_folded"])
        done = rows[-1].pk


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ("extraction", "0007_what_documents_are_found_by"),
    ]

    operations = [
        migrations.RunPython(fill, migrations.RunPython.noop, elidable=True),
    ]
