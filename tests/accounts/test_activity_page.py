"""The page that shows an account's log, and the room that leads to it. Both work without a script."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts import activity, agents
from accounts.models import AuditEntry
from tests.people import person
from tests.web.markup import source

pytestmark = pytest.mark.django_db

CHROME = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/150.0.0.0 Safari/537.36"
)
IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "Version/19.0 Mobile/15E148 Safari/604.1"
)
ROW = re.compile(r'<tr><td class="wide">(.*?)<span', re.DOTALL)


@pytest.fixture
def alice():
    return person("alice", plan="business").user


def text(answer):
    assert answer.status_code == 200
    return source(answer)


def many(user, number, *, ago=timedelta()):
    """Several at the same moment, as in a busy second."""
    now = timezone.now() - ago
    AuditEntry.objects.bulk_create(
        AuditEntry(
            user=user,
            created_at=now + timedelta(seconds=each // 4),
            happening="key.made",
            about={"name": f"Key {each:03}", "prefix": "iocr_live_ab12"},
            actor="person",
        )
        for each in range(number)
    )


def test_it_says_in_sentences_what_happened_who_did_it_and_from_where(alice):
    client = Client(headers={"user-agent": CHROME}, REMOTE_ADDR="203.0.113.7")
    client.force_login(alice)
    client.post("/keys/create", {"name": "<b>Scanner</b>"})
    page = text(client.get("/account/activity"))
    for words in (
        "The API key “&lt;b&gt;Scanner&lt;/b&gt;”",
        "Chrome on Windows, 203.0.113.7",
        "The plan is now Business. Before it was Free.",
        ">You <",
    ):
        assert words in page


def test_it_is_narrowed_to_one_kind(browse, alice):
    client = browse(alice)
    assert [
        line.partition(" ")[0] for line in ROW.findall(text(client.get("/account/activity?kind=plan")))
    ] == ["The"]
    page = text(client.get("/account/activity?kind=plan"))
    assert "The plan is now Business" in page
    assert "API key “" not in page
    assert '<option value="plan" selected>' in page
    assert "Nothing of this kind has happened." in text(client.get("/account/activity?kind=webhook"))


def test_pages_hang_together_while_more_is_added(browse, alice):
    many(alice, 70, ago=timedelta(hours=1))
    client, found = browse(alice), []
    page = text(client.get("/account/activity?kind=key"))
    while True:
        found += ROW.findall(page)
        many(alice, 1)
        older = re.search(r'href="\?([^"]+)">Older', page)
        if older is None:
            break
        page = text(client.get(f"/account/activity?{older[1].replace('&amp;', '&')}"))
    assert len(found) == len(set(found)) == 71  # with the key that alice had
    newer = re.search(r'href="\?([^"]+)">Newer', page)[1].replace("&amp;", "&")
    assert ROW.findall(text(client.get(f"/account/activity?{newer}"))) == found[30:60]


@pytest.mark.parametrize("query", ["?kind=nonsense", "?cursor=x", "?cursor=b2xkZXIuMS4%00", "?kind=%00"])
def test_nonsense_shows_the_beginning(browse, alice, query):
    assert "The plan is now Business" in text(browse(alice).get(f"/account/activity{query}"))


def test_a_page_takes_as_many_queries_however_long_the_log_is(browse, alice, django_assert_max_num_queries):
    many(alice, 100)
    client = browse(alice)
    with django_assert_max_num_queries(6):
        text(client.get("/account/activity?kind=key"))


def test_charlie_sees_his_own_log_alone(browse, alice):
    many(alice, 3)
    page = text(browse(person("charlie").user).get("/account/activity"))
    assert "Key 00" not in page
    assert "charlie&#x27;s program" in page


def test_who_is_not_logged_in_is_asked_to(client):
    for address in ("/account", "/account/activity"):
        assert client.get(address)["Location"] == f"/accounts/login/?next={address}"


def test_an_entry_of_a_later_release_does_not_break_the_page(browse, alice):
    AuditEntry.objects.create(user=alice, happening="moon.landed", actor="person")
    assert "moon.landed" in text(browse(alice).get("/account/activity"))


def test_the_account_s_room_has_a_door_to_every_setting(browse, alice):
    page = text(browse(alice).get("/account"))
    for address in (
        "/accounts/email/",
        "/accounts/password/change/",
        "/accounts/2fa/",
        "/accounts/2fa/webauthn/",
        "/account/activity",
    ):
        assert page.count(f'href="{address}"') == 2  # as a tab, and in its row
    assert "Settings</a>" in page


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        (CHROME, "Chrome on Windows"),
        (f"{CHROME} Edg/150.0", "Edge on Windows"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:150.0) Gecko/20100101 Firefox/150.0", "Firefox on Linux"),
        (IPHONE, "Safari on iPhone"),
        ("python-requests/2.33", "python-requests"),
        ("", ""),
    ],
)
def test_browsers_are_called_what_people_call_them(agent, name):
    assert agents.named(agent) == name


def test_a_program_is_named_by_its_key(alice):
    entry = AuditEntry(
        user=alice, happening="webhook.added", actor="key", actor_name="Deploy (iocr_live_ab12…)"
    )
    assert activity.line(entry).who == "The key Deploy (iocr_live_ab12…)"
