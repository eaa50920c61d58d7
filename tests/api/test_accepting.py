"""What it takes to accept a document: as many questions to the database on every day of a month."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

pytestmark = [pytest.mark.django_db, pytest.mark.stack]

# The key, where the month stands, the month's count, the key's and the place (which PostgreSQL takes in one
# statement), the reservation, the document, and the message where the database keeps it.
QUERIES = {"sqlite": 8, "postgresql": 5}
OF_TRANSACTIONS = ("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT")


def accept(client, alice):
    form = {"file": SimpleUploadedFile("invoice.pdf", b"%PDF-1.7 and so on")}
    headers = {"Authorization": alice.authorization, "Prefer": "respond-async"}
    return client.post("/v1/extract", form, headers=headers)


def test_a_document_is_accepted_with_few_questions(client, alice, django_assert_max_num_queries):
    accept(client, alice)  # the first of a month makes the rows that count it
    most = QUERIES[connection.vendor]
    with django_assert_max_num_queries(most + 4) as asked:
        assert accept(client, alice).status_code == 202
    questions = [each["sql"] for each in asked if not each["sql"].startswith(OF_TRANSACTIONS)]
    assert len(questions) <= most


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="is SQLite's own")
def test_a_power_cut_takes_nothing_back_that_was_answered():
    """FULL waits for the disk at each commit; with NORMAL the last ones before a power cut could be gone."""
    with connection.cursor() as cursor:
        assert cursor.execute("PRAGMA synchronous").fetchone() == (2,)
        assert cursor.execute("PRAGMA journal_mode").fetchone() == ("wal",)
