"""`manage.py backup FOLDER`: a copy of all that the service keeps, while it runs."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError

from config import backup


class Command(BaseCommand):
    help = "Copy database, files and secret key into a new folder. The service may go on meanwhile."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, help="a new folder, best on another disk")

    def handle(self, *, folder: Path, **options: Any) -> None:
        try:
            made = backup.make(folder.resolve())
        except backup.NotMade as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{folder} has {', '.join(made)}.")
        if backup.SECRET not in made:
            self.stdout.write("SECRET_KEY is set from outside and not in it.")
        if settings.S3_BUCKET:
            self.stdout.write(f"Documents lie in the bucket {settings.S3_BUCKET} and are not in it.")
