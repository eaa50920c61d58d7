"""What used to take a reader minutes, or all of its memory, is refused or read before it does."""

from __future__ import annotations

import io
import time

import pytest
from PIL import Image

from extraction.engine import ocr, read
from extraction.engine.errors import OvercomplexDocument
from extraction.engine.options import Options
from tests import bombs, invoices


@pytest.mark.parametrize(
    "name",
    [
        "bomb_in_a_form_in_a_form",
        "forms_in_a_circle",
        "groups_in_groups",
        "jpeg_of_endless_scans",
        "a_hundred_thousand_notes",
    ],
)
def test_it_is_refused_before_it_is_drawn_or_unpacked(name):
    data, begun = getattr(bombs, name)(), time.process_time()
    with pytest.raises(OvercomplexDocument), read.open_document(data, options=Options()):
        pass
    assert time.process_time() - begun < 4


def test_a_progressive_photo_of_an_ordinary_program_is_taken():
    photo, file = Image.open(io.BytesIO(invoices.as_png(invoices.draw(invoices.acme())))), io.BytesIO()
    photo.convert("RGB").save(file, "JPEG", progressive=True)
    assert ocr.decode(file.getvalue()).shape[:2] == (photo.height, photo.width)
