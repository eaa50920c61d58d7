"""Files that come from a page one by one: each once, in an open batch that is closed whatever happens."""

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.utils import timezone

from billing.models import UsagePeriod
from billing.plans import PLANS
from billing.usage import metering
from extraction import batches, closing, drops, jobs, overviews, work
from extraction.models import Batch, Drop, DroppedFile, Extraction, WebhookDelivery, WebhookEvent
from extraction.refusals import Announced
from extraction.webhooks import endpoints
from tests.people import person

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\nas it was sent"
SHEET = b"PK\x03\x04"


@pytest.fixture
def carla(db):
    return person("carla", plan="business").user


def announced(*names, data=PDF, size=None):
    return [Announced(filename=name, size=len(data) if size is None else size, head=data) for name in names]


def begun(user, *names):
    return drops.begin(user=user, files=announced(*names), now=timezone.now())


def sent(file, data=PDF):
    file.refresh_from_db()
    return drops.take(file, ContentFile(data, name=file.filename), now=timezone.now())


def fail(extraction):
    """As a worker does with a file that it cannot read."""
    work._claim(extraction.pk)
    extraction.refresh_from_db()
    work._fail(extraction, code="invalid_file", message="It is damaged.")


class TestWhatIsRefusedBeforeItIsSent:
    def refused(self, user, files):
        return list(
            drops.begin(user=user, files=files, now=timezone.now()).files.values_list("refusal", flat=True)
        )

    def test_a_file_of_another_kind(self, alice):
        assert self.refused(alice, announced("prices.xlsx", data=SHEET)) == [
            "This is a spreadsheet. Save it as a PDF and drop it again."
        ]

    def test_a_name_does_not_make_an_invoice(self, alice):
        assert self.refused(alice, announced("prices.pdf", data=SHEET)) == [
            "This is not a PDF, PNG or JPG file."
        ]

    def test_an_empty_one(self, alice):
        assert self.refused(alice, announced("a.pdf", data=b"")) == [
            "The file is empty. Save it once more and drop it again."
        ]

    def test_one_that_is_too_large(self, alice):
        assert self.refused(alice, announced("catalogue.pdf", size=24 << 20)) == [
            "24 MB, the most is 20 MB. Scanning in grey at 200 dpi usually helps."
        ]

    def test_all_of_them_once_the_month_is_used_up(self, bob):
        for number in range(10):
            metering.reserve(user=bob, reference=str(number), now=timezone.now(), takes_place=False)
        (reason,) = self.refused(bob, announced("a.pdf"))
        assert reason.startswith("All 10 invoices of this month are used. The count starts again on 1 ")

    def test_those_that_the_month_has_no_room_for(self, bob):
        for number in range(8):
            metering.reserve(user=bob, reference=str(number), now=timezone.now(), takes_place=False)
        reasons = self.refused(bob, announced("a.pdf", "b.pdf", "c.pdf"))
        assert reasons[:2] == ["", ""]
        assert reasons[2].startswith("2 invoices were left of this month, for the files before this one.")

    def test_those_beyond_a_batch_of_the_plan(self, alice):
        reasons = self.refused(alice, announced(*(f"{n}.pdf" for n in range(51))))
        assert reasons[:50] == [""] * 50
        assert reasons[50] == "A batch of Pro has up to 50 files. Drop this one with the next."

    def test_nothing_of_it_is_counted(self, alice):
        self.refused(alice, announced("prices.xlsx", data=SHEET))
        assert metering.usage(user=alice, now=timezone.now()).remaining == 500


@pytest.mark.parametrize(
    ("size", "words"), [(21 << 20, "21 MB"), (20_971_521, "20.1 MB"), (2_500 << 20, "2,500 MB")]
)
def test_how_large_a_file_is_is_said_so_that_it_is_more_than_allowed(alice, size, words):
    file = Announced(filename="a.pdf", size=size, head=PDF)
    drop = drops.begin(user=alice, files=[file], now=timezone.now())
    assert drop.files.get().refusal.startswith(f"{words}, the most is 20 MB.")


