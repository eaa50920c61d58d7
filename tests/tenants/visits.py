"""Knocking at an address as somebody, undoing what came of it, and what the answer gave away."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction
from django.test import Client

from accounts.models import User
from config.queue.models import QueuedMessage
from tests.people import PASSWORD
from tests.tenants import estate

METHODS = ("get", "head", "post", "put", "patch", "delete", "options")
CHANGING = ("INSERT", "UPDATE", "DELETE", "REPLACE")
VARYING = re.compile(r'value="[A-Za-z0-9]{64}"|nonce="[^"]*"|X-CSRFToken[^}]*')
UNSAID = {
    "x-request-id",
    "date",
    "content-security-policy",
    "content-length",
    "set-cookie",
    "etag",
    "ratelimit",
}


@dataclass(frozen=True)
class Told:
    """An answer without what differs between any two."""

    status: int
    headers: dict[str, str]
    text: str

    def without(self, *names: str) -> Told:
        text, headers = self.text, dict(self.headers)
        for name in names:
            text = text.replace(name, "…")
            headers = {key: value.replace(name, "…") for key, value in headers.items()}
        return Told(self.status, headers, text)

    def beside(self, other: Told) -> str:
        """In what they differ."""
        heads = {*self.headers.items()} ^ {*other.headers.items()}
        first = next(
            (at for at, pair in enumerate(zip(self.text, other.text, strict=False)) if len({*pair}) > 1), 0
        )
        texts = [each.text[first : first + 80] for each in (self, other)] if self.text != other.text else []
        return f"{self.status} {other.status} {sorted(heads)} {texts}"


def page_visitor(user: User | None) -> Client:
    """Somebody who has just logged in, so that nothing is asked for once more."""
    client = Client(raise_request_exception=False)
    if user:
        client.force_login(user)
        client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    return client


def program(secret: str | None) -> Client:
    headers = {"Authorization": f"Bearer {secret}"} if secret else {}
    return Client(raise_request_exception=False, headers=headers)


def told(client: Client, method: str, address: str, **sent: Any) -> Told:
    answer = getattr(client, method)(address, **sent)
    content = b"".join(answer) if answer.streaming else answer.content
    headers = {name.lower(): value for name, value in answer.items() if name.lower() not in UNSAID}
    return Told(answer.status_code, headers, VARYING.sub("", content.decode("utf-8", "replace")))


@contextmanager
def undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


class Watch:
    """Looks whether what belongs to somebody is as it was, after whatever wrote to the database."""

    def __init__(self, user: User) -> None:
        self.user = user
        self._before = estate.fingerprint(user)
        self._ids = estate.ids(user)
        self._messages = set(QueuedMessage.objects.values_list("pk", flat=True))

    def changes(self) -> list[str]:
        after = estate.fingerprint(self.user)
        found = [table for table, digest in self._before.items() if after[table] != digest]
        new = QueuedMessage.objects.exclude(pk__in=self._messages)
        return found + [m.queue for m in new if any(each.encode() in bytes(m.body) for each in self._ids)]

    def changed_by(self, client: Client, method: str, address: str, **sent: Any) -> tuple[Told, list[str]]:
        """The answer, and the tables in which something is not as it was; then all of it is undone."""
        wrote = False

        def look(execute: Any, sql: str, *rest: Any) -> Any:
            nonlocal wrote
            wrote = wrote or sql.lstrip().upper().startswith(CHANGING)
            return execute(sql, *rest)

        with undone():
            with connection.execute_wrapper(look):
                answer = told(client, method, address, **sent)
            return answer, self.changes() if wrote else []
