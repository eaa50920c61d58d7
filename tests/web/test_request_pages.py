"""The pages of the request log: what is on them, what they are narrowed by, and who sees them."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from accounts import keys
from accounts.requests import writing
from accounts.requests.entry import Entry
from tests.web import papers
from tests.web.markup import source

pytestmark = pytest.mark.django_db
NOW = timezone.now()


def asked(user, number=1, **fields):
    """So many requests, each a second after the one before."""
    key = fields.pop("key", user.api_keys.earliest("pk"))
    usual = {"method": "GET", "path": "/v1/usage", "status": 200, "milliseconds": 3}
    entries = [
        Entry(
            **{"created_at": NOW - timedelta(seconds=number - each), "request_id": f"{each:032x}"}
            | usual
            | fields,
            key=key.pk,
        )
        for each in range(number)
    ]
    writing.write(entries)


def text(client, address="/requests"):
    answer = client.get(address)
    assert answer.status_code == 200, address
    return re.sub(r"\s+", " ", source(answer))


def listed(page):
    return re.findall(r'hx-target="#dialog">([A-Z]+ [^<]+)</a>', page)


def test_an_empty_log_says_what_will_be_there(browse, bob):
    page = text(browse(bob))
    assert "No request yet" in page
    assert page.count("btn-primary") == 1


def test_a_line_says_what_was_asked_and_how_it_was_answered(browse, alice):
    asked(
        alice, path="/v1/extract", method="POST", status=413, error_code="file_too_large", milliseconds=1847
    )
    page = text(browse(alice))
    assert listed(page) == ["POST /v1/extract"]
    assert "413 file_too_large" in page
    assert "1,847" in page
    assert "alice&#x27;s program" in page
    assert "<title>" in page.partition('class="chart"')[2]  # a bar for each day


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", 4),
        ("answer=answered", 2),
        ("answer=refused", 1),
        ("answer=failed", 1),
        ("answer=nonsense", 4),
        ("q=/v1/batch", 1),
        ("q=BATCH", 1),
        ("q=nowhere", 0),
        ("q=cafe1234", 1),
        (f"q=cafe1234{'0' * 24}", 1),
        ("q=cafe12340", 1),
        ("key=0", 4),
        ("key=many", 4),
    ],
)
def test_it_is_narrowed_by_what_the_address_says(browse, alice, query, found):
    asked(alice)
    asked(alice, path="/v1/batch/extract", status=202, request_id=f"cafe1234{'0' * 24}")
    asked(alice, status=404, error_code="not_found")
    asked(alice, status=500, error_code="processing_error")
    assert len(listed(text(browse(alice), f"/requests?{query}"))) == found


def test_it_is_narrowed_by_key_and_offers_those_that_asked_for_something(browse, alice):
    till = keys.issue(user=alice, name="Old till", now=NOW).key
    keys.issue(user=alice, name="Never used", now=NOW)
    asked(alice)
    asked(alice, 2, key=till)
    page = text(browse(alice), f"/requests?key={till.pk}")
    assert len(listed(page)) == 2
    assert "Old till (iocr_live_" in page
    assert "Never used" not in page


def test_it_is_narrowed_by_time(browse, alice):
    asked(alice, created_at=NOW - timedelta(days=3))
    asked(alice, created_at=NOW)
    day = (NOW - timedelta(days=3)).date()
    assert len(listed(text(browse(alice), f"/requests?after={day}&before={day + timedelta(days=1)}"))) == 1
    minute = f"{NOW - timedelta(hours=1):%Y-%m-%dT%H:%M}"
    assert len(listed(text(browse(alice), f"/requests?after={minute}"))) == 1
    assert len(listed(text(browse(alice), "/requests?after=yesterday"))) == 2


def test_pages_follow_each_other_without_a_gap_and_keep_the_filter(browse, alice):
    asked(alice, 70, status=404)
    asked(alice, 5, status=200)
    client, seen, address = browse(alice), [], "/requests?answer=refused"
    while address:
        page = source(client.get(address))
        seen.append(len(listed(page)))
        older = re.search(r'href="(\?[^"]+)">Older', page)
        address = f"/requests{older[1].replace('&amp;', '&')}" if older else ""
    assert seen == [30, 30, 10]
    assert "Newer" in page


def test_one_request_has_its_id_to_quote_and_what_its_error_means(browse, alice):
    asked(alice, status=429, error_code="rate_limited", request_id="nightly-41")
    page = text(browse(alice), f"/requests/{alice.api_requests.get().pk}")
    assert '<code id="request-id">nightly-41</code>' in page
    assert "Monthly quota or a key" in page


def test_one_request_leads_to_the_document_that_it_made(browse, alice):
    document = papers.completed(alice)
    asked(alice, method="POST", path="/v1/extract", made=document.public_id)
    address = f"/requests/{alice.api_requests.get().pk}"
    assert f'href="/documents/{document.public_id}"' in text(browse(alice), address)
    document.delete()
    page = text(browse(alice), address)
    assert f"{document.public_id}</span>, deleted since" in page


def test_with_a_script_one_request_comes_as_a_part_with_its_title(browse, alice):
    asked(alice)
    answer = browse(alice).get(f"/requests/{alice.api_requests.get().pk}", headers={"HX-Request": "true"})
    assert "<html" not in source(answer)
    assert 'id="dialog-title"' in source(answer)


def test_charlie_sees_nothing_of_what_alices_programs_ask_for(browse, alice, charlie):
    asked(alice, path="/v1/batch/extract")
    client = browse(charlie)
    assert client.get(f"/requests/{alice.api_requests.get().pk}").status_code == 404
    for address in ("/requests", f"/requests?key={alice.api_keys.get().pk}", "/usage", "/keys"):
        assert "/v1/batch/extract" not in text(client, address)


@pytest.mark.parametrize("address", ["/requests", "/requests/1"])
def test_a_stranger_is_asked_to_log_in(client, address):
    assert client.get(address)["Location"] == f"/accounts/login/?next={address}"


def test_the_usage_page_shows_the_newest_and_leads_to_the_rest(browse, alice):
    asked(alice, 12)
    page = text(browse(alice), "/usage")
    assert len(listed(page)) == 8
    assert 'href="/requests">All requests' in page


def test_the_key_page_draws_what_each_key_asked_for_and_leads_to_it(browse, alice):
    key = alice.api_keys.get()
    asked(alice, 1_026)
    asked(alice, 2, created_at=NOW - timedelta(days=2))
    page = text(browse(alice), "/keys")
    assert f'href="/requests?key={key.pk}"' in page
    assert '<span class="num">1,028</span>' in page
    assert page.partition('class="spark"')[2].partition("</svg>")[0].count("<rect") == 2
    assert "style=" not in page


def test_a_long_log_takes_no_more_queries_than_a_short_one(browse, alice, django_assert_max_num_queries):
    client = browse(alice)
    asked(alice, 100)
    for number in range(5):
        asked(alice, key=keys.issue(user=alice, name=f"Key {number}", now=NOW).key)
    with django_assert_max_num_queries(9):
        client.get("/requests")
    with django_assert_max_num_queries(10):
        client.get("/requests?q=usage&answer=answered")
