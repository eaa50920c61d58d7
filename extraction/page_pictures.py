"""Pictures of pages, drawn on demand in children of this process that end when nobody asks.

No account has more than one of the children at a time: whoever looks at a page that is slow to draw, or
made to be, keeps nobody else from theirs.
"""

from __future__ import annotations

import atexit
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

from extraction import uploads
from extraction.engine.errors import NoSuchPage
from extraction.engine.sandbox.artist import Artist
from extraction.engine.sandbox.keeper import DocumentRefused, Limits, ReaderLost, ReadingFailed
from extraction.models import Extraction

WIDTHS = (400, 800, 1200, 1600, 2400)
USUAL_WIDTH = 1600  # sharp on fine screens, too
MANNER = "1"  # of drawing: another makes browsers ask for what they have kept

CHILDREN = 2
ASKING = 10  # requests of this process that may wait or be drawn for; the threads are for others too
ASKING_FOR_ONE = 6  # of one account: a browser asks for so many at a time
KEPT_FREE = 4  # the last of those places: whoever holds a few already gets none of them
FEW = 2
LONGEST_WAIT = 5.0
AGAIN_AFTER = 2  # seconds, for those who are sent away
FORGET_AFTER = 60.0  # seconds for which a page that could not be drawn is not tried again
MOST_REMEMBERED = 1_000
LIMITS = Limits(
    deadline_seconds=4.0,
    patience=1.5,
    resident_mb=700,
    address_space_mb=2048,
    niceness=5,
    idle_seconds=60.0,
)


class NotThere(Exception):
    """The document has no such page, or its file is gone."""


class CannotBeShown(Exception):
    """The page is damaged, or takes more to draw than any page should."""


class Busy(Exception):
    """Others are being drawn for."""


def tag(extraction: Extraction, *, page: int, width: int) -> str:
    """What a picture is known by: with the same tag it is the same."""
    return f'"{extraction.sha256[:20]}-{page}-{width}-{MANNER}"'


def is_there(extraction: Extraction, *, page: int) -> bool:
    """As far as can be said without opening the file."""
    name, pages = extraction.file.name or "", extraction.pages or page
    return name != "" and 1 <= page <= pages and extraction.file.storage.exists(name)


def draw(extraction: Extraction, *, page: int, width: int) -> bytes:
    """A page as JPEG. Raises `NotThere`, `CannotBeShown` or `Busy`."""
    which = (extraction.sha256, page)
    if _failures.has(which):
        raise CannotBeShown
    try:
        with _studio.artist(extraction.user_id) as artist:
            return _drawn(artist, extraction, page, width)
    except DocumentRefused as error:
        if error.code == NoSuchPage.code:
            raise NotThere from error
        _failures.add(which)
        raise CannotBeShown from error
    except ReadingFailed as error:
        _failures.add(which)
        raise CannotBeShown from error


def _drawn(artist: Artist, extraction: Extraction, page: int, width: int) -> bytes:
    try:
        data = uploads.read(extraction)
    except (FileNotFoundError, ValueError) as error:
        raise NotThere from error
    with suppress(ReaderLost):  # killed from outside: once more
        return artist.draw(data, page=page, width=width)
    try:
        return artist.draw(data, page=page, width=width)
    except ReaderLost as error:
        raise CannotBeShown from error


class _Studio:
    """The children of this process, and who is being drawn for."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._idle = [Artist(LIMITS) for _ in range(CHILDREN)]
        self._served: set[int] = set()
        self._asking: list[int] = []
        self._waiting: list[int] = []  # of those; in the order in which they are served
        for artist in self._idle:
            atexit.register(artist.close)

    @contextmanager
    def artist(self, account: int) -> Iterator[Artist]:
        artist = self._lend(account)
        try:
            yield artist
        finally:
            with self._changed:
                self._asking.remove(account)
                self._served.remove(account)
                self._idle.append(artist)
                self._changed.notify_all()

    def _lend(self, account: int) -> Artist:
        with self._changed:
            if not self._may_ask(account):
                raise Busy
            self._asking.append(account)
            self._waiting.append(account)
            its_turn = self._changed.wait_for(lambda: self._may_serve(account), timeout=LONGEST_WAIT)
            self._waiting.remove(account)
            if not its_turn:
                self._asking.remove(account)
                raise Busy
            self._served.add(account)
            self._waiting.sort(key=account.__eq__)  # whoever was served comes behind the others
            self._changed.notify_all()
            return self._idle.pop()  # the one used last: the other may end

    def _may_ask(self, account: int) -> bool:
        """The last places are for those who hold few: however many one asks for, there is one for others."""
        held, free = self._asking.count(account), ASKING - len(self._asking)
        return free > 0 and held < (ASKING_FOR_ONE if free > KEPT_FREE else FEW)

    def _may_serve(self, account: int) -> bool:
        is_next = next((each for each in self._waiting if each not in self._served), None) == account
        return bool(self._idle) and is_next


@dataclass(slots=True)
class _Failures:
    """Pages that could not be drawn a moment ago."""

    until: dict[tuple[str, int], float]

    def has(self, which: tuple[str, int]) -> bool:
        return self.until.get(which, 0.0) > time.monotonic()

    def add(self, which: tuple[str, int]) -> None:
        if len(self.until) >= MOST_REMEMBERED:
            self.until.clear()
        self.until[which] = time.monotonic() + FORGET_AFTER


_studio = _Studio()
_failures = _Failures({})
