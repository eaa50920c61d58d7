"""Who may read a document: one worker at a time, for as long as it shows that it lives."""

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.utils import timezone

from billing.models import UsagePeriod
from billing.usage import metering
from config.queue.models import QueuedMessage
from extraction import jobs, uploads, work
from extraction.engine.sandbox.keeper import Progress
from extraction.engine.sandbox.reader import Answer
from extraction.models import Extraction
from tests import invoices
from tests.people import person

pytestmark = pytest.mark.django_db(transaction=True)

ACME = invoices.draw(invoices.acme())
LONG_AGO = timedelta(minutes=10)
# The claim, the rules there are, the account's turn, the row, the reservation, the month's count, the place,
# the words, what it repeats (the same file, the same invoice, later ones), its bank account twice, and who is
# told of it.
QUESTIONS = 14
OF_TRANSACTIONS = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE", "PRAGMA", "SET")
SIGN_OF_LIFE = 'UPDATE "extraction_extraction" SET "lease_until"'


@pytest.fixture
def extraction(alice):
    return submitted(alice)


def submitted(user, data=ACME):
    now = timezone.now()
    upload = uploads.store(ContentFile(data, name="invoice.pdf"), today=now.date())
    return jobs.submit(user=user, upload=upload, now=now)


def counts(user):
    usage = metering.usage(user=user, now=timezone.now())
    return usage.used, usage.reserved


def sweep(after=timedelta(0)):
    return work.resend_stale(now=timezone.now() + after, queued_for=timedelta(minutes=5))


def test_a_document_is_read_and_counted_once_however_often_it_is_asked_for(alice, extraction):
    for _ in range(3):
        work.run(pk=extraction.pk)
    extraction.refresh_from_db()
    assert extraction.status == Extraction.Status.COMPLETED
    assert extraction.attempts == 1
    assert counts(alice) == (1, 0)


def test_a_document_is_taken_and_finished_with_few_questions(extraction, django_assert_max_num_queries):
    with django_assert_max_num_queries(QUESTIONS + 10) as asked:
        work.run(pk=extraction.pk)
    others = (*OF_TRANSACTIONS, SIGN_OF_LIFE)  # one a second
    assert len([each for each in asked if not each["sql"].startswith(others)]) <= QUESTIONS


def test_a_document_in_other_hands_is_left_alone(extraction):
    first = work._claim(extraction.pk)
    assert first is not None
    assert work._claim(extraction.pk) is None


@pytest.mark.stack
def test_a_document_can_be_taken_while_a_migration_adds_a_column(extraction):
    """What PostgreSQL has planned before answers with the columns that it had then."""
    for _ in range(8):
        assert work._claim(extraction.pk) is not None
        Extraction.objects.update(status=Extraction.Status.QUEUED, attempts=0)
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE extraction_extraction ADD COLUMN of_a_later_version integer NULL")
        try:
            assert work._claim(extraction.pk) is not None
        finally:
            cursor.execute("ALTER TABLE extraction_extraction DROP COLUMN of_a_later_version")


def test_a_worker_that_was_thought_dead_changes_nothing_when_it_comes_back(alice, extraction):
    late = work._claim(extraction.pk)
    Extraction.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    work.run(pk=extraction.pk)
    work._complete(late, Answer('{"from": "the late one"}', words="[]"), milliseconds=1)
    work._fail(late, code="processing_error", message="late")
    extraction.refresh_from_db()
    assert extraction.status == Extraction.Status.COMPLETED
    assert "INV-2026-0847" in extraction.result
    assert counts(alice) == (1, 0)


def test_a_worker_that_lost_its_claim_stops_reading(extraction):
    claimed = work._claim(extraction.pk)
    work._renew(claimed, Progress(1, 2))
    jobs.delete(extraction)
    with pytest.raises(work.ClaimLost):
        work._renew(claimed, Progress(2, 2))


def test_what_was_submitted_and_forgotten_is_sent_again_but_not_every_time(extraction):
    QueuedMessage.objects.all().delete()
    assert sweep() == 0
    assert sweep(LONG_AGO) == 1
    assert sweep(LONG_AGO) == 0
    assert QueuedMessage.objects.count() == 1


