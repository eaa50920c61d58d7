"""The page of a batch: how far it is, its documents, why some failed, its results as files."""

import json

import pytest
from django.urls import reverse
from django.utils import timezone

from extraction.models import Batch, Extraction
from tests.web import papers
from tests.web.markup import source

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}
STOP_POLLING = 286


@pytest.fixture
def batch(alice):
    """One is read, one needs a look, one failed, one waits."""
    batch = Batch.objects.create(user=alice, created_at=timezone.now())
    documents = [
        papers.completed(alice),
        papers.completed(alice, papers.DOUBTFUL),
        papers.failed(alice),
        papers.queued(alice, "waits.pdf"),
    ]
    for position, document in enumerate(documents):
        Extraction.objects.filter(pk=document.pk).update(batch=batch, position=position, queue="bulk")
    return batch


@pytest.fixture
def client(browse, alice):
    return browse(alice)


def address(batch, name="batch", *more):
    return reverse(name, args=[batch.public_id, *more])


def finish(batch):
    batch.extractions.unfinished().delete()
    Batch.objects.filter(pk=batch.pk).update(finished_at=timezone.now())


def test_it_says_how_far_the_whole_is(client, batch):
    page = source(client.get(address(batch)))
    for words in (
        "Batch of 4 documents",
        "2 <small>of 4 read",
        "1 still to be read",
        "which takes about",
        "1 failed, not counted",
        "1 needs review",
    ):
        assert words in page


def test_it_lists_its_documents_in_their_order(client, batch):
    page = source(client.get(address(batch)))
    places = [page.index(f'id="{each.public_id}"') for each in batch.extractions.order_by("position")]
    assert places == sorted(places)


def test_what_failed_is_named_with_its_reason(client, batch):
    page = source(client.get(address(batch)))
    failed = page[page.index("Could not be read") :]
    assert "No text was found on any page. Not counted." in failed


def test_it_asks_again_only_while_it_runs(client, batch):
    moving = client.get(address(batch), headers=HTMX)
    assert (moving.status_code, b"every 2s" in moving.content) == (200, True)
    finish(batch)
    still = client.get(address(batch), headers=HTMX)
    assert (still.status_code, b"every 2s" in still.content) == (STOP_POLLING, False)
    assert "Complete" in source(still)


def test_one_that_is_still_uploaded_says_so(client, batch):
    Batch.objects.update(is_open=True)
    page = source(client.get(address(batch)))
    assert "Uploading" in page
    assert "More files are on their way." in page


def test_a_long_one_comes_in_pages(client, alice, django_assert_max_num_queries):
    batch = Batch.objects.create(user=alice, created_at=timezone.now())
    for number in range(60):
        papers.queued(alice, f"{number}.pdf", batch=batch, position=number)
    with django_assert_max_num_queries(20):
        first = source(client.get(address(batch)))
    assert "1 to 50 of 60" in first
    assert "59.pdf" not in first
    assert "59.pdf" in source(client.get(f"{address(batch)}?page=2"))
    assert client.get(f"{address(batch)}?page=nonsense").status_code == 200


@pytest.mark.parametrize(
    ("kind", "content_type"),
    [
        ("json", "application/json"),
        ("csv", "text/csv"),
        ("xlsx", "application/vnd.openxml"),
        ("ubl", "application/zip"),
    ],
)
def test_its_results_are_files(client, batch, kind, content_type):
    answer = client.get(address(batch, "batch_export", kind))
    assert answer["Content-Type"].startswith(content_type)
    assert (
        answer["Content-Disposition"]
        == f'attachment; filename="{batch.public_id}.{kind.replace("ubl", "zip")}"'
    )


def test_its_json_is_what_the_api_answers(client, batch):
    results = json.loads(client.get(address(batch, "batch_export", "json")).content)
    assert (results["batch_id"], results["total_files"]) == (batch.public_id, 4)


def test_there_is_no_other_kind_of_file(client, batch):
    assert client.get(address(batch, "batch_export", "exe")).status_code == 404


def test_deleting_asks_first_and_takes_all_of_it(client, alice, batch):
    page = source(client.get(address(batch, "ask_delete_batch")))
    assert "Delete the batch of 4?" in page
    answer = client.post(address(batch, "delete_batch"), follow=True)
    assert "The batch is deleted, files and results." in source(answer)
    assert not alice.batches.exists()
    assert not alice.extractions.exists()


@pytest.mark.parametrize("name", ["batch", "batch_export", "ask_delete_batch", "delete_batch"])
def test_charlie_finds_nothing_there(browse, charlie, batch, name):
    more = ["json"] if name == "batch_export" else []
    method = "post" if name == "delete_batch" else "get"
    assert getattr(browse(charlie), method)(address(batch, name, *more)).status_code == 404
    assert Batch.objects.exists()


@pytest.mark.parametrize("name", ["batch", "ask_delete_batch"])
def test_a_stranger_is_asked_to_log_in(browse, batch, name):
    from django.test import Client

    assert Client().get(address(batch, name)).status_code == 302
