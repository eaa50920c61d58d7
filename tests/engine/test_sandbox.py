"""The sandbox: a warm child reads; what a document breaks is the child, and the next one is read as ever."""

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from extraction.engine.options import Options
from extraction.engine.sandbox.keeper import DocumentRefused, Limits, Progress, ReaderLost, ReadingFailed
from extraction.engine.sandbox.reader import Reader
from tests import hostile, invoices
from tests.extraction.documents import many_scanned_pages
from tests.processes import is_alive
from tests.waiting import until

pytestmark = pytest.mark.slow

ACME = invoices.draw(invoices.acme())


@pytest.fixture
def reader():
    reader = Reader(Limits())
    yield reader
    reader.close()


@pytest.fixture(scope="module")
def shared_reader():
    """For tests that leave its child as they found it."""
    reader = Reader(Limits())
    yield reader
    reader.close()


def read(reader, data, **options):
    return reader.read(data, options=Options(**options)).result


def child_of(reader):
    return reader._child.pid


def test_it_answers_with_the_result_as_text(shared_reader):
    assert '"invoice_number": "INV-2026-0847"' in read(shared_reader, ACME)


def test_the_child_stays_warm(shared_reader):
    read(shared_reader, ACME)
    child = child_of(shared_reader)
    read(shared_reader, ACME)
    assert child_of(shared_reader) == child


def test_a_child_without_work_ends_and_the_next_document_gets_a_new_one():
    reader = Reader(Limits(idle_seconds=1.0))
    try:
        read(reader, ACME)
        child = child_of(reader)
        until(lambda: not is_alive(child), within=10)
        assert '"invoice_number": "INV-2026-0847"' in read(reader, ACME)
        assert child_of(reader) != child
    finally:
        reader.close()


def test_a_child_that_may_be_about_to_end_is_not_sent_a_document():
    reader = Reader(Limits(idle_seconds=1.0))
    try:
        for pause in (0.90, 0.94, 0.96, 0.98, 0.99, 1.0, 1.01):
            assert '"invoice_number": "INV-2026-0847"' in read(reader, ACME)
            time.sleep(pause)
    finally:
        reader.close()


def test_a_nice_child_steps_back():
    reader = Reader(Limits(niceness=15))
    try:
        read(reader, ACME)
        assert os.getpriority(os.PRIO_PROCESS, child_of(reader)) == 15
    finally:
        reader.close()


@pytest.mark.parametrize("niceness", [0, 5])
def test_only_a_nice_child_may_be_kept_waiting_longer_than_the_deadline(niceness):
    reader = Reader(Limits(deadline_seconds=1.0, niceness=niceness))
    try:
        until(lambda: warm(reader))
        os.kill(child_of(reader), signal.SIGSTOP)
        go_on = threading.Timer(2.0, os.kill, (child_of(reader), signal.SIGCONT))
        go_on.start()
        if niceness:
            assert '"invoice_number": "INV-2026-0847"' in read(reader, ACME)
        else:
            with pytest.raises(ReadingFailed):
                read(reader, ACME)
        go_on.cancel()
    finally:
        reader.close()


def warm(reader):
    """Within a short deadline a cold child may not come so far."""
    try:
        return read(reader, ACME)
    except (ReadingFailed, DocumentRefused):
        return None


def test_a_child_is_renewed_after_so_many_documents():
    reader = Reader(Limits(documents_per_child=2))
    children = []
    for _ in range(4):
        read(reader, ACME)
        children.append(reader._child and child_of(reader))
    assert children[0] is not None
    assert children[1] is None
    assert children[2] not in (None, children[0])
    reader.close()


def test_what_was_read_before_changes_nothing(reader):
    """Print, scans and photos in one child, forwards, backwards and alone: the same bytes each time."""
    other = invoices.draw(invoices.example(7, language="de", layout="banner"))
    documents = [
        ACME,
        invoices.as_scan(ACME, skew=1.0),
        other,
        invoices.as_photo(other),
        invoices.as_scan(other, turn=90, dpi=110),
    ]
    forwards = [read(reader, document) for document in documents]
    backwards = [read(reader, document) for document in reversed(documents)]
    reader.close()
    alone = read(reader, documents[3])
    assert backwards == forwards[::-1]
    assert alone == forwards[3]


def test_pictures_of_many_sizes_do_not_add_up(reader):
    """A plan kept for each size of input would come to 1150 MB after these twelve."""
    for dpi in range(60, 132, 6):
        read(reader, invoices.as_png(ACME, dpi=dpi))
    assert 0 < reader._memory().resident_mb < 850


