"""What used to take a reader minutes, or all of its memory, is refused or read before it does."""

from __future__ import annotations

import importlib
import io
import pkgutil
import re
import time
from functools import cache

import pytest
from PIL import Image

from extraction import engine
from extraction.engine import ocr, pipeline, read
from extraction.engine.errors import OvercomplexDocument
from extraction.engine.options import Options
from tests import bombs, invoices
from tests.engine import drawing


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


SIGNS = (*".,-_*xX1aA/:'(%#·…", "- ", "1.", "1,", ".-", "a.", "A1", "11.", "1 ", "A ")


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    """All patterns of the reader's modules by the name that they go by."""
    modules = pkgutil.walk_packages(engine.__path__, f"{engine.__name__}.")
    found = (
        (f"{module.name}.{name}", value)
        for module in modules
        if not module.name.endswith("__main__")
        for name, value in vars(importlib.import_module(module.name)).items()
    )
    return {
        name: value
        for name, value in found
        if isinstance(value, re.Pattern) and isinstance(value.pattern, str)
    }


@pytest.mark.parametrize("sign", SIGNS)
def test_no_pattern_gives_up_late_on_a_line_of_one_sign(sign):
    line = (sign * 25)[:25]
    for name, pattern in _patterns().items():
        begun = time.process_time()
        for text in (f"{line}§", f"a {line}§"):
            pattern.fullmatch(text)
            pattern.search(text)
        assert time.process_time() - begun < 0.5, name


@pytest.mark.parametrize("sign", [".", "_ ", "…", "* ", "-", "x"])
def test_lines_to_sign_on_cost_nothing(sign):
    signed = sign * 41
    page = drawing.sketch(
        f"""
        Invoice No 4711                      Date 12.03.2024
        Wiring of a house                         20.00
        Total EUR                                 20.00
        {signed}   {signed}
        Received by                               Issued by
        """
    )
    begun = time.process_time()
    invoice = pipeline.of_document(page, options=Options())
    assert (invoice.invoice_number, time.process_time() - begun < 2) == ("4711", True)
