"""A broker that forgets its messages, or was not told of them, keeps no document waiting for long."""

from datetime import timedelta

import dramatiq
import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from billing import outbox
from extraction import batches, jobs, uploads, work
from extraction.arrivals import Arrival
from extraction.dispatch import SENT_WITHIN
from tests import invoices
from tests.people import person
from tests.webhooks.receiver import free_port

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.stack, pytest.mark.slow]

ACME = invoices.draw(invoices.acme())


@pytest.fixture
def alice():
    return person("alice", plan="business").user


@pytest.fixture
def forgetful():
    """A broker outside of the database: one inside has what the rows have."""
    broker = dramatiq.get_broker()
    if outbox.is_certain():
        pytest.skip("messages are committed with the rows")
    return broker


def submitted(user):
    now = timezone.now()
    upload = uploads.store(ContentFile(ACME, name="invoice.pdf"), today=now.date())
    return jobs.submit(user=user, upload=upload, now=now)


def batch_of(user, number, folder):
    files = []
    for place in range(number):
        path = folder / str(place)
        path.write_bytes(ACME)
        files.append(Arrival(path, f"{place}.pdf", size=len(ACME), sha256=f"{place}", kind="PDF"))
    return batches.submit(user=user, files=files, now=timezone.now())


def sent_again(after=SENT_WITHIN + timedelta(seconds=1)):
    return work.resend_unsent(now=timezone.now() + after, again_after=timedelta(minutes=5))


def test_what_the_broker_has_is_not_sent_again(alice, tmp_path):
    submitted(alice)
    batch_of(alice, 3, tmp_path)
    assert sent_again() == 0


def test_a_single_document_of_which_it_has_forgotten_is_sent_again_once(alice, forgetful):
    known, forgotten = submitted(alice), submitted(alice)
    forgetful.flush_all()
    outbox.enqueue("extract", known.pk)
    assert sent_again(timedelta(seconds=5)) == 0  # its message may be on the way
    assert sent_again() == 1
    assert sorted(outbox.held("extract")) == [(known.pk,), (forgotten.pk,)]
    assert sent_again() == 0


def test_it_is_sent_again_however_lately_it_was_if_that_was_forgotten_too(alice, forgetful):
    submitted(alice)
    for _ in range(2):
        forgetful.flush_all()
        assert sent_again() == 1


def test_as_many_of_a_batch_are_sent_again_as_were_forgotten(alice, forgetful, tmp_path):
    batch_of(alice, 5, tmp_path)
    forgetful.flush_all()
    for _ in range(2):
        outbox.enqueue("extract_next")
    assert sent_again() == 3
    assert len(outbox.held("extract_next")) == 5
    assert sent_again() == 0


def test_what_is_being_read_is_not_missed(alice, forgetful):
    extraction = submitted(alice)
    forgetful.flush_all()
    assert work._claim(extraction.pk)
    assert sent_again() == 0


@pytest.fixture
def unreachable(forgetful):
    """Nobody listens where the broker was."""
    pool = forgetful.client.connection_pool
    there = pool.connection_kwargs["port"]
    _lead(pool, to=free_port())
    yield
    _lead(pool, to=there)


def _lead(pool, *, to):
    pool.disconnect()
    pool.connection_kwargs["port"] = to
    pool.reset()  # what is in it goes where it went before


def test_what_comes_while_the_broker_is_away_is_accepted_with_its_files(alice, unreachable, tmp_path):
    single, batch = submitted(alice), batch_of(alice, 2, tmp_path)
    assert outbox.held("extract") is None
    assert sent_again() == 0
    for one in (single, *batch.extractions.all()):
        assert uploads.read(one) == ACME
