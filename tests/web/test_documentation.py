"""The documentation's pages: each is found from every other, and what they show comes from the code."""

import html
import json
import re

import pytest
from django.template.loader import get_template

from extraction.api.schema import examples, keys
from extraction.api.schema.result import RESULT
from extraction.templatetags.examples import LANGUAGES
from extraction.web import highlighting, prose
from extraction.web.docs import PAGES
from tests.people import person
from tests.web import papers
from tests.web.markup import source, tight

pytestmark = pytest.mark.django_db


def text(client, address):
    answer = client.get(address)
    assert answer.status_code == 200, address
    return source(answer)


@pytest.mark.parametrize("name", PAGES)
def test_every_page_has_one_heading_and_leads_to_all_others(client, name):
    page = text(client, PAGES[name].address)
    assert page.count("<h1") == 1
    for other in PAGES.values():
        assert f'href="{other.address}"' in page
    assert page.count('aria-current="page"') == 2  # the bar's, and the contents'


@pytest.mark.parametrize("name", PAGES)
def test_no_two_things_on_a_page_have_the_same_id(client, name):
    ids = re.findall(r'\sid="([^"]+)"', text(client, PAGES[name].address))
    assert len(set(ids)) == len(ids)


def test_a_page_that_is_not_there_is_not_found(client):
    assert client.get("/docs/nothing").status_code == 404


def test_the_fields_page_explains_every_key_of_a_result(client):
    page = text(client, "/docs/fields")
    for shape in keys.shapes_within(RESULT).values():
        section = page.partition(f'id="{shape.name.lower()}"')[2].partition("</section>")[0]
        for key in shape.keys:
            assert f"<code>{key.name}</code>" in section


def test_the_confidence_page_shows_what_was_measured(client):
    measured = prose.of("docs/accuracy.md", section="Confidences")
    assert "<table" in measured
    assert tight(measured) in text(client, "/docs/confidence")


@pytest.mark.parametrize("language", LANGUAGES)
def test_colours_change_no_letter_of_a_program(language):
    code = get_template(f"docs/snippets/quickstart.{language}").render({"base_url": "http://localhost"})
    coloured = highlighting.highlighted(code, language)
    assert 'class="tok-' in coloured
    assert html.unescape(re.sub(r"</?span[^>]*>", "", coloured)) == code


def test_an_empty_cell_keeps_its_place_in_a_table(settings, tmp_path):
    settings.BASE_DIR = tmp_path
    (tmp_path / "x.md").write_text("# Title\n\n| | right |\n|---|---|\n| date | 97 |")
    table = prose.of("x.md")
    assert '<tr><td></td><th scope="col">right</th></tr>' in table
    assert '<tr><th scope="row">date</th><td>97</td></tr>' in table


def test_markup_in_a_text_of_the_repository_is_shown_and_not_obeyed(settings, tmp_path):
    settings.BASE_DIR = tmp_path
    (tmp_path / "x.md").write_text("# Title\n\n`<b>` & <script>alert(1)</script>\n\n- one\n- two")
    assert prose.of("x.md") == (
        "<p><code>&lt;b&gt;</code> &amp; &lt;script&gt;alert(1)&lt;/script&gt;</p>\n"
        '<ul class="plain"><li>one</li><li>two</li></ul>'
    )


def test_readers_are_shown_how_their_own_keys_begin_and_never_more(browse):
    alice = person("alice")
    page = text(browse(alice.user), "/docs")
    assert alice.secret[:14] in page
    assert alice.secret not in page


def test_charlie_does_not_see_how_alice_s_keys_begin(browse):
    alice, charlie = person("alice"), person("charlie")
    assert alice.secret[:14] not in text(browse(charlie.user), "/docs")


def test_the_example_of_a_list_has_the_keys_that_lists_have(client):
    alice = person("alice")
    papers.completed(alice.user, papers.LARKFIELD, "larkfield.pdf")
    headers = {"Authorization": alice.authorization}
    [listed] = client.get("/v1/extractions", headers=headers).json()["results"]
    [shown] = json.loads(examples.LISTED)["results"]
    assert set(shown) == set(listed)


@pytest.mark.parametrize(
    ("days", "said"), [(0, "until you delete them"), (1, "1 day after"), (30, "30 days after")]
)
def test_the_limits_page_says_how_long_documents_are_kept(client, settings, days, said):
    settings.RETENTION_DAYS = days
    assert said in source(client.get("/docs/limits"))


def test_the_program_that_sends_again_does_so_for_what_passes(client):
    page = text(client, "/docs/errors")
    passing = re.search(r"What to try again</h2>(.*?)</p>", page, re.DOTALL)
    assert passing
    program = get_template("docs/snippets/once.python").render({"base_url": "http://localhost"})
    tried = re.search(r"status_code not in \(([\d, ]+)\)", program)
    assert tried
    assert set(re.findall(r"\d{3}", tried[1])) == set(re.findall(r"<code>(\d{3})</code>", passing[1]))
