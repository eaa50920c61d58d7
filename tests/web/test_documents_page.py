"""The list of all documents: searched, narrowed, sorted and turned, by an address that can be kept."""

import random
import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from urllib.parse import quote

import pytest
from django.utils import timezone

from extraction.engine.invoice import Party
from extraction.finding import pages
from extraction.models import Batch, Extraction
from tests.web import papers
from tests.web.markup import source

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def documents(alice):
    """Three that were read, one that waits, one that failed."""
    catering = replace(
        papers.LARKFIELD,
        vendor=Party("Ferrow & Hale Catering Ltd"),
        invoice_number="FH-10082",
        date=date(2026, 6, 4),
        currency="GBP",
        total=Decimal("1585.36"),
    )
    credit = replace(
        catering, vendor=Party("Müller & Söhne"), invoice_number="CU/26/1002", total=Decimal("-54.00")
    )
    papers.completed(alice, papers.LARKFIELD, "scan 0042.pdf")
    papers.completed(alice, catering, "june.pdf")
    papers.completed(alice, credit, "credit.pdf")
    papers.queued(alice, "waiting.pdf")
    papers.failed(alice)


def shown(client, query=""):
    """The titles of the rows, in their order."""
    answer = client.get(f"/documents?{query}")
    assert answer.status_code == 200
    return re.findall(r'<a class="doc"[^>]*>([^<]*)</a>', source(answer))


LARKFIELD, FERROW, MULLER = "Larkfield Stationery Ltd", "Ferrow &amp; Hale Catering Ltd", "Müller &amp; Söhne"


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("catering", [FERROW]),
        ("CATERING hale", [FERROW]),
        ("muller", [MULLER]),
        ("FH-100", [FERROW]),
        ("fh10082", [FERROW]),
        ("cu/26", [MULLER]),
        ("1585.36", [FERROW]),
        ("1585,36", [FERROW]),
        ("1.585,36", [FERROW]),
        ("1,585.3", [FERROW]),
        ("1 585,36", [FERROW]),
        ("£ 1,585.36", [FERROW]),
        ("1585", [FERROW]),
        ("54.00", [MULLER]),
        ("−54", [MULLER]),
        ("158", []),
        ("0042", [LARKFIELD]),
        ("waiting", ["waiting.pdf"]),
        ("june catering", [FERROW]),
        ("june stationery", []),
        ("0_42", []),
        ("scan%42", []),
        ("_", [MULLER, FERROW, LARKFIELD, "blank.pdf", "waiting.pdf"]),
    ],
)
def test_one_field_finds_vendors_numbers_amounts_and_files(browse, alice, documents, typed, found):
    assert sorted(shown(browse(alice), f"q={quote(typed)}")) == sorted(found)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("state=queued", ["waiting.pdf"]),
        ("state=failed", ["blank.pdf"]),
        ("state=reading", []),
        ("state=done", [MULLER, FERROW, LARKFIELD]),
        ("issued_from=2026-06-03", [MULLER, FERROW]),
        ("issued_to=2026-06-03", [LARKFIELD]),
        ("currency=EUR", [LARKFIELD]),
        ("source=upload&state=done", [MULLER, FERROW, LARKFIELD]),
        ("source=api", []),
        ("source=batch", []),
        ("received_to=2020-01-01", []),
        ("received_from=2020-01-01&q=larkfield", [LARKFIELD]),
    ],
)
def test_filters_narrow_the_list(browse, alice, documents, query, found):
    assert shown(browse(alice), query) == found


def test_what_a_person_decided_is_a_state(browse, alice):
    for title, fields in {
        "looked.pdf": {"to_check": 2},
        "fine.pdf": {"to_check": 2, "review": "approved"},
        "wrong.pdf": {"review": "rejected"},
    }.items():
        made = papers.completed(alice, papers.LARKFIELD, title)
        Extraction.objects.filter(pk=made.pk).update(vendor="", **fields)
    client = browse(alice)
    assert shown(client, "state=review") == ["looked.pdf"]
    assert shown(client, "state=approved") == ["fine.pdf"]
    assert shown(client, "state=rejected") == ["wrong.pdf"]
    assert shown(client, "state=done") == []


