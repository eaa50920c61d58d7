"""Commands of `manage.py` beside a running service, in one process that stays: Django is loaded once.

It reads the arguments of a command as a line of JSON and answers with one: how it ended, what it printed.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import subprocess
import sys
import traceback
from dataclasses import dataclass, field
from pathlib import Path
from typing import TextIO

PROJECT = Path(__file__).resolve().parent.parent


@dataclass
class Console:
    """Started with its first command, and with the next one after its end."""

    env: dict[str, str]
    _process: subprocess.Popen[str] | None = field(default=None, init=False)

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process else None

    def run(self, *arguments: str) -> str:
        """Returns what the command prints."""
        self._process = self._process or self._started()
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        print(json.dumps(arguments), file=self._process.stdin, flush=True)
        answer = self._process.stdout.readline()
        assert answer, "The console is gone."
        error, printed = json.loads(answer)
        assert error is None, error
        return str(printed)

    def end(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None

    def _started(self) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-m", "tests.console"],
            cwd=PROJECT,
            env=self.env,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )


def _answer_commands(answers: TextIO) -> None:
    import django
    from django.db import close_old_connections

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    for line in sys.stdin:
        print(json.dumps(_ended(json.loads(line))), file=answers, flush=True)
        close_old_connections()


def _ended(arguments: list[str]) -> tuple[str | None, str]:
    from django.core.management import call_command

    printed = io.StringIO()
    try:
        with contextlib.redirect_stdout(printed):
            call_command(*arguments, stdout=printed)
    except Exception:  # noqa: BLE001 - whoever asked is told
        return traceback.format_exc(), printed.getvalue()
    return None, printed.getvalue()


if __name__ == "__main__":
    _answer_commands(sys.stdout)
