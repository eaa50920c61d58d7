"""Each file that was made to break its reader is refused in words and not counted; the next is read as ever.

`tests/api/test_bad_files.py` sends the first dozen over HTTP; these go the worker's way.
"""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest
from django.utils import timezone

from billing.usage import metering
from extraction import work
from extraction.engine.errors import UnsupportedFile
from extraction.engine.sandbox import reader
from extraction.engine.sandbox.keeper import Limits
from extraction.models import Extraction
from tests import bombs, invoices
from tests.extraction.reading import sent
from tests.people import person

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

ACME = invoices.draw(invoices.acme())
DEADLINE, MEGABYTES = 12.0, 1_500
SHORT = 3.0  # for what has to be ended anyway
PATIENCE = 4  # of the clock, on a machine that is busy with other things

LARGE, BROKEN = "too large", "damaged"
COMPLEX, EMPTY, LOCKED = "more memory or time", "No text", "password"

PICTURES = {
    "png_of_four_billion_pixels": LARGE,
    "png_as_wide_as_numbers_go": LARGE,
    "png_with_a_gigabyte_behind_its_pixels": EMPTY,
    "png_with_a_gigabyte_of_remarks": BROKEN,
    "png_with_a_gigabyte_of_colours": BROKEN,
    "png_of_many_remarks": BROKEN,
    "png_of_ten_thousand_frames": EMPTY,
    "jpeg_of_four_billion_pixels": LARGE,
    "jpeg_of_endless_scans": COMPLEX,
    "jpeg_whose_metadata_points_at_itself": EMPTY,
}
NOT_TAKEN = [
    "gif_of_five_thousand_frames",
    "tiff_of_five_thousand_pages",
    "webp_of_sixteen_thousand_squared",
    "bmp_of_a_terabyte",
    "heic",
]
STRUCTURES = {
    "with_objects_in_each_other": BROKEN,
    "with_tables_that_lead_to_each_other": EMPTY,
    "of_pages_ten_thousand_deep": BROKEN,
    "of_pages_that_double": EMPTY,
    "with_a_length_that_is_its_own": EMPTY,
    "with_boxes_that_are_none": EMPTY,
    "packed_in_lzw_in_flate": EMPTY,
    "packed_in_lzw_in_lzw": EMPTY,
    "packed_ten_times": COMPLEX,
    "packed_by_a_thousand_filters": EMPTY,
    "predicted_over_a_thousand_million_columns": EMPTY,
    "bomb_in_a_form_in_a_form": COMPLEX,
    "forms_in_a_circle": COMPLEX,
    "the_same_word_everywhere": COMPLEX,
    "a_hundred_thousand_notes": COMPLEX,
    "a_thousand_files_inside": EMPTY,
    "encrypted_with_a_key_of_a_thousand_million_bits": LOCKED,
}
DRAWINGS = {
    "masks_in_a_circle": EMPTY,
    "groups_in_groups": COMPLEX,
    "fields_that_are_their_own_parents": EMPTY,
    "a_table_of_samples_without_end": EMPTY,
    "a_jbig2_of_four_thousand_million_pixels": EMPTY,
    "a_jpeg2000_of_four_thousand_million_pixels": EMPTY,
    "a_flate_picture_of_ten_thousand_million_pixels": EMPTY,
}
# Only the deadline and the limit of memory stand in their way: the child is ended, another reads the next.
ENDED = [
    "with_objects_in_a_bomb",
    "with_a_cross_reference_that_unpacks_to_a_gigabyte",
    "a_pattern_of_endless_tiles",
]
ENDED_IN_THE_LONG_RUN = [
    "a_shade_worked_out_for_ever",
    "with_brackets_a_million_deep",
    "with_dictionaries_a_million_deep",
    "hidden_letters_over_thousands_of_fields",
    "a_fax_without_end",
    "a_line_of_a_million_dashes",
    "png_of_deep_colours",
]
XML = [
    "xml_of_a_huge_attribute",
    "xml_of_namespaces_in_namespaces",
    "xml_in_utf_7",
    "xml_in_utf_16_with_a_billion_laughs",
    "xml_of_quadratic_references",
    "xml_of_a_million_remarks",
    "xml_of_one_endless_name",
]
ODD = [
    "letters_that_draw_themselves",
    "a_grid_of_millions_of_cells",
    "widths_for_every_number",
]  # which can be read, in time


@pytest.fixture(autouse=True)
def little(settings):
    settings.ENGINE_DEADLINE_SECONDS, settings.ENGINE_MEMORY_MB = DEADLINE, MEGABYTES


@pytest.fixture
def alice():
    return person("alice", plan="pro").user


def read(user, data: bytes) -> Extraction:
    extraction = sent(user, data)
    work.run(pk=extraction.pk)
    extraction.refresh_from_db()
    return extraction


def used(user) -> int:
    return metering.usage(user=user, now=timezone.now()).used


def most_memory() -> float:
    """That the child has ever used, in megabytes; one that was ended has none."""
    child = reader.current(Limits())._child
    if child is None or child.poll() is not None:
        return 0.0
    lines = Path(f"/proc/{child.pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM"))


def attempt(user, name: str) -> Extraction:
    data, before = getattr(bombs, name)(), time.monotonic()
    extraction = read(user, data)
    assert time.monotonic() - before < DEADLINE * PATIENCE
    assert most_memory() < MEGABYTES
    return extraction


@pytest.mark.parametrize("room", [PICTURES, STRUCTURES, DRAWINGS], ids=["pictures", "structures", "drawings"])
def test_each_is_refused_in_words_and_not_counted(alice, room):
    for name, words in room.items():
        extraction = attempt(alice, name)
        assert (extraction.status, extraction.error_code) == ("failed", "invalid_file"), name
        assert words in extraction.error_message, name
    assert used(alice) == 0
    assert read(alice, ACME).status == "completed"
    assert used(alice) == 1


@pytest.mark.parametrize(
    "name", [*ENDED, *(pytest.param(name, marks=pytest.mark.fire) for name in ENDED_IN_THE_LONG_RUN)]
)
def test_what_nobody_sees_beforehand_is_ended_and_the_next_document_is_read(alice, settings, name):
    """Whether it was at fault or only unlucky is told by the processor time that it took."""
    settings.ENGINE_DEADLINE_SECONDS, settings.ENGINE_MEMORY_MB = SHORT, 1_000
    extraction = attempt(alice, name)
    settings.ENGINE_DEADLINE_SECONDS = DEADLINE
    assert extraction.status == "failed", extraction.result
    assert extraction.error_code in {"invalid_file", "processing_error"}
    assert read(alice, ACME).status == "completed"
    assert used(alice) == 1


@pytest.mark.parametrize("name", ODD)
def test_what_only_looks_like_a_bomb_is_read(alice, name):
    assert attempt(alice, name).status == "completed"


@pytest.mark.parametrize("name", NOT_TAKEN)
def test_kinds_that_are_not_taken_are_refused_at_the_door(alice, name):
    with pytest.raises(UnsupportedFile):
        sent(alice, getattr(bombs, name)())
    assert (alice.extractions.count(), used(alice)) == (0, 0)


def test_xml_that_harms_costs_the_document_a_warning_and_nothing_else(alice):
    for name in XML:
        result = json.loads(attempt(alice, name).result)
        assert result["total"] == 1217.81, name
        assert "e_invoice_unreadable" in [warning["code"] for warning in result["warnings"]], name