class TestTaking:
    def test_a_file_becomes_an_extraction(self, alice):
        drop = begun(alice, "a.pdf")
        extraction = sent(drop.files.get())
        assert (extraction.filename, extraction.user, extraction.batch) == ("a.pdf", alice, None)
        assert drop.files.get().extraction == extraction

    def test_one_that_is_sent_again_is_the_same_and_counted_once(self, alice):
        drop = begun(alice, "a.pdf")
        first, second = (sent(drop.files.get()) for _ in range(2))
        assert first == second
        assert alice.extractions.count() == 1
        assert metering.usage(user=alice, now=timezone.now()).reserved == 1

    def test_two_at_the_same_moment_make_one(self, alice):
        """Both have looked at the row before either has written it."""
        drop = begun(alice, "a.pdf")
        early, late = drop.files.get(), drop.files.get()
        now = timezone.now()
        first = drops.take(early, ContentFile(PDF, name="a.pdf"), now=now)
        assert drops.take(late, ContentFile(PDF, name="a.pdf"), now=now) == first
        assert metering.usage(user=alice, now=now).reserved == 1

    def test_half_a_file_is_not_taken_and_can_be_sent_again(self, alice):
        drop = begun(alice, "a.pdf")
        with pytest.raises(drops.CutShort):
            sent(drop.files.get(), PDF[:10])
        assert not alice.extractions.exists()
        assert sent(drop.files.get()).filename == "a.pdf"

    def test_what_it_turns_out_to_be_counts_and_not_what_was_announced(self, alice):
        drop = begun(alice, "a.pdf")
        with pytest.raises(drops.Refused, match="not a PDF"):
            sent(drop.files.get(), b"x" * len(PDF))
        assert drop.files.get().refusal == "This is not a PDF, PNG or JPG file."

    def test_a_month_that_was_used_up_meanwhile_refuses(self, bob):
        drop = begun(bob, "a.pdf")
        for number in range(10):
            metering.reserve(user=bob, reference=str(number), now=timezone.now(), takes_place=False)
        with pytest.raises(drops.Refused, match="All 10 invoices"):
            sent(drop.files.get())
        assert not bob.extractions.exists()

    def test_many_let_single_documents_go_first(self, bob):
        queues = {}
        for number in (5, 6):
            drop = begun(bob, *(f"{n}.pdf" for n in range(number)))
            queues[number] = sent(drop.files.first()).queue
        assert queues == {5: Extraction.Queue.INTERACTIVE, 6: Extraction.Queue.BULK}

    def test_a_row_cannot_be_both_refused_and_read(self, alice):
        file = begun(alice, "a.pdf").files.get()
        sent(file)
        with pytest.raises(IntegrityError), transaction.atomic():
            DroppedFile.objects.filter(pk=file.pk).update(refusal="No.")


class TestBatches:
    def test_several_files_become_one_in_the_order_in_which_they_were_chosen(self, alice):
        drop = begun(alice, "a.pdf", "b.pdf", "c.pdf")
        for file in reversed(drop.files.all()):
            sent(file)
        assert [each.filename for each in overviews.in_order(drop.batch)] == ["a.pdf", "b.pdf", "c.pdf"]

    def test_a_single_file_is_none(self, alice):
        files = [*announced("a.pdf"), *announced("b.xlsx", data=SHEET)]
        assert drops.begin(user=alice, files=files, now=timezone.now()).batch is None

    def test_free_has_none(self, bob):
        assert begun(bob, "a.pdf", "b.pdf").batch is None

    def test_it_is_not_complete_while_files_are_to_come(self, alice):
        drop = begun(alice, "a.pdf", "b.pdf")
        fail(sent(drop.files.first()))
        drop.batch.refresh_from_db()
        assert drop.batch.finished_at is None
        assert overviews.results(drop.batch)["status"] == "processing"

    def test_it_is_complete_once_it_is_closed_and_all_is_read(self, alice):
        drop = begun(alice, "a.pdf", "b.pdf")
        first, second = (sent(file) for file in drop.files.all())
        fail(first)
        drops.close(drop, now=timezone.now())
        assert overviews.results(drop.batch)["status"] == "processing"
        fail(second)
        drop.batch.refresh_from_db()
        assert drop.batch.finished_at is not None
        assert overviews.results(Batch.objects.get())["status"] == "completed"

    def test_closing_is_what_completes_it_when_all_was_read_before(self, alice):
        drop = begun(alice, "a.pdf", "b.pdf")
        fail(sent(drop.files.first()))
        drops.close(drop, now=timezone.now())
        drop.batch.refresh_from_db()
        assert drop.batch.finished_at is not None

    def test_its_event_is_sent_once_it_is_closed(self, carla):
        endpoints.register(
            user=carla,
            url="https://example.com/",
            events=endpoints.SUBSCRIBABLE,
            description="",
            now=timezone.now(),
        )
        drop = begun(carla, "a.pdf", "b.pdf")
        fail(sent(drop.files.first()))
        told = WebhookDelivery.objects.filter(event__type=WebhookEvent.Type.BATCH)
        assert not told.exists()
        drops.close(drop, now=timezone.now())
        drops.close(drop, now=timezone.now())
        assert told.count() == 1

    def test_one_of_which_nothing_came_is_gone(self, alice):
        drop = begun(alice, "a.pdf", "b.pdf")
        drops.close(drop, now=timezone.now())
        assert not Batch.objects.exists()
        assert drop.files.count() == 2

    def test_a_file_that_comes_too_late_stands_alone(self, alice):
        drop = begun(alice, "a.pdf", "b.pdf")
        first, second = drop.files.all()
        sent(first)
        drops.close(drop, now=timezone.now())
        assert sent(second).batch is None
        assert drop.batch.extractions.count() == 1

    def test_one_that_is_heard_of_no_more_is_closed(self, alice):
        drop = begun(alice, "a.pdf", "b.pdf")
        sent(drop.files.first())
        now = timezone.now()
        drops.close_silent(now=now + timedelta(minutes=9))
        drop.refresh_from_db()
        assert drop.is_open
        drops.close_silent(now=now + timedelta(minutes=11))
        drop.refresh_from_db()
        assert not drop.is_open
        assert not Batch.objects.get().is_open

    def test_those_that_are_silent_for_longest_are_closed_first(self, alice):
        now, long_ago = timezone.now(), timezone.now() - timedelta(hours=1)
        first = Drop.objects.create(user=alice, created_at=long_ago, heard_at=long_ago)
        Drop.objects.bulk_create(
            Drop(user=alice, created_at=now, heard_at=now) for _ in range(drops.CLOSED_AT_ONCE)
        )
        drops.close_silent(now=now + timedelta(minutes=11))
        first.refresh_from_db()
        assert not first.is_open
        assert Drop.objects.filter(closed_at=None).count() == 1

    def test_deleting_it_while_files_come_takes_the_list_along(self, alice):
        drop = begun(alice, "a.pdf", "b.pdf")
        first, second = drop.files.all()
        sent(first)
        batches.delete(drop.batch, now=timezone.now())
        assert not Drop.objects.exists()
        with pytest.raises(DroppedFile.DoesNotExist):
            drops.take(second, ContentFile(PDF, name="b.pdf"), now=timezone.now())
        assert not alice.extractions.exists()
        assert UsagePeriod.objects.get(user=alice).reserved == 0

    def test_a_finished_one_cannot_be_open(self, alice):
        drop = begun(alice, "a.pdf", "b.pdf")
        with pytest.raises(IntegrityError), transaction.atomic():
            Batch.objects.filter(pk=drop.batch.pk).update(finished_at=timezone.now())


