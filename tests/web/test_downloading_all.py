"""All data of an account in one zip: what is in it, what is not, under which names, and how it is sent."""

import gc
import io
import json
import tracemalloc
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest
from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client
from django.utils import timezone

from accounts.models import AuditEntry
from billing.usage import metering
from extraction import belongings, uploads, zipping
from extraction.memory import rules
from extraction.memory.saying import Always
from extraction.memory.vendors import Known
from extraction.models import Extraction
from extraction.webhooks import endpoints, events, signing
from tests.people import PASSWORD, person
from tests.web import papers
from tests.web.markup import source

pytestmark = pytest.mark.django_db


@pytest.fixture
def alice(db):
    someone = person("alice", plan="business")
    EmailAddress.objects.create(user=someone.user, email=someone.user.email, verified=True, primary=True)
    return someone


@pytest.fixture
def browser(alice):
    client = Client()
    client.post("/accounts/login/", {"login": "alice@example.com", "password": PASSWORD})
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    return client


def download(client):
    answer = client.post("/account/export/download")
    assert answer.status_code == 200
    return zipfile.ZipFile(io.BytesIO(answer.getvalue()))


def in_it(archive, name):
    return json.loads(archive.read(name))


def named(user, filename, data=papers.PDF):
    """A document that came under this name."""
    stored = uploads.store(ContentFile(data, name="a.pdf"), today=timezone.now().date())
    extraction = papers.completed(user)
    Extraction.objects.filter(pk=extraction.pk).update(filename=filename, file=stored.name)
    return extraction


def test_the_page_leads_there_and_says_what_is_in_it(browser, alice):
    papers.completed(alice.user)
    page = source(browser.get("/account/export"))
    assert "1 document: what was read as JSON, and the file as you sent it." in page
    assert 'action="/account/export/download"' in page


def test_it_asks_for_the_password_once_more(alice):
    client = Client()
    client.force_login(alice.user)
    for answer in (client.get("/account/export"), client.post("/account/export/download")):
        assert answer["Location"].startswith("/accounts/reauthenticate/?next=")
    assert not AuditEntry.objects.filter(happening="account.exported").exists()


def test_it_cannot_be_had_by_following_a_link(browser):
    assert browser.get("/account/export/download").status_code == 405


def test_every_document_is_in_it_with_its_result_and_its_file(browser, alice):
    read, failed = papers.completed(alice.user), papers.failed(alice.user)
    archive = download(browser)
    assert archive.testzip() is None
    result = in_it(archive, f"results/{read.public_id}.json")
    assert (result["vendor"]["name"], result["filename"]) == ("Larkfield Stationery Ltd", read.filename)
    assert result["evidence"]["total"]["bbox"] == [0.1, 0.1, 0.2, 0.12]
    assert archive.read(f"files/{read.public_id} {read.filename}") == papers.PDF
    assert in_it(archive, f"results/{failed.public_id}.json")["error"]["code"] == failed.error_code


def test_who_one_is_what_one_may_and_what_one_did_is_in_it(browser, alice):
    now = timezone.now()
    metering.reserve(user=alice.user, reference="ext_1", now=now)
    metering.commit(reference="ext_1", now=now)
    archive = download(browser)
    assert in_it(archive, "account.json")["addresses"] == [
        {"email": "alice@example.com", "confirmed": True, "primary": True}
    ]
    assert in_it(archive, "plan.json")["plan"] == "business"
    assert in_it(archive, "usage.json") == [{"month": f"{now:%Y-%m}", "counted": 1, "being_read": 0}]
    assert in_it(archive, "counted.json")[0]["document"] == "ext_1"
    assert in_it(archive, "keys.json")[0]["name"] == "alice's program"
    said = [entry["said"] for entry in in_it(archive, "activity.json")]
    assert said[0] == "The plan is now Business. Before it was Free."
    assert said[-1] == "All data of the account was downloaded."
    assert in_it(archive, "batches.json") == []
    assert "Made on" in archive.read("README.txt").decode()


def test_the_readme_names_every_file_and_folder(browser, alice):
    papers.completed(alice.user)
    archive = download(browser)
    readme = archive.read("README.txt").decode()
    for name in archive.namelist():
        assert f"\n{name.split('/')[0]}" in readme or name == "README.txt"


def test_what_was_taught_about_vendors_is_in_it(browser, alice):
    known = Known("Larkfield", "larkfield", "IE1234567T", "")
    rules.make(alice.user, vendor=known, path="currency", says=Always("EUR"), now=timezone.now())
    [rule] = in_it(download(browser), "rules.json")
    assert rule["says"] == "On invoices of Larkfield, the currency is always “EUR”."
    assert rule["known_by"] == {"tax_id": "IE1234567T", "iban": "", "name": "larkfield"}
    assert (rule["field"], rule["kind"], rule["with"]) == ("currency", "always", {"value": "EUR"})


