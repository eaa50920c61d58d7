"""The connection to the database is lost: in the moment of a commit nobody knows whether there is a row, so
its file stays; and one that was lost while nobody used it is not handed out again."""

import contextlib
import socket
import threading
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import OperationalError, connection
from django.utils import timezone

from extraction import jobs, uploads, work
from extraction.models import Extraction
from tests.people import person
from tests.waiting import until

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.stack, pytest.mark.slow]

PDF = b"%PDF-1.7\nas it was sent"


class Wire:
    """What lies between us and PostgreSQL. Once it `hangs_up` it does so after the next COMMIT, or before."""

    def __init__(self, host, port):
        self.hangs_up = ""
        self._target = (host, int(port))
        self._ends = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    def close(self):
        self._listener.close()

    def break_all(self):
        """As when the server is killed; another may be there at once."""
        for end in self._ends:
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def _serve(self):
        with contextlib.suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                threading.Thread(target=self._join, args=(client,), daemon=True).start()

    def _join(self, client):
        with client, socket.create_connection(self._target) as server:
            self._ends += [client, server]
            back = threading.Thread(target=_pass_on, args=(server, client), daemon=True)
            back.start()
            with contextlib.suppress(OSError):
                self._pass_on_until_the_end(client, server)
                server.shutdown(socket.SHUT_WR)  # it works off what came, and ends
            back.join(10)

    def _pass_on_until_the_end(self, client, server):
        while data := client.recv(65536):
            if not self.hangs_up or b"COMMIT" not in data:
                server.sendall(data)
                continue
            client.shutdown(socket.SHUT_RDWR)
            if self.hangs_up == "after":
                server.sendall(data)
            self.hangs_up = ""
            return


def _pass_on(source, target):
    """All that comes, also when nobody listens any more."""
    with contextlib.suppress(OSError):
        while data := source.recv(65536):
            with contextlib.suppress(OSError):
                target.sendall(data)
    with contextlib.suppress(OSError):
        target.shutdown(socket.SHUT_RDWR)


@pytest.fixture
def wire():
    if connection.vendor != "postgresql":
        pytest.skip("SQLite is no server, and is not lost")
    settings = connection.settings_dict
    wire = Wire(settings["HOST"], settings["PORT"])
    straight = settings["PORT"]
    _lead_to(wire.port)
    yield wire
    _lead_to(straight)
    wire.close()


def _lead_to(port):
    connection.close()
    connection.close_pool()
    connection.settings_dict["PORT"] = port


@pytest.fixture
def alice():
    return person("alice", plan="pro").user


def submit(user):
    now = timezone.now()
    upload = uploads.store(ContentFile(PDF, name="invoice.pdf"), today=now.date())
    return upload, lambda: jobs.submit(user=user, upload=upload, now=now)


def test_a_row_that_was_written_all_the_same_has_its_file(wire, alice):
    upload, send = submit(alice)
    wire.hangs_up = "after"
    with pytest.raises(OperationalError):
        send()
    connection.close()
    until(Extraction.objects.exists)  # who asks at once may be quicker than the commit
    extraction = Extraction.objects.get()
    assert extraction.file.name == upload.name
    assert uploads.read(extraction) == PDF
    work.run(pk=extraction.pk)
    extraction.refresh_from_db()
    assert extraction.error_code == "invalid_file"  # which is what this one is, and not a file that is gone


def test_a_file_without_a_row_is_swept_away(wire, alice):
    upload, send = submit(alice)
    wire.hangs_up = "before"
    with pytest.raises(OperationalError):
        send()
    connection.close()
    assert not Extraction.objects.exists()
    assert upload.name in uploads.orphans(now=timezone.now() + timedelta(hours=2))
    assert default_storage.exists(upload.name)


def test_who_comes_after_the_server_was_away_is_answered(wire, alice):
    assert not alice.extractions.exists()
    connection.close()  # into the pool
    wire.break_all()
    assert not alice.extractions.exists()