def test_documents_are_found_by_what_brought_them(browse, alice):
    key = alice.api_keys.get()
    batch = Batch.objects.create(user=alice, created_at=timezone.now())
    papers.queued(alice, "by hand.pdf")
    papers.queued(alice, "by program.pdf", api_key=key)
    papers.queued(alice, "together.pdf", batch=batch, api_key=key)
    client = browse(alice)
    assert shown(client, "source=upload") == ["by hand.pdf"]
    assert shown(client, "source=api") == ["by program.pdf"]
    assert shown(client, f"source=key-{key.pk}") == ["together.pdf", "by program.pdf"]
    assert shown(client, "source=batch") == ["together.pdf"]
    assert shown(client, f"source={batch.public_id}") == ["together.pdf"]
    page = source(client.get("/documents"))
    for words in (f'title="{batch.public_id}">Batch</a>', "alice&#x27;s program", "Upload"):
        assert words in page


@pytest.mark.parametrize(
    ("sort", "found"),
    [
        ("vendor", [FERROW, LARKFIELD, MULLER, "waiting.pdf", "blank.pdf"]),
        ("-vendor", [MULLER, LARKFIELD, FERROW, "blank.pdf", "waiting.pdf"]),
        ("total", [MULLER, LARKFIELD, FERROW, "waiting.pdf", "blank.pdf"]),
        ("-total", [FERROW, LARKFIELD, MULLER, "blank.pdf", "waiting.pdf"]),
        ("issued", [LARKFIELD, FERROW, MULLER, "waiting.pdf", "blank.pdf"]),
        ("-received", ["blank.pdf", "waiting.pdf", MULLER, FERROW, LARKFIELD]),
        ("received", [LARKFIELD, FERROW, MULLER, "waiting.pdf", "blank.pdf"]),
    ],
)
def test_the_list_is_sorted_both_ways_and_what_is_not_known_stands_last(
    browse, alice, documents, sort, found
):
    assert shown(browse(alice), f"sort={sort}") == found


def test_headings_sort_and_say_how_it_is_sorted(browse, alice, documents):
    page = source(browse(alice).get("/documents?q=l&sort=-total"))
    assert re.search(r'<th[^>]*aria-sort="descending"><a id="by-total" href="\?q=l&amp;sort=total"', page)
    assert re.search(r'<th scope="col"><a id="by-vendor" href="\?q=l&amp;sort=vendor"', page)
    assert 'aria-sort="ascending"' in source(browse(alice).get("/documents?sort=vendor"))


def test_pages_are_counted_and_keep_the_search(browse, alice):
    at = datetime(2026, 1, 1, tzinfo=UTC)
    Extraction.objects.bulk_create(
        Extraction(user=alice, created_at=at + timedelta(minutes=n), filename=f"scan {n:03}.pdf", size=1)
        for n in range(120)
    )
    client = browse(alice)
    page = source(client.get("/documents?q=scan"))
    assert "1 to 50 of 120" in page
    assert 'href="?q=scan&amp;page=2" hx-get="?q=scan&amp;page=2" rel="next"' in page
    assert "Select all 120" in page
    assert shown(client, "q=scan&page=3") == [f"scan {n:03}.pdf" for n in reversed(range(20))]
    assert shown(client, "q=scan&page=99") == shown(client, "q=scan&page=3")
    assert shown(client, "q=scan&page=x") == shown(client, "q=scan")
    assert "101 to 120 of 120" in source(client.get("/documents?q=scan&page=3"))


def test_nothing_there_yet_and_nothing_found_are_told_apart(browse, alice, bob, documents):
    assert "No documents yet" in source(browse(bob).get("/documents"))
    page = source(browse(alice).get("/documents?q=nothinglikethis"))
    assert "Nothing found" in page
    assert "No documents yet" not in page