def test_no_secret_is_in_it(browser, alice):
    now, user = timezone.now(), alice.user
    endpoint = endpoints.register(
        user=user, url="https://example.com/", events=endpoints.SUBSCRIBABLE, description="Books", now=now
    )
    endpoints.rotate(endpoint, now=now)
    events.send_test(endpoint, now=now)
    archive = download(browser)
    assert in_it(archive, "webhook_endpoints.json")[0]["url"] == "https://example.com/"
    assert in_it(archive, "webhook_deliveries.json")[0]["body"]["type"] == "webhook.test"
    user.refresh_from_db()
    whole = b"".join(archive.read(name) for name in archive.namelist()).decode()
    seeds = [endpoint.seed, endpoint.previous_seed]
    for secret in (alice.secret, user.password, *seeds, *map(signing.secret, seeds)):
        assert secret not in whole


@pytest.mark.parametrize(
    ("filename", "name"),
    [
        ("../../etc/passwd", "_.._etc_passwd"),
        ("..", ""),
        ("C:\\Windows\\system.ini", "C__Windows_system.ini"),
        ("a:b*c?.pdf", "a_b_c_.pdf"),
        ("Müller & Söhne 株式会社.pdf", "Müller & Söhne 株式会社.pdf"),
        ("trailing. . ", "trailing"),
        ("x" * 250 + ".pdf", "x" * 96 + ".pdf"),
        ("x." + "y" * 250, "x." + "y" * 98),
        ("\x00\x1f\n.pdf", "___.pdf"),
        ("", ""),
    ],
)
def test_names_play_no_tricks_with_whoever_unpacks_them(filename, name):
    assert zipping.suitable(filename) == name


def test_names_are_unique_though_everything_is_called_the_same(browser, alice):
    several = [named(alice.user, "../invoice.pdf", f"%PDF-1.7 {each}".encode()) for each in range(3)]
    archive = download(browser)
    names = archive.namelist()
    assert len(names) == len({name.lower() for name in names})
    for each, extraction in enumerate(several):
        assert archive.read(f"files/{extraction.public_id} _invoice.pdf") == f"%PDF-1.7 {each}".encode()


def test_a_file_that_is_gone_leaves_the_rest_whole(browser, alice):
    gone, there = named(alice.user, "gone.pdf"), named(alice.user, "there.pdf")
    gone.refresh_from_db()
    default_storage.delete(gone.file.name)
    names = download(browser).namelist()
    assert f"files/{there.public_id} there.pdf" in names
    assert f"results/{gone.public_id}.json" in names
    assert not any("gone.pdf" in name for name in names)


def test_charlie_gets_nothing_of_alices(alice):
    papers.completed(alice.user)
    charlie = person("charlie").user
    EmailAddress.objects.create(user=charlie, email=charlie.email, verified=True, primary=True)
    client = Client()
    client.post("/accounts/login/", {"login": charlie.email, "password": PASSWORD})
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    archive = download(client)
    assert not [name for name in archive.namelist() if "/" in name]
    assert b"alice" not in b"".join(archive.read(name) for name in archive.namelist())


def test_it_is_for_nobody_else_and_never_kept_on_the_way(browser):
    answer = browser.post("/account/export/download")
    assert answer["Content-Type"] == "application/zip"
    assert "attachment" in answer["Content-Disposition"]
    assert "no-store" in answer["Cache-Control"]
    answer.getvalue()


def test_again_and_again_is_refused_in_words(browser):
    for _ in range(5):
        download(browser)
    page = source(browser.post("/account/export/download", follow=True))
    assert "Your data was downloaded 5 times within the hour." in page


def test_what_changes_while_it_is_sent_does_not_break_it(alice):
    papers.completed(alice.user)
    parts = belongings.archive(alice.user, now=timezone.now())
    beginning = next(parts)
    late = papers.completed(alice.user)
    archive = zipfile.ZipFile(io.BytesIO(beginning + b"".join(parts)))
    assert f"results/{late.public_id}.json" in archive.namelist()


def test_who_breaks_off_leaves_nothing_behind(alice):
    papers.completed(alice.user)
    parts = belongings.archive(alice.user, now=timezone.now())
    next(parts)
    parts.close()
    assert not list(Path(settings.FILE_UPLOAD_TEMP_DIR).glob("tmp*"))


@pytest.mark.slow
def test_thousands_of_documents_take_no_more_memory_than_a_few(alice):
    data = b"%PDF-1.7\n" + bytes(range(256)) * 40
    for_each = uploads.store(ContentFile(data, name="a.pdf"), today=timezone.now().date()).name
    like = papers.completed(alice.user)

    def peak(documents):
        have = alice.user.extractions.count()
        rows = Extraction.objects.filter(pk=like.pk).values().get()
        rows.pop("id")
        rows.pop("public_id")
        Extraction.objects.bulk_create(
            Extraction(**{**rows, "file": for_each}) for _ in range(documents - have)
        )
        tracemalloc.start()
        for number, _ in enumerate(belongings.archive(alice.user, now=timezone.now())):
            if number % 500 == 0:
                gc.collect()  # rows and their files refer to each other
        found = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return found

    few, many = peak(300), peak(3_000)
    assert many < 1.5 * few


def test_a_day_later_it_can_be_had_again(alice):
    now = timezone.now()
    for _ in range(5):
        b"".join(belongings.archive(alice.user, now=now))
    with pytest.raises(belongings.TooOften):
        belongings.archive(alice.user, now=now)
    b"".join(belongings.archive(alice.user, now=now + timedelta(days=1)))
