"""Pictures of pages are read as they would be by a person who turns them the right way first."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from extraction.engine import ocr
from extraction.engine.document import Box, Page, Source
from extraction.engine.errors import CorruptFile, OversizedPage
from extraction.engine.ocr import recognition, sheet, strips, tesseract
from extraction.engine.options import Options
from extraction.engine.read import open_document
from tests import invoices
from tests.engine import faults, papers

ACME = invoices.draw(invoices.acme())
EXPECTED = {"Acme", "INVOICE", "INV-2026-0847", "$1,125.00", "$92.81", "$1,217.81"}


def page_of(picture: bytes) -> Page:
    with open_document(picture, options=Options()) as reading:
        (page,) = reading.document.pages
        return page


def read_words(page: Page) -> set[str]:
    return {word.text for word in page.words}


def encoded(image: Image.Image, form: str = "PNG", **how: object) -> bytes:
    file = io.BytesIO()
    image.save(file, form, **how)
    return file.getvalue()


def acme_image() -> Image.Image:
    return Image.open(io.BytesIO(invoices.as_png(ACME, dpi=130)))


@pytest.mark.slow
@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_a_scan_is_read_whichever_way_it_was_laid_in(turn: int):
    page = page_of(invoices.as_scan(ACME, turn=turn))
    assert read_words(page) >= EXPECTED
    assert page.rotation == (360 - turn) % 360
    assert page.width < page.height
    assert all(word.source is Source.OCR for word in page.words)


@pytest.mark.slow
@pytest.mark.parametrize("skew", [-6.0, -3.0, 2.0, 8.0])
def test_a_page_laid_in_askew_is_levelled(skew: float):
    page = page_of(invoices.as_scan(ACME, skew=skew))
    assert read_words(page) >= EXPECTED
    places = {word.text: word.box for word in page.words}
    left, right = places["Description"], places["Amount"]
    assert abs(left.center_y - right.center_y) < left.height / 4


@pytest.mark.slow
def test_the_lines_of_a_photo_taken_from_an_angle_are_levelled():
    page = page_of(invoices.as_photo(ACME))
    assert read_words(page) >= EXPECTED
    places = {word.text: word.box for word in page.words}
    for left, right in (("Description", "Amount"), ("Widget", "1,125.00"), ("Subtotal", "$1,125.00")):
        assert abs(places[left].center_y - places[right].center_y) < places[left].height / 3


@pytest.mark.slow
@pytest.mark.parametrize("fault", [faults.as_fax, faults.as_faint, faults.as_snapshot])
def test_a_page_that_is_hard_to_see_is_read(fault: Callable[[bytes], bytes]):
    assert read_words(page_of(fault(ACME))) >= EXPECTED


@pytest.mark.slow
def test_a_sheet_on_a_table_is_read_as_if_seen_from_above():
    page = page_of(faults.as_snapshot(ACME))
    places = {word.text: word.box for word in page.words}
    assert places["Acme"].x0 < 0.12 * page.width
    assert places["$1,217.81"].x1 > 0.85 * page.width
    assert abs(places["Subtotal"].x0 - places["Total"].x0) < places["Total"].height / 3


@pytest.mark.slow
def test_a_dark_band_at_the_edge_of_a_sheet_on_a_table_belongs_to_it():
    pdf = invoices.draw(invoices.example(110, language="fr", layout="banner"))
    seen, printed = page_of(faults.as_snapshot(pdf)), page_of(pdf)
    name = printed.words[0]
    places = {word.text: word.box for word in seen.words}
    assert name.text in places
    assert abs(places[name.text].x0 / seen.width - name.box.x0 / printed.width) < 0.05


LEANING = np.array([[300.0, 200.0], [900.0, 240.0], [1100.0, 1500.0], [100.0, 1400.0]])


def line_at(x: float, y: float) -> np.ndarray:
    return np.array([[x, y], [x + 300, y], [x + 300, y + 20], [x, y + 20]])


def test_a_sheet_reaches_as_far_as_its_print():
    lines = np.stack([line_at(400, 150), *(line_at(400, y) for y in range(300, 1300, 100))])
    wider = sheet.around(LEANING, lines)
    assert wider is not None
    assert wider[:2, 1].max() < 190
    assert np.abs(wider[2:] - LEANING[2:]).max() < 1


def test_print_far_off_a_sheet_or_beside_an_upright_field_means_that_there_is_none():
    lines = np.stack([line_at(400, 5), *(line_at(400, y) for y in range(500, 1300, 100))])
    upright = np.array([[300.0, 200.0], [900.0, 200.0], [900.0, 1500.0], [300.0, 1500.0]])
    above = np.stack([line_at(400, 120), *(line_at(400, y) for y in range(500, 1300, 100))])
    assert sheet.around(np.add(LEANING, [0, 300]), lines) is None
    assert sheet.around(upright, above) is None
    assert sheet.around(LEANING, np.zeros((0, 4, 2))) is None


def test_a_picture_without_a_table_around_it_has_no_sheet():
    assert sheet.corners_of(ocr.decode(invoices.as_scan(ACME))) is None


def test_long_lines_are_read_few_at_a_time_and_given_back_in_order():
    """The model answers with the width it was shown, so that each crop finds its own column again."""
    asked: list[tuple[int, ...]] = []

    def model(seen: np.ndarray) -> np.ndarray:
        asked.append(seen.shape)
        answer = np.zeros((seen.shape[0], seen.shape[3] // 8, 3), dtype=np.float32)
        answer[:, :, 0] = 0.5
        for row, crop in enumerate(seen):
            inked = int((crop[0, 0] > 0).sum()) // 8
            answer[row, inked - 1, 1] = 1.0
        return answer

    widths = [100, 3000, 700, 1500, 300, 1600]
    crops = [np.full((48, width, 3), 255, dtype=np.uint8) for width in widths]
    readings = recognition.read(crops, model=model, characters=["", "x", " "])
    assert all(count * width <= 3072 or count == 1 for count, _, _, width in asked)
    assert [round(reading.columns * 8) for reading in readings] == widths
    assert all(reading.letters[0].middle > 0.9 for reading in readings)


def test_a_short_line_takes_no_longer_than_it_is():
    asked: list[int] = []

    def model(seen: np.ndarray) -> np.ndarray:
        asked.append(seen.shape[3])
        return np.zeros((seen.shape[0], seen.shape[3] // 8, 3), dtype=np.float32)

    for width in (20, 90, 300):
        recognition.read([np.zeros((48, width, 3), np.uint8)], model=model, characters=["", "x", " "])
    assert asked == [64, 96, 320]


def test_a_space_that_was_half_seen_counts():
    letters = recognition.read([np.zeros((48, 320, 3), np.uint8)], model=half_seen, characters="_AB ")
    assert letters[0].text == "A B"


def half_seen(_pictures: np.ndarray) -> np.ndarray:
    """A, a blank that might be a space, B."""
    return np.array([[[0, 1, 0, 0], [0.8, 0, 0, 0.2], [0, 0, 1, 0], [1, 0, 0, 0]]], dtype=np.float32)


@pytest.mark.slow
def test_a_photo_is_turned_as_its_camera_noted():
    exif = Image.Exif()
    exif[0x0112] = 6  # the camera was held upright
    lying = acme_image().transpose(Image.Transpose.ROTATE_90)
    page = page_of(encoded(lying, "JPEG", exif=exif, quality=90))
    assert page.rotation == 0
    assert "INV-2026-0847" in read_words(page)


@pytest.mark.slow
@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16", "CMYK"])
def test_every_kind_of_picture_is_read(mode: str):
    grey = acme_image()
    if mode == "I;16":
        image = Image.fromarray(np.asarray(grey).astype(np.uint16) * 16)
    elif mode in {"LA", "RGBA"}:
        image = grey.convert(mode)
        image.putalpha(Image.eval(grey, lambda level: 255 - level))  # black ink on nothing
    else:
        image = grey.convert(mode)
    page = page_of(encoded(image, "JPEG" if mode == "CMYK" else "PNG"))
    assert "INV-2026-0847" in read_words(page)


@pytest.mark.slow
def test_a_till_roll_is_read_to_its_end():
    spec = invoices.example(4, language="de", layout="receipt", items=70)
    page = page_of(invoices.as_png(invoices.draw(spec), dpi=180))
    assert page.height > 5 * page.width
    amounts = [
        f"{item.amount:,.2f}".replace(",", " ").replace(".", ",").replace(" ", ".") for item in spec.items
    ]
    found = [word.text for word in page.words]
    assert sum(amount in found for amount in amounts) >= 0.97 * len(amounts)


def test_a_tall_picture_is_cut_between_its_lines():
    picture = np.full((4000, 400), 255, dtype=np.uint8)
    picture[::40, ::2] = 0
    parts = strips.cut(picture)
    assert len(parts) > 3
    assert sum(part.shape[0] for _, part in parts) == 4000
    assert all(top % 40 for top, _ in parts[1:])


def test_a_page_is_not_cut():
    picture = np.full((2800, 2000), 255, dtype=np.uint8)
    ((top, part),) = strips.cut(picture)
    assert top == 0
    assert part.shape == picture.shape


@pytest.mark.slow
def test_print_along_the_margin_of_a_scan_is_left_out():
    def page(paper: Any) -> None:
        papers.text(*(f"Position {n} of the invoice at 12.0{n}" for n in range(6)))(paper)
        paper.translate(30, 300)
        paper.rotate(90)
        paper.drawString(0, 0, "Registered Office Hamburg")

    words = read_words(page_of(invoices.as_png(papers.drawn(page))))
    assert "Position" in words
    assert not words & {"Registered", "Hamburg"}


@pytest.mark.slow
def test_a_word_is_as_doubtful_as_its_doubtfullest_letter():
    page = page_of(invoices.as_scan(ACME))
    assert all(0 < word.confidence <= 1 for word in page.words)
    (number,) = (word for word in page.words if word.text == "INV-2026-0847")
    assert number.confidence > 0.8


def test_the_size_of_a_picture_is_judged_before_it_is_decoded():
    with pytest.raises(OversizedPage):
        ocr.decode(encoded(Image.new("1", (8000, 5001))))


def test_a_picture_that_stops_short_is_damaged():
    with pytest.raises(CorruptFile):
        ocr.decode(invoices.as_scan(ACME, dpi=50)[:2000])


@pytest.mark.slow
def test_nothing_is_fetched_and_no_connection_made():
    """In a fresh process, from import to result, where reaching for the network ends it."""
    program = """
