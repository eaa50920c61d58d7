"""`manage.py doctor`: what is set up, what can be reached, and what is missing."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from typing import Any

from django.core.management import BaseCommand
from django.core.management.base import CommandError
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from config.system import machine, readiness
from config.system.readiness import Check

NAMES = {
    "database": "Database",
    "messages": "Messages",
    "documents": "Documents",
    "workers": "Readers",
    "tables": "Tables",
}


class Command(BaseCommand):
    help = "Say what is configured, reachable and missing. Ends with 1 where documents cannot be taken."

    def handle(self, **options: Any) -> None:
        for fact in machine.facts():
            self._say("look" if fact.look else "", fact.name, fact.says)
        self._say("" if shutil.which("tesseract") else "look", "Tesseract", _tesseract())
        found = list(_checked())
        for check in found:
            self._say(_mark(check), NAMES[check.name], check.fault or "fine")
        if any(check.fault and check.is_needed for check in found):
            raise CommandError("Documents cannot be taken.")

    def _say(self, mark: str, name: str, says: str) -> None:
        self.stdout.write(f"{mark:<5} {name:<15} {says}")


def _checked() -> Iterator[Check]:
    found = readiness.checks(now=timezone.now())
    yield from found
    if not found[0].fault:
        yield Check(name="tables", fault=_missing_migrations())


def _mark(check: Check) -> str:
    if not check.fault:
        return "ok"
    return "BAD" if check.is_needed else "look"


def _missing_migrations() -> str:
    executor = MigrationExecutor(connections[DEFAULT_DB_ALIAS])
    missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return f"{len(missing)} migrations are missing: manage.py prepare" if missing else ""


def _tesseract() -> str:
    return shutil.which("tesseract") or "not installed; nothing needs it, some scans are read better with it"
