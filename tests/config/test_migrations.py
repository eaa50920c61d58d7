"""Migrations run while the old code is at work: none takes away what it uses, or asks for what it knows not.

What was there when the rule was made is left out; a later exception is named here, with its reason.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import migrations, models
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations.base import Operation
from django.db.models import NOT_PROVIDED

OURS = ("accounts", "billing", "config", "queue", "extraction")
# The last of each app that was made before there was a version to come from.
BEFORE_THE_RULE = {"accounts": 3, "billing": 3, "config": 1, "queue": 1, "extraction": 5}
AGREED: dict[tuple[str, str, str], str] = {}

TAKES_AWAY = (
    migrations.RemoveField,
    migrations.DeleteModel,
    migrations.RenameField,
    migrations.RenameModel,
    migrations.AlterModelTable,
)


def faults(operation: Operation) -> Iterator[str]:
    """What the code of the version before would stumble over."""
    if isinstance(operation, TAKES_AWAY):
        yield f"{operation.describe()}: the old code still uses it. Take it away a version later."
    if isinstance(operation, migrations.AddField) and _is_demanded(operation.field):
        yield f"{operation.describe()}: the old code does not write it. Give it null=True or db_default."
    if isinstance(operation, migrations.AlterField) and _is_demanded(operation.field):
        yield f"{operation.describe()}: does the old code still write what is allowed?"
    if isinstance(operation, migrations.AddConstraint):
        yield f"{operation.describe()}: does all that the old code writes hold to it?"
    if isinstance(operation, migrations.RunPython | migrations.RunSQL) and not operation.reversible:
        yield f"{operation.describe()}: it cannot be taken back. Give it a reverse."
    for inner in getattr(operation, "database_operations", []):
        yield from faults(inner)


def _is_demanded(field: models.Field) -> bool:
    return not field.null and field.db_default is NOT_PROVIDED and not field.many_to_many


def test_none_harms_the_version_that_is_still_running():
    found = [
        f"{migration.app_label} {migration.name}: {fault}"
        for migration in MigrationLoader(None, ignore_no_migrations=True).disk_migrations.values()
        if migration.app_label in OURS and _number(migration) > BEFORE_THE_RULE[migration.app_label]
        for operation in migration.operations
        for fault in faults(operation)
        if (migration.app_label, migration.name, operation.describe()) not in AGREED
    ]
    assert found == [], "\n".join(found)


def _number(migration: migrations.Migration) -> int:
    return int(migration.name.partition("_")[0])


TEXT, NAMED = models.CharField(max_length=9), models.CharField(max_length=9, db_default="")


@pytest.mark.parametrize(
    ("operation", "says"),
    [
        (migrations.RemoveField("extraction", "total"), "still uses it"),
        (migrations.DeleteModel("batch"), "still uses it"),
        (migrations.RenameField("batch", "a", "b"), "still uses it"),
        (migrations.AddField("batch", "a", TEXT), "db_default"),
        (migrations.AlterField("batch", "a", TEXT), "what is allowed"),
        (migrations.RunSQL("SELECT 1"), "taken back"),
    ],
)
def test_what_would_harm_is_found(operation, says):
    assert says in "".join(faults(operation))


@pytest.mark.parametrize(
    "operation",
    [
        migrations.CreateModel("new", [("id", models.BigAutoField(primary_key=True))]),
        migrations.AddField("batch", "a", NAMED),
        migrations.AddField("batch", "a", models.DateField(null=True)),
        migrations.AddIndex("batch", models.Index(fields=["user"], name="x")),
    ],
)
def test_what_only_adds_is_fine(operation):
    assert list(faults(operation)) == []