def test_a_deleted_document_takes_its_line_along(alice):
    drop = begun(alice, "a.pdf", "b.pdf")
    jobs.delete(sent(drop.files.first()))
    assert [file.filename for file in drop.files.all()] == ["b.pdf"]


def test_lists_are_kept_for_a_day_and_documents_stay(alice):
    drop = begun(alice, "a.pdf")
    sent(drop.files.get())
    drops.close(drop, now=timezone.now())
    drops.purge(now=timezone.now() + timedelta(hours=23))
    assert Drop.objects.exists()
    drops.purge(now=timezone.now() + timedelta(hours=25))
    assert not Drop.objects.exists()
    assert alice.extractions.count() == 1


def test_lists_die_with_the_account(alice):
    drop = begun(alice, "a.pdf", "b.pdf")
    sent(drop.files.first())
    begun(alice, "c.pdf")
    closing.begin(alice, now=timezone.now())
    alice.refresh_from_db()
    for _ in closing.steps(alice, now=timezone.now()):
        pass
    assert not Drop.objects.exists()


def test_no_more_than_a_thousand_are_announced_at_once(carla):
    drop = begun(carla, *(f"{n}.pdf" for n in range(1_001)))
    assert drop.files.count() == 1_000
    assert drop.files.filter(refusal="").count() == PLANS["business"].batch_files


def test_an_account_holds_no_more_lists_open_than_a_person_could(alice, bob):
    opened = [begun(alice, "a.pdf") for _ in range(drops.MOST_OPEN)]
    with pytest.raises(drops.TooManyOpen, match="50 uploads of this account are not finished"):
        begun(alice, "a.pdf")
    begun(bob, "a.pdf")
    drops.close(opened[0], now=timezone.now())
    begun(alice, "a.pdf")


def test_of_two_requests_with_one_file_the_second_is_refused_as_the_first_was(alice):
    (file,) = begun(alice, "a.pdf").files.select_related("drop__user", "drop__batch")
    meanwhile = "It is empty."
    DroppedFile.objects.filter(pk=file.pk).update(refusal=meanwhile)
    with pytest.raises(drops.Refused, match=meanwhile):  # without a look at what the row says by now
        drops.take(file, ContentFile(PDF, name="a.pdf"), now=timezone.now())
    assert not alice.extractions.exists()
    assert metering.usage(user=alice, now=timezone.now()).reserved == 0