def test_a_refusal_says_why_and_keeps_the_child(shared_reader):
    with pytest.raises(DocumentRefused, match="password") as refused:
        read(shared_reader, hostile.encrypted())
    assert refused.value.code == "invalid_file"
    child = child_of(shared_reader)
    read(shared_reader, ACME)
    assert child_of(shared_reader) == child


def test_pages_are_counted_up_to_the_limit_only(shared_reader):
    with pytest.raises(DocumentRefused) as refused:
        read(shared_reader, hostile.lying_count(5000), max_pages=1)
    assert refused.value.code == "too_many_pages"


def test_what_takes_all_memory_ends_the_child_and_is_the_document_s_fault():
    reader = Reader(Limits(resident_mb=600, address_space_mb=1500))
    with pytest.raises(DocumentRefused, match="more memory or time"):
        read(reader, hostile.form_bomb(8))
    assert "INV-2026-0847" in read(reader, ACME)
    reader.close()


def test_what_takes_too_long_is_given_up():
    reader = Reader(Limits(deadline_seconds=1.0))
    read(reader, ACME)
    before = time.monotonic()
    with pytest.raises((ReadingFailed, DocumentRefused), match=r"too long|more memory or time"):
        read(reader, many_scanned_pages(1))
    assert time.monotonic() - before < 15.0
    assert "INV-2026-0847" in read(reader, ACME)
    reader.close()


def test_a_child_killed_from_outside_is_nobody_s_fault(reader):
    pages = many_scanned_pages()
    read(reader, ACME)
    child = child_of(reader)
    threading.Timer(0.5, os.kill, (child, signal.SIGKILL)).start()
    with pytest.raises(ReaderLost):
        read(reader, pages)
    assert "INV-2026-0847" in read(reader, ACME)


def test_a_child_that_does_not_begin_in_time_is_nobody_s_fault_either():
    reader = Reader(Limits(start_seconds=0.01))
    with pytest.raises(ReaderLost):
        read(reader, ACME)
    reader.limits = Limits()
    assert "INV-2026-0847" in read(reader, ACME)
    reader.close()


def test_it_tells_how_far_it_is(shared_reader):
    seen = []
    shared_reader.read(many_scanned_pages(2), options=Options(), tick=seen.append)
    assert seen[0] == Progress()
    assert seen[-1].pages == 2
    assert 1 <= seen[-1].pages_read <= 2


def test_who_waits_can_call_it_off(reader):
    class CalledOff(Exception):
        pass

    def call_off(_progress):
        raise CalledOff

    with pytest.raises(CalledOff):
        reader.read(many_scanned_pages(), options=Options(), tick=call_off)
    assert "INV-2026-0847" in read(reader, ACME)


def test_the_child_knows_no_secret_of_the_service(reader, monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "do not tell")
    monkeypatch.setenv("DATABASE_URL", "postgres://alice:secret@localhost/db")
    read(reader, ACME)
    environment = Path(f"/proc/{child_of(reader)}/environ").read_bytes()
    assert b"do not tell" not in environment
    assert b"postgres://" not in environment


def test_the_child_ends_with_its_parent(tmp_path):
    program = (
        "import sys, time\n"
        "from extraction.engine.options import Options\n"
        "from extraction.engine.sandbox.keeper import Limits\n"
        "from extraction.engine.sandbox.reader import Reader\n"
        "reader = Reader(Limits())\n"
        "reader.read(open(sys.argv[1], 'rb').read(), options=Options())\n"
        "print(reader._child.pid, flush=True)\n"
        "time.sleep(60)\n"
    )
    document = tmp_path / "acme.pdf"
    document.write_bytes(ACME)
    with subprocess.Popen(
        [sys.executable, "-c", program, str(document)], stdout=subprocess.PIPE, text=True
    ) as parent:
        child = int(parent.stdout.readline())
        parent.kill()
    until(lambda: not is_alive(child), within=5)


def test_a_child_that_stands_still_does_not_hold_us_for_ever():
    reader = Reader(Limits(deadline_seconds=2.0))
    read(reader, ACME)
    os.kill(child_of(reader), signal.SIGSTOP)
    before = time.monotonic()
    with pytest.raises((ReaderLost, ReadingFailed)):
        read(reader, b"%PDF-" + b" " * (19 << 20))
    assert time.monotonic() - before < 15.0
    assert "INV-2026-0847" in read(reader, ACME)
    reader.close()


def test_megabytes_without_a_line_are_refused_soon(shared_reader):
    before = time.monotonic()
    with pytest.raises(DocumentRefused, match="damaged"):
        read(shared_reader, b"%PDF-1.4\n" + b"0" * (19 << 20))
    assert time.monotonic() - before < 10.0
