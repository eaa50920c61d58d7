"""`python -m extraction.engine.evaluate` scores a folder of documents with their truth beside them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from extraction.engine import render
from tests import hostile, invoices

pytestmark = pytest.mark.slow


def command(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "extraction.engine.evaluate", *map(str, arguments)],
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )


def put(path: Path, document: bytes, truth: dict[str, Any]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(document)
    path.with_suffix(".json").write_text(render.to_json(truth))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two that are read right, one with another truth, one that is broken, one nobody knows the truth of."""
    folder = tmp_path / "known"
    acme = invoices.acme()
    german = invoices.example(1, language="de", layout="letter")
    put(folder / "acme.pdf", invoices.draw(acme), invoices.truth(acme))
    put(folder / "de" / "letter.PDF", invoices.draw(german), invoices.truth(german))
    put(folder / "other.pdf", invoices.draw(acme), {**invoices.truth(acme), "total": 99})
    put(folder / "zz.pdf", hostile.truncated(invoices.draw(acme)), {"total": 99})
    (folder / "unknown.pdf").write_bytes(invoices.draw(acme))
    return folder


def test_it_prints_the_tables(folder: Path):
    done = command(folder)
    assert done.returncode == 0
    assert done.stderr == ""
    assert "documents         4" in done.stdout
    assert "not read          1" in done.stdout
    assert "total                 4    50.0%    25.0%" in done.stdout
    assert "clean documents   50.0%" in done.stdout
    assert "cells F1          100.0%" in done.stdout
    assert "seconds p50, p95  0." in done.stdout
    assert "0.9 to 1.0" in done.stdout
    assert "zz.pdf: The PDF is damaged" in done.stdout


def test_it_writes_the_report(folder: Path, tmp_path: Path):
    target = tmp_path / "out" / "report.html"
    assert command(folder, "--report", target, "--jobs", "2").returncode == 0
    page = target.read_text(encoding="utf-8")
    assert "How well “known” was read" in page
    assert page.count("<figure>") == 1  # of other.pdf; the broken one has no page
    assert page.count("<article>") == 2


def test_a_folder_without_known_documents_is_told(tmp_path: Path):
    (tmp_path / "a.pdf").write_bytes(b"x")
    done = command(tmp_path)
    assert done.returncode == 1
    assert "No document with its truth beside it" in done.stderr


@pytest.mark.parametrize("truth", ["not json", "[1, 2]"])
def test_a_truth_that_is_none_is_named(tmp_path: Path, truth: str):
    (tmp_path / "a.pdf").write_bytes(b"x")
    (tmp_path / "a.json").write_text(truth)
    done = command(tmp_path)
    assert done.returncode == 2
    assert "a.json is not" in done.stderr


def test_a_folder_that_is_not_there_is_told():
    assert command("no/such/folder").returncode == 2


def test_help_says_what_counts_as_right():
    said = command("--help").stdout
    for word in ("--report", "half a cent", "accept", "contains"):
        assert word in said
