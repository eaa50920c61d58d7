"""`manage.py serve`: the whole service in one terminal, or one part of it on a machine of its own."""

from __future__ import annotations

import shutil
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand

from config import preparation, programs
from config.environment import env
from config.observing import exposition
from config.supervisor import Program, supervise


class Command(BaseCommand):
    help = "Run the service: web server, workers and sweeper, supervised. Ctrl-C stops all of it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default=env.str("HOST", default="127.0.0.1"))
        parser.add_argument("--port", type=int, default=env.int("PORT", default=8000))
        parser.add_argument("--only", choices=programs.NAMES, help="run this part alone")

    def handle(self, *, host: str, port: int, only: str | None, **options: Any) -> None:
        exposition.start_anew()
        if settings.METRICS_PORT:
            exposition.serve_at(settings.METRICS_PORT, host=host)
        behind = programs.behind_the_scenes(only)
        if only in {None, "web"}:
            self._serve(host=host, port=port, behind=behind)
        else:
            preparation.prepare_database()
            supervise(behind)

    def _serve(self, *, host: str, port: int, behind: list[Program]) -> None:
        with programs.listen(host=host, port=port) as listener:
            preparation.prepare_database()
            preparation.collect_static_files()
            self._welcome(host=host, port=listener.getsockname()[1])
            supervise([programs.web(listener), *behind])

    def _welcome(self, *, host: str, port: int) -> None:
        shown = "127.0.0.1" if host in {"0.0.0.0", "::"} else host  # noqa: S104 - only compared
        lines = [
            f"Invoice OCR is at {settings.SITE_URL or f'http://{shown}:{port}'}/",
            "A key for the API:  .venv/bin/python manage.py create_key you@example.com",
            f"Tesseract:          {_tesseract()}",
            f"Data:               {settings.DATA_DIR}",
            "Ctrl-C stops it.",
        ]
        self.stdout.write("\n".join(lines))
        self.stdout.flush()


def _tesseract() -> str:
    where = shutil.which("tesseract")
    return where or "not installed; nothing needs it, some scans are read better with it"
