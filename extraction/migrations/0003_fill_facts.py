"""Fills the columns of results that were there before the columns: a few hundred rows at a time, so that
neither memory nor a transaction grows with the table. Safe to run again."""

from django.db import migrations

from extraction import facts

COLUMNS = [
    'vendor', 'vendor_folded', 'vendor_key', 'vendor_tax_id', 'invoice_number', 'number_key', 'issued_on', 'currency', 'total', 'iban',
]


def fill(apps, schema_editor, at_a_time=200):
    extractions = apps.get_model('extraction', 'Extraction').objects.using(schema_editor.connection.alias)
    done = 0
    while rows := list(_next(extractions, done, at_a_time)):
        for row in rows:
            found = facts.of(row.result)
            for column in COLUMNS:
                setattr(row, column, getattr(found, column))
        extractions.bulk_update(rows, COLUMNS)
        done = rows[-1].pk


def _next(extractions, done, at_a_time):
    completed = extractions.filter(status='completed', pk__gt=done)
    return completed.only('pk', 'result').order_by('pk')[:at_a_time]


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ('extraction', '0002_batches_webhooks_and_lists'),
    ]

    operations = [
        migrations.RunPython(fill, migrations.RunPython.noop, elidable=True),
    ]
