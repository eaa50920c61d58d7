"""A copy of all that the service keeps, made while it runs.

The database comes first: every document that it knows has its file by then, and a file is never changed. What
is deleted meanwhile is missing among the files, which is what whoever deleted it wanted.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from contextlib import suppress
from pathlib import Path

from django.conf import settings
from django.db import connection

SQLITE, POSTGRES = "db.sqlite3", "db.dump"
SECRET, FILES = "secret_key", "files"


class NotMade(Exception):
    """There is no backup; the words say why."""


def make(target: Path) -> list[str]:
    """What there is in the new folder `target`, which has its name only when it is whole."""
    if target.exists():
        raise NotMade(f"{target} is there already. Name a new folder.")
    draft = target.with_name(f"{target.name}.partial")
    shutil.rmtree(draft, ignore_errors=True)
    try:
        draft.mkdir(mode=0o700, parents=True)
        made = [_dump(draft), *_copy_secret(draft), *_copy_files(draft)]
        draft.rename(target)
    except OSError as error:
        raise NotMade(str(error)) from error
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return made


def _dump(folder: Path) -> str:
    return _dump_postgres(folder / POSTGRES) if connection.vendor == "postgresql" else _dump_sqlite(folder)


def _dump_sqlite(folder: Path) -> str:
    """As of one moment, without what was deleted, and looked through before anybody relies on it."""
    path = folder / SQLITE
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(path)])
    copy = sqlite3.connect(path)
    try:
        found = copy.execute("PRAGMA quick_check").fetchone()[0]
    finally:
        copy.close()
    if found != "ok":
        raise NotMade(f"The copy of the database is damaged: {found}")
    return SQLITE


def _dump_postgres(path: Path) -> str:
    program = shutil.which("pg_dump")
    if program is None:
        raise NotMade("pg_dump is not installed here; it must be as new as the server.")
    known = connection.settings_dict
    given = {
        "PGHOST": "HOST",
        "PGPORT": "PORT",
        "PGUSER": "USER",
        "PGPASSWORD": "PASSWORD",
        "PGDATABASE": "NAME",
    }
    environment = {name: str(known[key]) for name, key in given.items() if known[key]}
    done = subprocess.run(
        [program, "--format=custom", "--no-owner", f"--file={path}"],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise NotMade(f"pg_dump failed: {done.stderr.strip()}")
    return POSTGRES


def _copy_secret(folder: Path) -> list[str]:
    """Not where it is set from outside: whoever set it has it."""
    kept = settings.DATA_DIR / SECRET
    if not kept.exists():
        return []
    shutil.copy2(kept, folder / SECRET)
    return [SECRET]


def _copy_files(folder: Path) -> list[str]:
    """Not those of a bucket, which has copies and versions of its own."""
    kept = settings.DATA_DIR / FILES
    if settings.S3_BUCKET or not kept.exists():
        return []
    for path in kept.rglob("*"):
        copy = folder / FILES / path.relative_to(kept)
        if path.is_dir():
            copy.mkdir(mode=0o700, parents=True, exist_ok=True)
        else:
            copy.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with suppress(FileNotFoundError):  # deleted meanwhile
                shutil.copy2(path, copy)
    return [FILES]
