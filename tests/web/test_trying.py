"""Trying it without an account: the built-in samples, on the front page and on the bench."""

from __future__ import annotations

import json
import re
from html import unescape

import pytest
from django.contrib.staticfiles import finders

from extraction import samples
from extraction.engine import render
from extraction.models import Extraction
from extraction.review import doubts
from tests.web import papers
from tests.web.markup import source

pytestmark = pytest.mark.django_db


def text(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    return source(answer)


def test_the_front_page_shows_what_was_read_in_the_sample(client):
    page = text(client, "/")
    document = samples.document(samples.SAMPLES["larkfield"])
    shown = re.sub(r"<[^>]+>", "", page.partition('id="json"')[2].partition("</pre>")[0])
    for value in (document["vendor"]["name"], document["invoice_number"], str(document["total"])):
        assert value in shown


def test_each_value_there_is_tied_to_its_box(client):
    page = text(client, "/")
    for path in ("vendor.name", "invoice_number", "line_items.0", "total"):
        assert len(re.findall(rf'class="(?:box|l)" data-f="{re.escape(path)}"', page)) >= 2


@pytest.mark.parametrize("name", samples.SAMPLES)
def test_every_sample_can_be_tried(client, name, django_assert_num_queries):
    with django_assert_num_queries(0):
        page = text(client, f"/try/{name}")
    sample = samples.SAMPLES[name]
    document = samples.document(sample)
    assert document["invoice_number"] in page
    assert len(re.findall("<image ", page)) == sample.pages
    assert "sent nowhere" in page
    assert not Extraction.objects.exists()


@pytest.mark.parametrize("name", samples.SAMPLES)
def test_its_files_are_there(name):
    sample = samples.SAMPLES[name]
    names = [f"samples/{sample.filename}", *(sample.picture(page + 1) for page in range(sample.pages))]
    assert all(map(finders.find, names))


def test_doubts_are_shown_with_their_fields(client):
    page = text(client, "/try/ferrow-hale")
    assert "54.00, printed 45.00" in page
    assert re.search(r'class="box box-bad[^"]*"[^>]*data-f="line_items\.2\.amount"', page)


@pytest.mark.parametrize("name", samples.SAMPLES)
def test_no_form_leads_anywhere_and_no_button_asks_for_what_cannot_be_done(client, name):
    page = text(client, f"/try/{name}")
    assert "<form" not in page
    assert 'name="do"' not in page
    assert "readonly" not in page


def test_what_is_read_stands_there_as_on_the_bench_of_an_account(client, alice, browse):
    mine = papers.completed(alice)
    mine.result = render.to_json(samples.document(samples.SAMPLES["larkfield"]))
    mine.save()
    of_sample, of_bench = text(client, "/try/larkfield"), text(browse(alice), f"/documents/{mine.public_id}")
    inputs = re.compile(
        r'class="input[^"]*" id="in-([^"]+)" name="\1" (?:value="([^"]*)|[^>]*>([^<]*)</textarea>)'
    )
    assert inputs.findall(of_sample) == inputs.findall(of_bench)
    assert len(inputs.findall(of_sample)) > 20


def test_words_are_handed_out_to_pick_from(client):
    found = json.loads(client.get("/try/ferrow-hale/words/2").content)
    assert found["page"] == 2
    assert "BUKBGB22" in [word["text"] for word in found["words"]]


@pytest.mark.parametrize("address", ["/try/nothing", "/try/larkfield/words/2", "/try/nothing/words/1"])
def test_what_is_not_there_is_not_found(client, address):
    assert client.get(address).status_code == 404


def test_what_the_front_page_says_is_to_be_checked_is_what_the_reader_doubts(client):
    page = " ".join(unescape(source(client.get("/"))).split())
    doubted = doubts.of(samples.document(samples.SAMPLES["ferrow-hale"]))
    assert doubted
    assert all(doubt.why in page and doubt.tag in page for doubt in doubted)