import sys
def watch(event, arguments):
    if event in {"socket.connect", "socket.getaddrinfo", "socket.sendto", "socket.sendmsg"}:
        raise SystemExit(f"{event}: {arguments}")
sys.addaudithook(watch)
from extraction.engine.read import open_document
from extraction.engine.options import Options
with open_document(sys.stdin.buffer.read(), options=Options()) as reading:
    print(" ".join(word.text for word in reading.document.pages[0].words))
"""
    done = subprocess.run(
        [sys.executable, "-c", program],
        input=invoices.as_scan(ACME),
        capture_output=True,
        timeout=60,
        check=True,
    )
    assert "INV-2026-0847" in done.stdout.decode()


def test_reading_a_printed_pdf_loads_no_ocr():
    program = """
import sys
from extraction.engine.read import open_document
from extraction.engine.options import Options
with open_document(sys.stdin.buffer.read(), options=Options()) as reading:
    assert reading.document.pages[0].words
print(*sorted({"cv2", "rapidocr", "onnxruntime", "openvino", "pytesseract"} & sys.modules.keys()))
"""
    done = subprocess.run(
        [sys.executable, "-c", program], input=ACME, capture_output=True, timeout=60, check=True
    )
    assert done.stdout.decode().split() == []


@pytest.fixture
def program_named_tesseract(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """A program on the PATH that answers as Tesseract does: a fake at the edge of the process."""
    program = tmp_path / "tesseract"
    program.write_text(
        "#!/bin/sh\n"
        'case "$*" in\n'
        '  --version*) echo "tesseract 5.5.0" ;;\n'
        '  *--psm*7*) echo "1,217.81" > "$2.txt" ;;\n'
        "esac\n"
    )
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    tesseract.version.cache_clear()
    yield
    tesseract.version.cache_clear()


@pytest.fixture
def no_program_named_tesseract(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    tesseract.version.cache_clear()
    yield
    tesseract.version.cache_clear()


@pytest.mark.slow
@pytest.mark.usefixtures("program_named_tesseract")
def test_a_number_on_a_scan_can_be_read_by_a_second_witness():
    with open_document(invoices.as_scan(ACME), options=Options()) as reading:
        (total,) = (word for word in reading.document.pages[0].words if word.text == "$1,217.81")
        assert ocr.tesseract_version() == "5.5.0"
        assert reading.reread(1, total.box) == "1,217.81"


@pytest.mark.usefixtures("program_named_tesseract")
def test_a_text_layer_needs_no_witness():
    with open_document(ACME, options=Options()) as reading:
        assert reading.reread(1, Box(0, 0, 100, 20)) is None


@pytest.mark.slow
@pytest.mark.usefixtures("no_program_named_tesseract")
def test_without_tesseract_there_is_no_witness_and_it_is_said():
    assert ocr.tesseract_version() is None
    with open_document(invoices.as_scan(ACME), options=Options()) as reading:
        assert reading.reread(1, reading.document.pages[0].words[0].box) is None


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("tesseract") is None, reason="needs Tesseract on the PATH")
@pytest.mark.parametrize(("turn", "skew"), [(0, 0.0), (90, 0.0), (180, 3.0), (270, -4.0)])
def test_tesseract_alone_reads_a_page_whichever_way_it_lies(turn: int, skew: float):
    program = """
import sys
sys.modules["rapidocr"] = None  # as if it were not installed
from extraction.engine.read import open_document
from extraction.engine.options import Options
with open_document(sys.stdin.buffer.read(), options=Options()) as reading:
    print(*(word.text for word in reading.document.pages[0].words))
"""
    scan = invoices.as_scan(ACME, turn=turn, skew=skew)
    done = subprocess.run(
        [sys.executable, "-c", program], input=scan, capture_output=True, timeout=60, check=True
    )
    assert set(done.stdout.decode().split()) >= {"INVOICE", "INV-2026-0847", "$1,217.81"}