def test_what_a_dead_worker_held_is_sent_again(extraction):
    work._claim(extraction.pk)
    QueuedMessage.objects.all().delete()
    assert sweep(LONG_AGO) == 1
    work.run(pk=extraction.pk)
    extraction.refresh_from_db()
    assert extraction.status == Extraction.Status.COMPLETED


def test_what_kills_every_worker_is_given_up_and_not_counted(alice, extraction, settings):
    for _ in range(settings.JOB_MAX_ATTEMPTS):
        assert work._claim(extraction.pk) is not None
        Extraction.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    assert work._claim(extraction.pk) is None
    assert sweep() == 1
    extraction.refresh_from_db()
    assert (extraction.status, extraction.error_code) == ("failed", "processing_error")
    assert counts(alice) == (0, 0)


def test_a_document_that_cannot_even_be_given_up_holds_up_no_other(alice, extraction, settings):
    bob = person("bob", plan="pro").user
    other = submitted(bob)
    Extraction.objects.update(attempts=settings.JOB_MAX_ATTEMPTS)
    UsagePeriod.objects.filter(user=alice).update(reserved=0)  # so that its quota cannot be given back
    sweep(after=timedelta(hours=2))
    assert Extraction.objects.get(pk=extraction.pk).status == "queued"
    assert Extraction.objects.get(pk=other.pk).status == "failed"
    assert counts(bob) == (0, 0)


def test_a_document_that_cannot_be_read_fails_with_its_reason_and_is_not_counted(alice):
    extraction = submitted(alice, b"%PDF-1.4 and nothing more")
    work.run(pk=extraction.pk)
    extraction.refresh_from_db()
    assert (extraction.status, extraction.error_code) == ("failed", "invalid_file")
    assert extraction.error_message
    assert counts(alice) == (0, 0)


def test_a_refused_submission_leaves_neither_row_nor_message_nor_file():
    bob = person("bob").user
    submitted(bob)
    before, later = QueuedMessage.objects.count(), timezone.now() + timedelta(hours=2)
    files = uploads.orphans(now=later)
    with pytest.raises(metering.ConcurrencyExceeded):
        submitted(bob)
    assert bob.extractions.count() == 1
    assert QueuedMessage.objects.count() == before
    assert uploads.orphans(now=later) == files


def test_a_file_whose_request_died_is_found_after_an_hour(alice):
    now = timezone.now()
    upload = uploads.store(ContentFile(ACME, name="invoice.pdf"), today=now.date())
    assert upload.name not in uploads.orphans(now=now)
    assert upload.name in uploads.orphans(now=now + timedelta(hours=2))
    uploads.discard([upload.name])


def test_the_files_of_a_user_who_is_gone_are_found_however_old_they_are(alice, extraction):
    name = extraction.file.name
    alice.delete()
    assert name in uploads.orphans(now=timezone.now() + timedelta(days=30))
    uploads.discard([name])


def test_a_document_whose_file_is_gone_fails_at_once(alice, extraction):
    extraction.file.storage.delete(extraction.file.name)
    work.run(pk=extraction.pk)
    extraction.refresh_from_db()
    assert (extraction.status, extraction.error_code) == ("failed", "processing_error")
    assert counts(alice) == (0, 0)


def test_deleting_takes_the_file_along_and_gives_back_what_was_not_read(alice, extraction):
    jobs.delete(extraction)
    assert counts(alice) == (0, 0)
    assert not extraction.file.storage.exists(extraction.file.name)
    work.run(pk=extraction.pk)
    assert counts(alice) == (0, 0)


def test_the_sender_s_file_name_is_kept_without_its_folders(alice):
    now = timezone.now()
    for name, kept in [
        ("../../etc/passwd", "passwd"),
        (r"C:\invoices\März.pdf", "März.pdf"),
        ("a\x00\nb", "ab"),
    ]:
        upload = uploads.store(ContentFile(ACME, name=name), today=now.date())
        assert upload.filename == kept
        assert upload.name.startswith(f"uploads/{now.date()}/")
        uploads.discard([upload.name])
