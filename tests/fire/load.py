"""Customers who send small documents without end, in every way there is, and note what became of each.
Who has sent something waits until it is read: so there is never more under way than a handful each.

What the service said yes to is accepted. Of a request whose answer was lost nobody knows: without a key it is
not sent again, as a careless program would do, and may have made its document or not. A careful program has a
key, or a list that was announced, and asks until it is answered.
"""

from __future__ import annotations

import base64
import itertools
import random
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import requests

from tests import invoices
from tests.fire.account import Account

DESIGNS = 12
A_SECOND = 4.0  # documents, however quick the machine is: what is measured is not how many it can read
ANSWERED_WITHIN = 150.0  # by which a careful program has its answer, once nothing is broken any more
PATIENCE = 75.0  # with one answer; a program may wait a minute for its result

LOOKS_EVERY = 1.0

Address = Callable[[], str]
File = tuple[str, bytes]


class NeverAnswered(Exception):
    """A careful program asked until its patience ended."""


@dataclass
class Ledger:
    """What was sent, by the name of its file, which no other has."""

    accepted: set[str] = field(default_factory=set)
    unheard: set[str] = field(default_factory=set)
    ids: dict[str, str] = field(default_factory=dict)
    answers: Counter[str] = field(default_factory=Counter)
    lists_unheard: int = 0  # announced, perhaps: the answer that names them was lost
    longest_wait: float = 0.0  # of a careful program, from its first request to the answer

    def note(self, names: list[str], answer: requests.Response | None) -> None:
        """How a request ended that is not sent again."""
        self.answers[str(answer.status_code) if answer is not None else "none"] += 1
        if answer is None or answer.status_code >= 500:
            self.unheard.update(names)
        elif answer.ok:
            self.accepted.update(names)
            if len(names) == 1:
                self.ids[names[0]] = answer.json()["id"]


@dataclass
class Load:
    """`address` is asked before each request: what is started again listens elsewhere."""

    address: Address
    account: Account
    ledger: Ledger = field(default_factory=Ledger)
    _is_over: threading.Event = field(default_factory=threading.Event)
    _numbers: Iterator[int] = field(default_factory=itertools.count)
    _pace: threading.Lock = field(default_factory=threading.Lock)
    _patience: float = ANSWERED_WITHIN

    @contextmanager
    def going_on(self) -> Iterator[Ledger]:
        """As long as the block; whoever asks for an answer then gets it before the end."""
        ways = [self._single, self._waited_for, self._keyed, self._batch, self._keyed_batch, self._dropped]
        with ThreadPoolExecutor(len(ways)) as threads:
            running = [threads.submit(self._again_and_again, way) for way in ways]
            try:
                yield self.ledger
            except BaseException:
                self._patience = 0.0
                raise
            finally:
                self._is_over.set()
        for each in running:
            each.result()

    def _again_and_again(self, way: Callable[[], str]) -> None:
        while not self._is_over.is_set():
            self._wait_until_read(way())

    def _wait_until_read(self, path: str) -> None:
        while path and not self._is_over.wait(LOOKS_EVERY):
            found = self._asked(
                lambda: requests.get(f"{self.address()}{path}", headers=self.account.headers, timeout=30)
            )
            if found is not None and found.ok and found.json().get("status") != "processing":
                return

    def _single(self) -> str:
        files = self._files(1)
        return self._once(files, self._sender("extract", files, Prefer="respond-async"))

    def _waited_for(self) -> str:
        files = self._files(1)
        return self._once(files, self._sender("extract", files))

    def _batch(self) -> str:
        files = self._files(3)
        return self._once(files, self._sender("batch/extract", files))

    def _keyed(self) -> str:
        files = self._files(1)
        prefer = {"Prefer": "respond-async"} if random.random() < 0.5 else {}
        return self._until_answered(files, self._sender("extract", files, **_key(files), **prefer))

    def _keyed_batch(self) -> str:
        files = self._files(4)
        return self._until_answered(files, self._sender("batch/extract", files, **_key(files)))

    def _dropped(self) -> str:
        """As a page does it: announced, one after the other, closed. What got no answer is sent once more."""
        files = self._files(3)
        announced = self._asked(self._page_sender("/uploads/begin", json=_list(files)))
        if announced is None or not announced.ok:
            self.ledger.lists_unheard += 1
            time.sleep(0.5)
            return ""
        told = announced.json()
        for file, expected in zip(files, told["files"], strict=True):
            self._until_answered([file], self._page_sender(expected["send"], files={"file": file}))
        return self._until_answered([], self._page_sender(told["close"]))

    def _once(self, files: list[File], send: Callable[[], requests.Response]) -> str:
        """Returns where to look for what came of it."""
        answer = self._asked(send)
        self.ledger.note([name for name, _ in files], answer)
        return _where(answer) if answer is not None else ""

    def _sender(self, what: str, files: list[File], **headers: str) -> Callable[[], requests.Response]:
        field_name = "file" if what == "extract" else "files[]"
        return lambda: requests.post(
            f"{self.address()}/v1/{what}",
            headers={**self.account.headers, **headers},
            files=[(field_name, file) for file in files],
            timeout=PATIENCE,
        )

    def _page_sender(self, path: str, **sent: Any) -> Callable[[], requests.Response]:
        return lambda: self.account.post_page(self.address(), path, **sent)

    def _asked(self, send: Callable[[], requests.Response]) -> requests.Response | None:
        try:
            return send()
        except requests.RequestException:
            time.sleep(0.2)
            return None

    def _until_answered(self, files: list[File], send: Callable[[], requests.Response]) -> str:
        """Returns where to look for what came of it."""
        began, deadline = time.monotonic(), None
        while deadline is None or time.monotonic() < deadline:
            answer = self._asked(send)
            if answer is not None and answer.ok:
                self.ledger.accepted.update(name for name, _ in files)
                self.ledger.longest_wait = max(self.ledger.longest_wait, time.monotonic() - began)
                return _where(answer)
            self.ledger.answers[f"again after {answer.status_code if answer is not None else 'none'}"] += 1
            time.sleep(float(answer.headers.get("Retry-After", 0.5)) if answer is not None else 0.3)
            if self._is_over.is_set():
                deadline = deadline or time.monotonic() + self._patience
        raise NeverAnswered(files[0][0] if files else "the end of a list", answer and answer.text)

    def _files(self, number: int) -> list[File]:
        """No two with the same bytes. The pace is that of all ways together."""
        with self._pace:
            self._is_over.wait(number / A_SECOND)
            numbers = [next(self._numbers) for _ in range(number)]
        return [(f"{each}.pdf", DRAWN[each % DESIGNS] + b"\n%% %d" % each) for each in numbers]


def _where(answer: requests.Response) -> str:
    """Of a page's answer there is nothing more to see, and a result that was waited for is there."""
    is_of_the_api = answer.headers["Content-Type"].startswith("application/json")
    return str(answer.json().get("poll_url", "")) if is_of_the_api else ""


def _key(files: list[File]) -> dict[str, str]:
    return {"Idempotency-Key": files[0][0]}


def _list(files: list[File]) -> dict[str, Any]:
    return {
        "files": [
            {"name": name, "size": len(data), "head": base64.b64encode(data[:1024]).decode()}
            for name, data in files
        ]
    }


DRAWN = [invoices.draw(invoices.example(number, language="en")) for number in range(DESIGNS)]
