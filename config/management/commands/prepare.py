"""`manage.py prepare`: the database as this version wants it."""

from typing import Any

from django.core.management import BaseCommand

from config import preparation


class Command(BaseCommand):
    help = "Bring the database up to date. Safe to run at any time, also while others do."

    def handle(self, **options: Any) -> None:
        preparation.prepare_database()