@pytest.mark.parametrize(
    "query",
    [
        "state=gone",
        "issued_from=yesterday",
        "received_to=9999-12-31",
        "currency=EURO",
        "source=key-x",
        "sort=colour",
        f"q={'x' * 101}",
        "q=%00",
    ],
)
def test_an_address_that_makes_no_sense_shows_no_documents_and_says_why(browse, alice, documents, query):
    answer = browse(alice).get(f"/documents?{query}")
    assert answer.status_code == 200
    page = source(answer)
    assert "This address asks for something that is not here" in page
    assert 'class="doc"' not in page


def test_with_a_script_the_list_comes_as_a_part_and_the_address_stays_short(browse, alice, documents):
    answer = browse(alice).get("/documents?q=cater&state=&issued_from=&sort=-received", headers=HTMX)
    page = source(answer)
    assert "<html" not in page
    assert 'id="rows"' in page
    assert answer["HX-Push-Url"] == "/documents?q=cater"


def test_what_was_typed_stays_in_the_form(browse, alice, documents):
    page = source(browse(alice).get('/documents?q="><script>&state=failed&currency=EUR'))
    assert "<script>&" not in page
    assert "&quot;&gt;&lt;script&gt;" in page
    assert '<option value="failed" selected>' in page
    assert '<details class="more" open>' in page


def test_charlies_list_has_nothing_of_alices_whatever_he_asks_for(browse, alice, charlie, documents):
    key = alice.api_keys.get()
    batch = Batch.objects.create(user=alice, created_at=timezone.now())
    papers.queued(alice, "together.pdf", batch=batch)
    for query in ("", "q=larkfield", f"source=key-{key.pk}", f"source={batch.public_id}", "all=1"):
        assert shown(browse(charlie), query) == []


def test_the_list_asks_the_database_no_more_for_fifty_documents_than_for_one(
    browse, alice, django_assert_max_num_queries
):
    batch = Batch.objects.create(user=alice, created_at=timezone.now())
    key = alice.api_keys.get()
    for number in range(pages.ROWS + 5):
        made = papers.completed(alice)
        Extraction.objects.filter(pk=made.pk).update(api_key=key, batch=batch if number % 2 else None)
    client = browse(alice)
    with django_assert_max_num_queries(11):
        client.get("/documents")
    with django_assert_max_num_queries(11):
        client.get("/documents?q=lark&sort=-total&page=2")


@pytest.mark.stack
def test_a_document_with_the_longest_texts_fits_the_index_of_the_list(browse, alice):
    """Four bytes each character, and none that packs: PostgreSQL refuses entries of more than 2,700 bytes."""
    dice = random.Random(4711)

    def long(characters):
        return "".join(chr(dice.randrange(0x20000, 0x2A6D0)) for _ in range(characters))

    now, vendor = timezone.now(), long(255)
    Extraction.objects.create(
        user=alice,
        created_at=now,
        finished_at=now,
        status="completed",
        result="{}",
        size=1,
        filename=long(255),
        vendor=vendor,
        vendor_folded=vendor,
        number_key=long(255),
        issued_on=now.date(),
        currency="EUR",
        total=Decimal("999999999999999.9999"),
        review="approved",
        api_key=alice.api_keys.get(),
        batch=Batch.objects.create(user=alice, created_at=now),
    )
    assert shown(browse(alice), f"q={quote(vendor[100:140])}") == [vendor]


@pytest.mark.parametrize("days", ["issued", "received"])
def test_days_the_wrong_way_round_are_said_to_be(browse, alice, documents, days):
    page = source(browse(alice).get(f"/documents?{days}_from=2026-12-01&{days}_to=2026-01-01"))
    assert "From is after Until." in page
    assert f'aria-describedby="{days}_from-error"' in page
    assert "Nothing found" not in page


def test_the_file_of_a_document_to_check_is_named_beside_what_there_is_to_check(browse, alice):
    papers.completed(alice, papers.LARKFIELD, "scan-0417.pdf")
    alice.extractions.update(to_check=2)
    assert '<span class="sub">2 to check, scan-0417.pdf</span>' in source(browse(alice).get("/documents"))


def test_the_side_says_which_of_both_lists_this_is(browse, alice):
    for address in ("/documents", "/documents?state=review"):
        page = source(browse(alice).get(address))
        assert f'<a href="{address}" aria-current="page">' in page
        assert page.count('aria-current="page"') == 1
