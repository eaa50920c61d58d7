"""The list of documents: in pages that nothing falls between, narrowed by what one looks for."""

from datetime import UTC, date, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from extraction.engine.values.folding import fold
from extraction.models import Batch, Extraction, public_ids
from tests.people import person

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 5, 15, 12, tzinfo=UTC)


def document(person, *, at=NOON, status="completed", vendor="Acme Supply Co.", issued_on=None, batch=None):
    reason = {"error_code": "invalid_file", "error_message": "Damaged."} if status == "failed" else {}
    result = {"result": RESULT} if status == "completed" else {}
    return Extraction.objects.create(
        user=person.user,
        created_at=at,
        finished_at=at if reason or result else None,
        status=status,
        filename="invoice.pdf",
        size=1,
        sha256="0" * 64,
        vendor=vendor,
        vendor_folded=fold(vendor),
        issued_on=issued_on,
        batch=batch,
        **reason,
        **result,
    ).public_id


RESULT = (
    '{"confidence": 0.97, "vendor": null, "invoice_number": null, "date": null,'
    ' "due_date": null, "currency": null, "total": 12.50}'
)


def listed(client, person, query=""):
    response = client.get(f"/v1/extractions{query}", headers={"Authorization": person.authorization})
    assert response.status_code == 200, response.content
    return response


def ids(client, person, query=""):
    return [line["id"] for line in listed(client, person, query).json()["results"]]


def refusal(client, person, query):
    response = client.get(f"/v1/extractions{query}", headers={"Authorization": person.authorization})
    assert (response.status_code, response.json()["error"]["code"]) == (400, "invalid_request"), query
    return response.json()["error"]["message"]


def query_of(address):
    return f"?{urlsplit(address).query}"


def test_pages_follow_each_other_without_a_gap_and_back_again(client, alice):
    """Fifty came in at the same moment, as the files of a batch do."""
    made = [document(alice, at=NOON + timedelta(seconds=max(0, number - 50))) for number in range(57)]
    seen, back, query = [], [], "?limit=10"
    while query:
        page = listed(client, alice, query).json()
        seen += [line["id"] for line in page["results"]]
        last, query = query, query_of(page["next"]) if page["next"] else None
    assert seen == made[::-1]
    query = last
    while query:
        page = listed(client, alice, query).json()
        back = [line["id"] for line in page["results"]] + back
        query = query_of(page["previous"]) if page["previous"] else None
    assert back == seen


def test_a_page_stays_what_it_was_while_new_documents_come_in(client, alice):
    made = [document(alice, at=NOON + timedelta(seconds=number)) for number in range(5)]
    following = query_of(listed(client, alice, "?limit=2").json()["next"])
    document(alice, at=NOON + timedelta(hours=1))
    assert ids(client, alice, following) == [made[2], made[1]]


def test_the_cursor_holds_when_its_own_document_is_deleted(client, alice):
    made = [document(alice, at=NOON + timedelta(seconds=number)) for number in range(4)]
    following = query_of(listed(client, alice, "?limit=2").json()["next"])
    Extraction.objects.filter(public_id__in=made[2:]).delete()
    assert ids(client, alice, following) == [made[1], made[0]]


def test_the_first_page_has_none_before_and_the_last_none_after(client, alice):
    [document(alice) for _ in range(3)]
    first = listed(client, alice, "?limit=2")
    assert first.json()["previous"] is None
    last = listed(client, alice, query_of(first.json()["next"]))
    assert last.json()["next"] is None
    assert 'rel="next"' not in last["Link"]
    whole = listed(client, alice)
    assert (whole.json()["next"], whole.json()["previous"]) == (None, None)
    assert "Link" not in whole


def test_the_pages_beside_it_are_in_the_link_header_too(client, alice):
    [document(alice) for _ in range(5)]
    first = listed(client, alice, "?limit=2")
    assert first["Link"] == f'<{first.json()["next"]}>; rel="next"'
    page = listed(client, alice, query_of(first.json()["next"]))
    links = page.json()
    assert page["Link"] == f'<{links["next"]}>; rel="next", <{links["previous"]}>; rel="prev"'
    assert links["next"].startswith("http://testserver/v1/extractions?")


def test_filters_stay_in_the_addresses_of_other_pages(client, alice):
    for number in range(6):
        document(alice, status="failed" if number % 2 else "completed", vendor="Müller & Söhne")
    query = "?limit=2&status=failed&vendor=M%C3%BCller+%26&created_after=2026-05-01"
    following = listed(client, alice, query).json()["next"]
    asked = parse_qs(urlsplit(following).query)
    assert asked.pop("cursor")
    assert asked == {
        "limit": ["2"],
        "status": ["failed"],
        "vendor": ["Müller &"],
        "created_after": ["2026-05-01"],
    }
    assert len(ids(client, alice, query_of(following))) == 1


@pytest.mark.parametrize("limit", ["1", "100", " 7 "])
def test_a_page_may_have_1_to_100_documents(client, alice, limit):
    assert ids(client, alice, f"?limit={limit}") == []


@pytest.mark.parametrize("limit", ["abc", "0", "101", "-1", "1.5", "", "1e1", "٣", "99999999999999999999"])
def test_another_limit_is_refused_with_the_bounds(client, alice, limit):
    assert refusal(client, alice, f"?limit={limit}") == "`limit` takes a whole number from 1 to 100."


def test_twenty_is_the_usual_page(client, alice):
    [document(alice) for _ in range(21)]
    assert len(ids(client, alice)) == 20


