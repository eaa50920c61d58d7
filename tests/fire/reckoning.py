"""Afterwards: whether anything was lost or done twice, and how long it took until all was finished again."""

from __future__ import annotations

import json
import re
import statistics
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from tests.fire.load import Ledger
from tests.fire.strikes import Strike
from tests.service import Service
from tests.webhooks.receiver import Receiver

STANDING = "from tests.fire import books; books.tell_standing()"
EVERYTHING = "from tests.fire import books; books.tell()"
SETTLES_WITHIN = 480.0
NAMES = re.compile(r"\b(ext|bat|drp|whe|evt)_\w+|\b[0-9a-f-]{32,36}\b|\d+")


@dataclass(frozen=True)
class Reckoning:
    """All of it can be told from what the service keeps and what its customers noted."""

    books: dict[str, Any]
    ledger: Ledger
    receiver: Receiver
    settled_after: float

    @property
    def rows(self) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = self.books["rows"]
        return rows

    @property
    def by_name(self) -> Counter[str]:
        return Counter(row["filename"] for row in self.rows)

    @property
    def lost(self) -> set[str]:
        finished = {row["filename"] for row in self.rows if row["status"] in ("completed", "failed")}
        return self.ledger.accepted - finished

    @property
    def unread(self) -> dict[str, str]:
        """Every one of them can be read: who says otherwise has given up."""
        return {row["filename"]: row["error_code"] for row in self.rows if row["status"] != "completed"}

    @property
    def doubled(self) -> list[str]:
        return [name for name, number in self.by_name.items() if number > 1]

    @property
    def unasked(self) -> set[str]:
        return self.by_name.keys() - self.ledger.accepted - self.ledger.unheard

    @property
    def renamed(self) -> dict[str, str]:
        """Accepted under one id, and kept under another."""
        kept = {row["filename"]: row["public_id"] for row in self.rows}
        return {name: told for name, told in self.ledger.ids.items() if kept.get(name) != told}

    def recovery(self, strike: Strike) -> float:
        """From the kill until all was finished that had been accepted by the time everything ran again."""
        under_way = [
            row["finished_at"] - strike.at
            for row in self.rows
            if row["created_at"] <= strike.back and row["finished_at"] and row["finished_at"] > strike.at
        ]
        return max(under_way, default=0.0)

    def usually(self, *, before: float) -> float:
        """The longest that a document took while nothing was broken."""
        calm = [row for row in self.rows if row["finished_at"] and row["finished_at"] < before]
        return max((row["finished_at"] - row["created_at"] for row in calm), default=0.0)

    def check(self) -> None:
        books = self.books
        assert not self.lost
        assert not self.doubled
        assert not self.unasked
        assert not self.renamed
        assert not self.unread
        self._check_money()
        assert (books["files_without_row"], books["rows_without_file"]) == ([], [])
        assert (books["messages"], books["dead_messages"]) == (0, 0)
        assert (books["open_batches"], books["undelivered"]) == (0, 0)
        assert books["open_lists"] <= self.ledger.lists_unheard
        self._check_events()

    def _check_money(self) -> None:
        read = sum(row["status"] == "completed" for row in self.rows)
        assert self.books["quota"] == [[read, 0]]
        assert self.books["places"] == [0]
        assert set(self.books["ledger"]) == {row["public_id"] for row in self.rows}
        assert Counter(self.books["ledger"].values()) == {"committed": read}
        [(of_key, held)] = self.books["keys"]
        assert of_key <= read
        assert held == 0

    def _check_events(self) -> None:
        """What arrives twice has the same id: its sender was killed before it could write down the first."""
        told = self.books["told"]
        assert told["events"].keys() == {row["public_id"] for row in self.rows}
        assert {len(ids) for ids in told["events"].values()} <= {1}
        assert told["batches"] <= 1
        arrived = {one.id for one in self.receiver.received}
        assert {ids[0] for ids in told["events"].values()} <= arrived
        assert len(self.receiver.received) - len(arrived) <= sum(
            number for error, number in told["attempts"].items() if error
        )

    def report(self, strikes: Sequence[Strike]) -> str:
        """What came of it, with a line of a table for each thing that was killed."""
        ledger, told = self.ledger, self.books["told"]["attempts"]
        counted = {
            "accepted": len(ledger.accepted),
            "finished": len(self.rows) - len(self.unread),
            "lost": len(self.lost),
            "doubled": len(self.doubled),
            "answer lost": len(ledger.unheard),
            "of which made": len(self.by_name.keys() & ledger.unheard),
            "files swept": self.books["swept"],
            "seconds until all was finished": round(self.settled_after),
            "answers": dict(ledger.answers),
            "longest wait for an answer": round(ledger.longest_wait, 1),
            "events": len(self.receiver.received),
            "events that failed": {error: number for error, number in told.items() if error},
            "not read": dict(Counter(self.unread.values())),
            "tries": dict(Counter(row["attempts"] for row in self.rows)),
            "longest before the first strike": round(self.usually(before=strikes[0].at), 1),
        }
        lines = [f"{name}: {value}" for name, value in counted.items()]
        return "\n".join([*lines, *self._table(strikes)])

    def _table(self, strikes: Sequence[Strike]) -> Iterator[str]:
        alone = [strike for strike in strikes if strike.is_alone]
        yield f"together with another: {len(strikes) - len(alone)}"
        for what in sorted({strike.what for strike in alone}):
            took = [self.recovery(strike) for strike in alone if strike.what == what]
            start = [strike.back - strike.at for strike in alone if strike.what == what]
            yield (
                f"| {what} | {len(took)} | {statistics.median(took):.1f} s | {max(took):.1f} s"
                f" | {statistics.median(start):.1f} s |"
            )


def settled(service: Service, ledger: Ledger, receiver: Receiver) -> Reckoning:
    """Once nothing is left to be done, or nobody can wait any longer for it."""
    service.console.end()  # its connection may be to a server that is gone
    began = time.monotonic()
    while any(asked(service, STANDING).values()) and time.monotonic() < began + SETTLES_WITHIN:
        time.sleep(1.0)
    return Reckoning(asked(service, EVERYTHING), ledger, receiver, time.monotonic() - began)


def asked(service: Service, command: str) -> dict[str, Any]:
    printed = service.manage("shell", "--verbosity", "0", "--command", command)
    answer: dict[str, Any] = json.loads(printed.splitlines()[-1])
    return answer


def complaints(log: str) -> str:
    """What the log calls an error, without what differs from one to the next, and how often it does."""
    lines = re.findall(r"ERROR +(\S+)[^:]*: (.*)", log) + re.findall(
        r"^(\w+(?:\.\w+)+)(?:: (.*))?$", log, re.MULTILINE
    )
    counted = Counter(f"{where}: {NAMES.sub('...', said)[:150]}" for where, said in lines)
    return "\n".join(f"{number} x {said}" for said, number in counted.most_common(40))
