"""The report is one page that needs nothing else, and shows each miss on the place that was read."""

from __future__ import annotations

import base64
import io
import re
from decimal import Decimal
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from extraction.engine import pipeline, render
from extraction.engine.evaluate import report
from extraction.engine.evaluate.crops import Pages
from extraction.engine.evaluate.tally import Tally
from extraction.engine.options import Options
from tests import hostile, invoices

SPEC = invoices.acme()
PAGE = invoices.draw(SPEC)
VOID = {"br", "img", "meta", "link", "input", "hr"}


@pytest.fixture
def outcome() -> dict[str, Any]:
    return render.document(pipeline.extract(PAGE, options=Options()), evidence=True)


def report_of(folder: Path, name: str, truth: dict[str, Any], outcome: dict[str, Any]) -> str:
    tally, pages = Tally(), Pages()
    tally.add(Path(name), truth, outcome)
    return report.html(tally, title="A & B", crop=lambda path, why: pages.crop(folder / path, why))


def pictures(page: str) -> list[Image.Image]:
    found = re.findall(r'src="data:image/png;base64,([^"]+)"', page)
    return [Image.open(io.BytesIO(base64.b64decode(data))) for data in found]


def test_a_miss_is_shown_with_what_was_wanted_and_read_and_a_picture_of_the_place(tmp_path: Path, outcome):
    (tmp_path / "acme.pdf").write_bytes(PAGE)
    page = report_of(tmp_path, "acme.pdf", {"total": Decimal("1.00")}, outcome)
    assert "<dd>1.00</dd>" in page
    assert "<dd>1217.81</dd>" in page
    (picture,) = pictures(page)
    assert np.asarray(picture.convert("L")).min() < 80  # there is ink in it


def test_the_mark_in_the_picture_lies_on_the_value(tmp_path: Path, outcome):
    (tmp_path / "acme.pdf").write_bytes(PAGE)
    crop = Pages().crop(tmp_path / "acme.pdf", outcome["evidence"]["total"])
    assert crop is not None
    (picture,) = pictures(f'src="{crop.source}"')
    x0, y0, x1, y1 = crop.marked
    box = (int(x0 * crop.width), int(y0 * crop.height), int(x1 * crop.width), int(y1 * crop.height))
    inside = np.asarray(picture.convert("L").crop(box))
    assert (inside < 100).mean() > 0.05
    assert (crop.width, crop.height) == picture.size


def test_pictures_are_cut_from_images_too(tmp_path: Path, outcome):
    (tmp_path / "acme.png").write_bytes(invoices.as_png(PAGE))
    assert Pages().crop(tmp_path / "acme.png", outcome["evidence"]["total"]) is not None


def test_a_value_that_was_not_found_has_no_picture(tmp_path: Path, outcome):
    (tmp_path / "acme.pdf").write_bytes(PAGE)
    page = report_of(tmp_path, "acme.pdf", {"total": Decimal("1.00")}, {**outcome, "total": None})
    assert pictures(page) == []
    assert '<dd class="none">nothing</dd>' in page


@pytest.mark.parametrize("bad", [b"", b"text", hostile.truncated(PAGE), hostile.encrypted()])
def test_a_page_that_cannot_be_drawn_leaves_the_report_whole(tmp_path: Path, outcome, bad: bytes):
    (tmp_path / "acme.pdf").write_bytes(bad)
    page = report_of(tmp_path, "acme.pdf", {"total": Decimal("1.00")}, outcome)
    assert "<dd>1217.81</dd>" in page
    assert pictures(page) == []


def test_a_document_that_is_gone_leaves_the_report_whole(tmp_path: Path, outcome):
    assert "<dd>1217.81</dd>" in report_of(tmp_path, "no.pdf", {"total": Decimal("1.00")}, outcome)


class Watched(HTMLParser):
    """Open elements in order, and all that a page could load or run."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.loads: list[str] = []
        self.scripts = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.scripts += tag == "script" or any(name.startswith("on") for name, _ in attrs)
        self.loads += [value or "" for name, value in attrs if name in ("src", "href")]
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_the_page_is_whole_loads_nothing_and_runs_nothing(tmp_path: Path, outcome):
    (tmp_path / "acme.pdf").write_bytes(PAGE)
    page = report_of(tmp_path, "acme.pdf", {"total": 1, "vendor": {"name": "x"}, "tax": None}, outcome)
    watched = Watched()
    watched.feed(page)
    assert watched.open == []
    assert watched.scripts == 0
    assert all(source.startswith("data:image/png") for source in watched.loads)
    assert "url(" not in page
    assert "@import" not in page
    assert "prefers-color-scheme: dark" in page


def test_what_documents_say_is_text_and_not_markup(tmp_path: Path, outcome):
    said = {**outcome, "invoice_number": "<script>alert(1)</script>"}
    page = report_of(tmp_path, "<b>.pdf", {"invoice_number": "<i>"}, said)
    assert "<script" not in page
    assert "&lt;b&gt;.pdf" in page
    assert "<title>A &amp; B</title>" in page


def test_only_so_many_pictures_are_put_in(tmp_path: Path, outcome):
    tally, asked = Tally(), []
    for number in range(report.MOST_PICTURES + 20):
        tally.add(Path(f"{number}.pdf"), {"total": Decimal(1)}, outcome)
    (tmp_path / "acme.pdf").write_bytes(PAGE)
    crop = Pages().crop(tmp_path / "acme.pdf", outcome["evidence"]["total"])

    def counted(path: Path, _why: object):
        asked.append(path)
        return crop

    page = report.html(tally, title="many", crop=counted)
    assert len(asked) == report.MOST_PICTURES
    assert page.count("<article>") == report.MOST_PICTURES + 20