def test_by_status_where_waiting_is_processing(client, alice):
    by_status = {status: document(alice, status=status) for status in Extraction.Status.values}
    assert ids(client, alice, "?status=completed") == [by_status["completed"]]
    assert ids(client, alice, "?status=failed") == [by_status["failed"]]
    assert set(ids(client, alice, "?status=processing")) == {by_status["queued"], by_status["processing"]}


def test_by_the_time_of_arrival_from_a_moment_on_and_before_another(client, alice):
    early, noon, late = (document(alice, at=NOON + timedelta(hours=hours)) for hours in (-1, 0, 1))
    assert ids(client, alice, "?created_after=2026-05-15T12:00:00Z") == [late, noon]
    assert ids(client, alice, "?created_before=2026-05-15T12:00:00Z") == [early]
    assert ids(client, alice, "?created_after=2026-05-15T14:00:00%2B02:00") == [late, noon]
    assert ids(client, alice, "?created_after=2026-05-15T14:00:00+02:00") == [late, noon]
    assert ids(client, alice, "?created_after=2026-05-15T12:00:00.5") == [late]
    assert ids(client, alice, "?created_after=2026-05-15&created_before=2026-05-16") == [late, noon, early]


def test_by_the_invoice_s_own_date_both_days_included(client, alice):
    first, second, _ = (document(alice, issued_on=day) for day in (date(2026, 5, 1), date(2026, 5, 31), None))
    assert ids(client, alice, "?date_from=2026-05-01&date_to=2026-05-31") == [second, first]
    assert ids(client, alice, "?date_from=2026-05-02") == [second]
    assert ids(client, alice, "?date_to=2026-05-30") == [first]


@pytest.mark.parametrize(
    "part", ["acme", "ACME SUPPLY", "supply co", "Co.", "müller", "MÜLLER & S", "muller", "mueller-s", "öhne"]
)
def test_by_a_part_of_the_vendor_s_name_in_any_case(client, alice, part):
    acme, muller = document(alice), document(alice, vendor="Müller & Söhne GmbH")
    document(alice, vendor="")
    expected = [acme] if part.casefold()[0] in "acs" else [muller]
    if part == "mueller-s":
        expected = []
    assert ids(client, alice, f"?vendor={part.replace('&', '%26')}") == expected


@pytest.mark.parametrize("part", ["%", "_", "\\", "'", '"', "*"])
def test_signs_of_the_database_are_nothing_special_in_a_name(client, alice, part):
    document(alice)
    odd = document(alice, vendor=f"A{part}B")
    assert ids(client, alice, f"?vendor={part.replace('%', '%25')}") == [odd]


def test_by_batch(client, alice):
    batch = Batch.objects.create(user=alice.user, created_at=NOON)
    member, _ = document(alice, batch=batch), document(alice)
    assert ids(client, alice, f"?batch={batch.public_id}") == [member]
    assert ids(client, alice, f"?batch={public_ids.for_batch()}") == []


def test_charlie_s_filters_find_nothing_of_alice_s(client, alice):
    charlie, batch = person("charlie"), Batch.objects.create(user=alice.user, created_at=NOON)
    document(alice, batch=batch)
    for query in ("", "?vendor=acme", "?status=completed", f"?batch={batch.public_id}"):
        assert ids(client, charlie, query) == []


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("?status=done", "`status` can be processing, completed or failed."),
        ("?created_after=yesterday", "`created_after` takes a date or a time"),
        ("?created_before=2026-13-01", "`created_before` takes a date or a time"),
        ("?created_before=0001-01-01T00:00:00%2B23:00", "`created_before` takes a date or a time"),
        ("?date_from=2026-02-30", "`date_from` takes a date, such as 2026-05-31."),
        ("?date_to=2026-05-31T10:00:00Z", "`date_to` takes a date"),
        ("?vendor=a%00b", "`vendor` takes 1 to 255 printable characters."),
        (f"?vendor={'x' * 256}", "`vendor` takes 1 to 255 printable characters."),
        ("?batch=ext_0123456789abcdef", "`batch` takes the id of a batch"),
        ("?vendor=", "`vendor` takes 1 to 255 printable characters."),
        ("?date_to=", "`date_to` takes a date, such as 2026-05-31."),
        ("?cursor=", "`cursor` is not one that this list gave out."),
        ("?cursor=nonsense", "`cursor` is not one that this list gave out."),
        ("?cursor=cD1qdW5r", "`cursor` is not one that this list gave out."),
        ("?cursor=%C3%A4", "`cursor` is not one that this list gave out."),
        ("?status=failed&status=completed", "`status` was given 2 times. Give it once."),
    ],
)
def test_a_filter_that_makes_no_sense_is_refused_with_what_would(client, alice, query, words):
    assert refusal(client, alice, query).startswith(words)


def test_an_unknown_parameter_is_refused_with_the_known_ones(client, alice):
    """A filter with a typing error would filter nothing, and nobody would notice."""
    message = refusal(client, alice, "?stauts=failed")
    assert "'stauts'" in message
    assert "status" in message
    assert "vendor" in message


@pytest.mark.parametrize("number", [1, 50])
def test_it_takes_as_many_queries_for_many_as_for_one(client, alice, number, django_assert_num_queries):
    [document(alice) for _ in range(number)]
    listed(client, alice)  # notes the use of the key
    with django_assert_num_queries(3):  # the key, the documents, where the month stands
        listed(client, alice, "?limit=100&vendor=acme&status=completed")
