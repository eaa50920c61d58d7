"""The command line reads files and folders, and one bad document never ends the run."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests import hostile, invoices
from tests.engine import papers
from tests.waiting import until

ACME = invoices.draw(invoices.acme())

pytestmark = pytest.mark.slow


def command(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "extraction.engine", *map(str, arguments)],
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two good documents, one of them deeper, one bad, and one that is no document."""
    folder = tmp_path / "in"
    (folder / "2026" / "may").mkdir(parents=True)
    (folder / "acme.pdf").write_bytes(ACME)
    (folder / "2026" / "may" / "letter.PDF").write_bytes(
        invoices.draw(invoices.example(1, language="de", layout="letter"))
    )
    (folder / "broken.pdf").write_bytes(hostile.truncated(ACME))
    (folder / "notes.txt").write_text("not an invoice")
    return folder


def test_one_document_is_printed_as_readable_json(folder: Path):
    done = command(folder / "acme.pdf")
    assert done.returncode == 0
    assert done.stdout.startswith('{\n  "confidence": ')
    assert json.loads(done.stdout)["invoice_number"] == "INV-2026-0847"
    assert done.stderr == ""


def test_several_documents_are_printed_a_line_each_with_their_names(folder: Path):
    done = command(folder)
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 0
    assert [line["file"] for line in lines] == ["2026/may/letter.PDF", "acme.pdf", "broken.pdf"]
    assert lines[1]["total"] == 1217.81
    assert lines[2]["error"]["code"] == "invalid_file"


def test_results_are_written_below_the_output_folder_like_the_documents(folder: Path, tmp_path: Path):
    out = tmp_path / "out"
    done = command(folder, "--output", out)
    assert done.returncode == 0
    assert done.stdout == ""
    written = sorted(str(path.relative_to(out)) for path in out.rglob("*") if path.is_file())
    assert written == ["2026/may/letter.json", "acme.json", "broken.json"]
    assert json.loads((out / "acme.json").read_text())["total"] == 1217.81
    assert json.loads((out / "broken.json").read_text()) == {
        "error": {"code": "invalid_file", "message": "The PDF is damaged and cannot be opened."}
    }


def test_two_documents_that_differ_in_their_suffix_get_two_results(tmp_path: Path):
    (tmp_path / "a.pdf").write_bytes(ACME)
    (tmp_path / "a.png").write_bytes(b"no picture")
    command(tmp_path, "--output", tmp_path / "out")
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["a.json", "a.png.json"]


def test_csv_of_several_documents_is_one_table(folder: Path):
    done = command(folder, "--format", "csv")
    header, *rows = done.stdout.splitlines()
    assert header.startswith("\ufefffile,confidence,vendor.name")
    assert any(row.startswith("acme.pdf,") for row in rows)
    assert sum(row.startswith("file,") for row in rows) == 0
    assert "broken.pdf: The PDF is damaged" in done.stderr


def test_csv_is_written_per_document(folder: Path, tmp_path: Path):
    command(folder / "acme.pdf", "--format", "csv", "--output", tmp_path / "out")
    text = (tmp_path / "out" / "acme.csv").read_bytes().decode()
    assert text.startswith("\ufeffconfidence,")
    assert text.count("\r\n") == 2


def test_evidence_is_given_when_asked_for(folder: Path):
    assert "evidence" not in json.loads(command(folder / "acme.pdf").stdout)
    evidence = json.loads(command(folder / "acme.pdf", "--evidence").stdout)["evidence"]
    assert evidence["total"]["page"] == 1


def test_a_document_whose_reader_dies_costs_only_itself(tmp_path: Path):
    scan = papers.picture(invoices.as_png(ACME))
    (tmp_path / "a.pdf").write_bytes(ACME)
    (tmp_path / "b.pdf").write_bytes(papers.drawn(*[scan] * 20))
    (tmp_path / "c.pdf").write_bytes(ACME)
    running = subprocess.Popen(
        [sys.executable, "-m", "extraction.engine", str(tmp_path)], stdout=subprocess.PIPE, text=True
    )
    assert running.stdout is not None
    first = json.loads(running.stdout.readline())
    os.kill(reader_of(running.pid), signal.SIGKILL)
    lost, last = (json.loads(line) for line in running.communicate(timeout=60)[0].splitlines())
    assert running.returncode == 0
    assert lost["error"]["code"] == "processing_error"
    assert (first["file"], lost["file"], last["file"]) == ("a.pdf", "b.pdf", "c.pdf")
    assert first["total"] == last["total"] == 1217.81


def reader_of(parent: int) -> int:
    """The child in which documents are read."""
    tasks = Path(f"/proc/{parent}/task").iterdir()
    (reader,) = " ".join((task / "children").read_text() for task in tasks).split()
    return int(reader)


def test_several_at_once_give_the_same_answers_in_the_same_order(folder: Path):
    assert command(folder, "--jobs", "2").stdout == command(folder).stdout


def test_when_nothing_could_be_read_the_status_is_one(folder: Path, tmp_path: Path):
    assert command(folder / "broken.pdf").returncode == 1
    (tmp_path / "empty").mkdir()
    none = command(tmp_path / "empty")
    assert none.returncode == 1
    assert "No PDF, PNG or JPG files found." in none.stderr


@pytest.mark.parametrize(
    "arguments",
    [[], ["no/such/file.pdf"], [".", "--format", "xml"], [".", "--jobs", "0"], [".", "--jobs", "two"]],
)
def test_a_command_that_makes_no_sense_is_explained(arguments: list[str]):
    done = command(*arguments)
    assert done.returncode == 2
    assert "usage:" in done.stderr


def test_help_says_where_results_go():
    done = command("--help")
    assert done.returncode == 0
    for word in ("--output", "--format", "--evidence", "--jobs", "Exit status"):
        assert word in done.stdout


def heed_interrupts():
    """Whoever started the tests in the background told them, and what they start, to ignore Ctrl-C."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def test_an_interrupt_stops_the_run_and_its_children(tmp_path: Path):
    picture = invoices.as_png(ACME, dpi=120)
    for number in range(40):
        (tmp_path / f"{number}.png").write_bytes(picture)
    running = subprocess.Popen(
        [sys.executable, "-m", "extraction.engine", str(tmp_path)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        preexec_fn=heed_interrupts,  # noqa: PLW1509 - nothing else runs in this process
    )
    assert running.stdout is not None
    running.stdout.readline()
    reader = reader_of(running.pid)
    os.killpg(running.pid, signal.SIGINT)
    _, said = running.communicate(timeout=20)
    assert running.returncode == 130
    assert "Traceback" not in said
    until(lambda: not Path(f"/proc/{reader}").exists(), within=5)
