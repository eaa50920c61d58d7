"""Statements that are written out, for what every document asks: Django takes ten times as long to put the
words together as the database to answer. Both databases understand them alike."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from itertools import islice
from typing import Any, TypeAlias

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Field, Model

Column: TypeAlias = "Field[Any, Any]"
Found: TypeAlias = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """Changes one row, or none: its `text` ends with the condition. What is `told` of it is never NULL."""

    text: str
    told: tuple[str, ...]

    def statement(self, *, after: str = "") -> str:
        """With `after`, the name of another in the same statement, only if that one changed its row."""
        condition = f"AND EXISTS (SELECT 1 FROM {after})" if after else ""  # noqa: S608 - ours
        return f"{self.text} {condition} RETURNING {', '.join(self.told)}"


def answer(statement: str, *values: Any) -> Found | None:
    """The first row that comes back; None where none does, so where a conditional change changed nothing."""
    database = connections[DEFAULT_DB_ALIAS]
    with database.cursor() as cursor:
        cursor.execute(statement, [_adapted(value, database) for value in values])
        found: Found | None = cursor.fetchone()
    return found


def in_turn(*changes: tuple[Change, Sequence[Any]]) -> list[Found | None]:
    """What each tells of its row; once one finds none, it and all after it change nothing and tell None.

    PostgreSQL does all of it in one statement, as the way there and back takes longer than a change, and
    locks the rows in this order. SQLite has no such statement, and no way.
    """
    if connections[DEFAULT_DB_ALIAS].vendor == "sqlite":
        return _one_by_one(changes)
    statement = _joined(*(change for change, _ in changes))
    columns = iter(answer(statement, *(value for _, values in changes for value in values)) or ())
    told = [tuple(islice(columns, len(change.told))) for change, _ in changes]
    return [row if any(column is not None for column in row) else None for row in told]


def insert(row: Model) -> None:
    """A new row whose key the database gives: what `save` makes of it, where nobody waits for a signal."""
    database = connections[DEFAULT_DB_ALIAS]
    statement, columns = _insertion(type(row), database.vendor)
    values = [column.of(row, database) for column in columns]
    with database.cursor() as cursor:
        cursor.execute(statement, values)
        row.pk = cursor.fetchone()[0]
    row._state.adding, row._state.db = False, database.alias


def columns(model: type[Model], alias: str) -> str:
    """All of a model, for `rows`. They are named, for a migration may add some while this is asked."""
    return ", ".join(f'{alias}."{column.column}"' for column in model._meta.concrete_fields)


def rows(found: Sequence[Any], *models: type[Model]) -> list[Any]:
    """What was found, if it holds the columns of these models, one behind the other, as a row of each.

    None for one that was joined and is not there.
    """
    made, end = [], 0
    for model in models:
        start, end = end, end + len(model._meta.concrete_fields)
        made.append(_row(model, found[start:end]))
    return made


def _one_by_one(changes: Sequence[tuple[Change, Sequence[Any]]]) -> list[Found | None]:
    told: list[Found | None] = [None] * len(changes)
    for place, (change, values) in enumerate(changes):
        told[place] = answer(change.statement(), *values)
        if told[place] is None:
            break
    return told


@cache
def _joined(*changes: Change) -> str:
    """Whether the one before changed its row has to be known first, so that one is made first."""
    names = [f"change_{number}" for number in range(len(changes))]
    ordered = list(zip(["", *names[:-1]], names, changes, strict=True))
    made = ", ".join(f"{name} AS ({change.statement(after=before)})" for before, name, change in ordered)
    told = ", ".join(f"{name}.{column}" for _, name, change in ordered for column in change.told)
    others = "".join(f" LEFT JOIN {name} ON true" for name in names[1:])
    return f"WITH {made} SELECT {told} FROM {names[0]}{others}"  # noqa: S608 - ours


def _row(model: type[Model], values: Sequence[Any]) -> Model | None:
    """Its key is the first of its columns."""
    if values[0] is None:
        return None
    database, read = connections[DEFAULT_DB_ALIAS], list(values)
    names, converted = _reading(model, database.vendor)
    for place, column in converted:
        for convert in _converters(column, database):
            read[place] = convert(read[place], column.cached_col, database)
    return model.from_db(database.alias, names, read)


def _converters(column: Column, database: BaseDatabaseWrapper) -> list[Any]:
    """SQLite knows neither moments nor truth."""
    return database.ops.get_db_converters(column.cached_col) + column.get_db_converters(database)


@cache
def _reading(model: type[Model], _vendor: str) -> tuple[list[str], list[tuple[int, Column]]]:
    """The names of a model's columns, and the places of those that come in a form of the database's own."""
    database, columns = connections[DEFAULT_DB_ALIAS], model._meta.concrete_fields
    converted = [(place, column) for place, column in enumerate(columns) if _converters(column, database)]
    return [column.attname for column in columns], converted


class _Inserted:
    """A column of new rows. Most of them hold in most rows what nobody set, which is made ready once."""

    def __init__(self, column: Column, blank: Model) -> None:
        self._column, self._name = column, column.attname
        is_made_then = type(column).pre_save is not Field.pre_save
        self._default = object() if is_made_then else blank.__dict__[self._name]
        self._usual = self._ready(blank, connections[DEFAULT_DB_ALIAS])

    def of(self, row: Model, database: BaseDatabaseWrapper) -> Any:
        return self._usual if row.__dict__[self._name] is self._default else self._ready(row, database)

    def _ready(self, row: Model, database: BaseDatabaseWrapper) -> Any:
        return self._column.get_db_prep_save(self._column.pre_save(row, add=True), database)


@cache
def _insertion(model: type[Model], _vendor: str) -> tuple[str, list[_Inserted]]:
    """Databases differ in what they take for a moment, or for nothing."""
    table, key, blank = model._meta.db_table, model._meta.pk.column, model()
    columns = [column for column in model._meta.concrete_fields if not column.primary_key]
    named = ", ".join(f'"{column.column}"' for column in columns)
    places = ", ".join(["%s"] * len(columns))
    statement = f'INSERT INTO "{table}" ({named}) VALUES ({places}) RETURNING "{key}"'  # noqa: S608 - ours
    return statement, [_Inserted(column, blank) for column in columns]


def _adapted(value: Any, database: BaseDatabaseWrapper) -> Any:
    if isinstance(value, datetime):
        return database.ops.adapt_datetimefield_value(value)
    return database.ops.adapt_datefield_value(value) if isinstance(value, date) else value
