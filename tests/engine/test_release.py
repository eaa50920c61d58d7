"""Results name the reader that wrote them."""

from __future__ import annotations

import tomllib
from pathlib import Path

from extraction.engine import pipeline, release, render
from extraction.engine.options import Options
from tests import invoices

PROJECT = Path(__file__).parents[2] / "pyproject.toml"


def test_the_version_is_the_project_s():
    assert tomllib.loads(PROJECT.read_text(encoding="utf-8"))["project"]["version"] == release.VERSION


def test_a_result_names_the_reader_and_a_table_does_not():
    result = render.document(
        pipeline.extract(invoices.draw(invoices.acme()), options=Options()), evidence=False
    )
    assert result["engine"] == release.engine()
    assert len(result["engine"]["digest"]) == 12
    assert "engine" not in render.to_csv(result)
