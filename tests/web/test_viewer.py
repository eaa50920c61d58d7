"""The left half of the review page: each page with its picture, and a box around each value that was read."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from django.template.loader import render_to_string

from extraction import payloads
from extraction.models import Extraction
from extraction.web import viewer
from tests import invoices
from tests.web import papers
from tests.web.markup import tight

pytestmark = pytest.mark.django_db
ACME = invoices.draw(invoices.acme())


def leaves(extraction):
    return viewer.pages(extraction, payloads.document(extraction, evidence=True))


def boxes_of(extraction):
    return {box.path: box for leaf in leaves(extraction) for box in leaf.boxes}


def shown(extraction):
    context = {"extraction": extraction, "pages": leaves(extraction)}
    return tight(render_to_string("extraction/review/_pages.html", context))


def test_each_value_has_its_box_in_the_units_of_the_drawing(alice):
    extraction = papers.examined(alice, ACME)
    (leaf,) = leaves(extraction)
    x0, y0, x1, y1 = map(float, payloads.document(extraction, evidence=True)["evidence"]["total"]["bbox"])
    total = boxes_of(extraction)["total"]
    assert leaf.height == pytest.approx(1000 * 792 / 612, abs=2)
    assert total.x + total.width / 2 == pytest.approx(500 * (x0 + x1), abs=1)
    assert total.y + total.height / 2 == pytest.approx(leaf.height * (y0 + y1) / 2, abs=2)


def test_a_line_has_a_box_around_those_of_its_cells(alice):
    boxes = boxes_of(papers.examined(alice, ACME))
    line, amount = boxes["line_items.0"], boxes["line_items.0.amount"]
    assert line.x < amount.x
    assert line.x + line.width == pytest.approx(amount.x + amount.width, abs=0.2)
    assert amount.is_cell
    assert not line.is_cell


def test_a_box_is_called_as_its_field_is(alice):
    boxes = boxes_of(papers.completed(alice, papers.DOUBTFUL))
    assert {path: box.kind for path, box in boxes.items()} == {
        "invoice_number": "bad",
        "total": "look",
        "line_items.0": "",
        "line_items.0.amount": "bad",
    }
    assert boxes["line_items.0.amount"].label == "Line 1, amount"


def test_what_is_certain_has_no_colour(alice):
    assert {box.kind for box in boxes_of(papers.completed(alice)).values()} == {""}


def test_every_box_leads_to_its_field(alice):
    page = shown(papers.completed(alice))
    assert '<a class="box" id="b-vendor.name" data-f="vendor.name" href="#f-vendor.name"' in page
    assert 'aria-label="Vendor"' in page


def test_of_many_pages_only_the_first_pictures_are_asked_for(alice):
    extraction = papers.completed(alice)
    Extraction.objects.update(pages=100)
    page = shown(Extraction.objects.get(pk=extraction.pk))
    assert len(re.findall(r"<image href=", page)) == viewer.AT_ONCE
    assert len(re.findall(r"<image data-picture=", page)) == 100 - viewer.AT_ONCE
    assert 'href="#page-100"' in page


def test_a_document_without_words_is_shown_on_usual_paper(alice):
    (leaf,) = leaves(papers.completed(alice))
    assert leaf.height == 1414


def test_names_are_harmless(alice):
    extraction = papers.completed(alice, replace(papers.LARKFIELD), "<b>bold</b>.pdf")
    assert "<b>bold" not in shown(extraction)
