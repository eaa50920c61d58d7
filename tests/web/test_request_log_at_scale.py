"""With three hundred thousand requests of one account every page of the log is there at once."""

from datetime import timedelta
from functools import partial

from django.db import connection
from django.test import Client
from django.utils import timezone

from accounts import keys
from accounts.models import ApiRequest
from accounts.requests import writing
from accounts.requests.entry import Entry
from tests import many
from tests.people import person
from tests.stopwatch import quickest

pytestmark = many.MARKS

REQUESTS = 300_000
MILLISECONDS = 500  # on an older processor, beside others, the slowest took 304 on PostgreSQL
PAGES = {
    "all": "",
    "answered": "answer=answered",
    "refused": "answer=refused",
    "failed, of which there is none": "answer=failed",
    "a key of many": "key={many}",
    "a key of one": "key={one}",
    "a path of one": "q=rare",
    "a path of none": "q=nowhere",
    "an id": "q={id}",
    "a day": "after={day}&before={next_day}",
    "a day without any": "after=2020-01-01&before=2020-01-02",
    "a path of none, refused, of one key": "q=nowhere&answer=refused&key={many}",
}
AT = {
    "sqlite": "strftime('%%Y-%%m-%%d %%H:%%M:%%f', %s, '+' || (i * 8) || ' seconds')",
    "postgresql": "%s::timestamptz + i * interval '8 seconds'",
}


def insert(user, key, start):
    """By the database itself: as models, so many would take half a minute."""
    columns = "user_id, key_id, created_at, method, path, status, milliseconds, request_id, error_code, made"
    command = f"""
        INSERT INTO accounts_apirequest ({columns})
        WITH RECURSIVE numbers(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM numbers WHERE i < {REQUESTS - 1})
        SELECT %s, %s, {AT[connection.vendor]}, 'GET',
               CASE WHEN i = 9 THEN '/v1/extract/rare' ELSE '/v1/extract/ext_' || (1000000000000000 + i) END,
               CASE WHEN i %% 50 = 0 THEN 404 ELSE 200 END, 7, 'a' || (100000000 + i), '', ''
        FROM numbers
    """  # noqa: S608 - names and numbers of ours
    with connection.cursor() as cursor:
        cursor.execute(command, [user.pk, key.pk, start.replace(tzinfo=None).isoformat(" ")])


def test_every_page_is_there_at_once():
    alice, now = person("alice").user, timezone.now()
    start = now - timedelta(days=29)
    insert(alice, alice.api_keys.get(), start)
    seldom = keys.issue(user=alice, name="Seldom", now=now).key
    writing.write([Entry(now - timedelta(days=20), "GET", "/v1/usage", 200, 3, "b", key=seldom.pk)])
    many.settle()
    known = {
        "many": alice.api_keys.earliest("pk").pk,
        "one": seldom.pk,
        "id": "a100000500",
        "day": (start + timedelta(days=9)).date(),
        "next_day": (start + timedelta(days=10)).date(),
    }
    client, taken = Client(), {}
    client.force_login(alice)
    for name, query in PAGES.items():
        address = f"/requests?{query.format(**known)}"
        taken[name], answer = quickest(partial(client.get, address), enough=MILLISECONDS / 2)
        assert answer.status_code == 200
    for name, address in {"usage": "/usage", "keys": "/keys"}.items():
        taken[name], _ = quickest(partial(client.get, address), enough=MILLISECONDS / 2)
    assert many.too_slow(taken, MILLISECONDS) == {}
    writing.purge(now=start + timedelta(days=30, minutes=20))
    assert REQUESTS - 200 < ApiRequest.objects.count() < REQUESTS
