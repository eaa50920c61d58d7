"""Statements that are written out write and read what Django's own would."""

from datetime import UTC, datetime, timedelta

import pytest

from accounts import keys, statements
from accounts.models import ApiKey, User
from accounts.statements import Change
from extraction.models import Extraction

pytestmark = [pytest.mark.django_db, pytest.mark.stack]

NOW = datetime(2026, 6, 14, 9, 30, 0, 123456, tzinfo=UTC)


def document(owner, **given):
    usual = {
        "created_at": NOW,
        "filename": "Café.PDF",
        "file": "uploads/a.pdf",
        "size": 3,
        "sha256": "0" * 64,
    }
    return Extraction(user=owner, **{**usual, **given})


def written(row):
    columns = Extraction.objects.filter(pk=row.pk).values().get()
    return {name: value for name, value in columns.items() if name not in ("id", "public_id")}


GIVEN = [
    {},
    {"queue": Extraction.Queue.BULK, "max_pages": 2, "warnings": [{"code": "a"}], "language": "de"},
    {"finished_at": NOW, "total": "12.50", "issued_on": NOW.date(), "review": "approved", "to_check": 7},
]


@pytest.mark.parametrize("given", GIVEN)
def test_a_row_is_inserted_as_it_would_be_saved(alice, given):
    saved, inserted = document(alice, **given), document(alice, **given)
    saved.save(force_insert=True)
    statements.insert(inserted)
    assert written(inserted) == written(saved)
    assert inserted.filename_folded == "cafe.pdf"


def test_what_one_row_was_given_is_not_in_the_next(alice):
    for given in (*reversed(GIVEN), {}):
        statements.insert(last := document(alice, **given))
    assert written(last)["warnings"] == []
    assert (last.queue, last.max_pages, last.total) == ("interactive", None, None)


def test_an_inserted_row_can_be_saved_again(alice):
    row = document(alice)
    statements.insert(row)
    row.language = "en"
    row.save()
    assert Extraction.objects.get().language == "en"


def test_a_key_comes_with_its_account_and_its_first_as_django_reads_them(alice, django_assert_num_queries):
    first = keys.issue(user=alice, name="one", now=NOW)
    expires_at = NOW + timedelta(days=3)
    ApiKey.objects.filter(pk=first.key.pk).update(monthly_limit=5, expires_at=expires_at)
    second = keys.rotate(key=ApiKey.objects.get(pk=first.key.pk), now=NOW)
    keys.authenticate(secret=second.secret, now=NOW)
    with django_assert_num_queries(1):
        found = keys.authenticate(secret=second.secret, now=NOW)
        read = [columns(row) for row in (found.first, found, found.user)]
    pks = (first.key.pk, second.key.pk)
    assert read == [
        *(columns(ApiKey.objects.get(pk=pk)) for pk in pks),
        columns(User.objects.get(pk=alice.pk)),
    ]


NAMED = Change("UPDATE accounts_apikey SET name = %s WHERE name = %s", told=("id", "name"))
LIMITED = Change("UPDATE accounts_apikey SET monthly_limit = 7 WHERE name = %s", told=("monthly_limit",))


@pytest.fixture
def two_keys(alice):
    return [keys.issue(user=alice, name=name, now=NOW).key for name in ("one", "two")]


def test_changes_that_are_made_in_turn_tell_of_their_rows(two_keys):
    told = statements.in_turn((NAMED, ("a", "one")), (NAMED, ("b", "two")), (LIMITED, ("three",)))
    assert told == [(two_keys[0].pk, "a"), (two_keys[1].pk, "b"), None]
    assert names_and_limits(two_keys) == [("a", None), ("b", None)]


def test_a_change_that_finds_no_row_is_the_last_that_is_tried(two_keys):
    assert statements.in_turn((NAMED, ("a", "nobody's")), (LIMITED, ("one",))) == [None, None]
    assert names_and_limits(two_keys) == [("one", None), ("two", None)]


def names_and_limits(rows):
    found = ApiKey.objects.filter(pk__in=[row.pk for row in rows])
    return list(found.order_by("pk").values_list("name", "monthly_limit"))


def columns(row):
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
