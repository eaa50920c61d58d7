"""Files sent twice at once, or while their batch is closed, read or deleted: each once, and nobody fails."""

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from billing.usage import metering
from extraction import batches, drops
from extraction.models import Batch, DroppedFile
from extraction.refusals import Announced
from tests.at_once import at_once
from tests.extraction.reading import read
from tests.people import person
from tests.web.papers import LARKFIELD

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.stack, pytest.mark.slow]

PDF = b"%PDF-1.7\nas it was sent"


@pytest.fixture
def alice():
    return person("alice", plan="business").user


def begun(user, number):
    files = [Announced(filename=f"{place}.pdf", size=len(PDF), head=PDF) for place in range(number)]
    return drops.begin(user=user, files=files, now=timezone.now())


def take(file):
    try:
        return drops.take(file, ContentFile(PDF, name=file.filename), now=timezone.now())
    except DroppedFile.DoesNotExist:
        return None


def reserved(user):
    return metering.usage(user=user, now=timezone.now()).reserved


def test_a_file_that_is_sent_four_times_at_once_is_one_document(alice):
    for _ in range(5):
        (file,) = begun(alice, 1).files.all()
        made = at_once(*[lambda file=file: take(file)] * 4)
        assert len({one.public_id for one in made}) == 1
    assert alice.extractions.count() == 5
    assert reserved(alice) == 5


def test_a_batch_is_closed_while_its_last_files_come_and_the_first_are_read(alice):
    for _ in range(6):
        drop = begun(alice, 4)
        first, *others = drop.files.all()
        done = take(first)
        at_once(
            lambda done=done: read(done, LARKFIELD),
            lambda drop=drop: drops.close(drop, now=timezone.now()),
            *(lambda file=file: take(file) for file in others),
        )
        batch = Batch.objects.get(pk=drop.batch_id)
        assert batch.extractions.count() + alice.extractions.filter(batch=None).count() == 4
        for one in batch.extractions.unfinished():
            read(one, LARKFIELD)
        batch.refresh_from_db()
        assert batch.finished_at is not None
        alice.extractions.filter(batch=None).delete()


def test_a_batch_is_deleted_while_its_files_come(alice):
    for _ in range(6):
        drop = begun(alice, 4)
        first, *others = drop.files.all()
        take(first)
        at_once(
            lambda drop=drop: batches.delete(drop.batch, now=timezone.now()),
            *(lambda file=file: take(file) for file in others),
        )
        assert not Batch.objects.exists()
    assert reserved(alice) == alice.extractions.count()
