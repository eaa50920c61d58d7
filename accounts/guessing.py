"""Whoever tries one wrong key after another from one address has to wait, and as few beside them as can be.

Only different keys count: a program that goes on with a revoked one guesses nothing. While an address waits,
keys that came from there before still open the door, for many people may share it. Each process counts by
itself, so that a guess costs no write; that an address has to wait, all of them are told.
"""

from __future__ import annotations

import hashlib
import ipaddress
import threading
from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TypeVar

from django.conf import settings
from django.core.cache import cache

Name = TypeVar("Name")
Value = TypeVar("Value")

WINDOW = timedelta(minutes=1)
KNOWN_FOR = timedelta(days=1)
LOOKED_UP_AGAIN = timedelta(hours=1)
MOST_REMEMBERED = 10_000  # of each kind: a crowd of addresses must not fill the memory
NEIGHBOURS = 64  # bits that the addresses of one line have in common, in IPv6


class TooManyGuesses(Exception):
    """From this address no key is looked at for so many seconds, unless it was used from there before."""

    def __init__(self, seconds: int) -> None:
        self.seconds = seconds
        super().__init__("Too many different wrong API keys came from your address. Wait, and check the key.")


@dataclass(slots=True)
class _Tried:
    """Wrong keys from one address, until the window ends."""

    ends: datetime
    keys: set[int] = field(default_factory=set)


class Guesses:
    """What one process has seen."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._tried: OrderedDict[str, _Tried] = OrderedDict()
        self._waiting: OrderedDict[str, datetime] = OrderedDict()
        self._known: OrderedDict[tuple[str, int], datetime] = OrderedDict()

    def missed(self, address: str, secret: str, *, now: datetime) -> None:
        """A wrong key came from there. Raises `TooManyGuesses`."""
        line = _line(address)
        if self._is_one_too_many(line, secret, now):
            self._let_wait(line, now)
        self._refuse_who_waits(line, now)

    def found(self, address: str, key: int, *, now: datetime) -> None:
        """A right key came from there. Raises `TooManyGuesses` where many wrong ones did and it never."""
        place = _line(address), key
        if (known := self._known.get(place)) and now - known < LOOKED_UP_AGAIN:
            return
        if not cache.touch(_name("known", *place), KNOWN_FOR.total_seconds()):
            self._refuse_who_waits(place[0], now)
            cache.set(_name("known", *place), True, KNOWN_FOR.total_seconds())
        with self._lock:
            _remember(self._known, place, now)

    def forget(self) -> None:
        for memory in (self._tried, self._waiting, self._known):
            memory.clear()

    def _is_one_too_many(self, line: str, secret: str, now: datetime) -> bool:
        with self._lock:
            tried = self._tried.get(line)
            if tried is None or tried.ends <= now:
                tried = _remember(self._tried, line, _Tried(ends=now + WINDOW))
            if len(tried.keys) <= settings.WRONG_KEYS_PER_MINUTE:
                tried.keys.add(hash(secret))
            return len(tried.keys) > int(settings.WRONG_KEYS_PER_MINUTE)

    def _let_wait(self, line: str, now: datetime) -> None:
        """Once for each window: whoever goes on trying meanwhile costs no write."""
        if self._waiting.get(line, now) <= now:
            cache.set(_name("waits", line), now + WINDOW, WINDOW.total_seconds())
            with self._lock:
                _remember(self._waiting, line, now + WINDOW)

    def _refuse_who_waits(self, line: str, now: datetime) -> None:
        until = self._waiting.get(line)
        if until is None or until <= now:
            until = cache.get(_name("waits", line))
        if until and until > now:
            raise TooManyGuesses(seconds=int((until - now).total_seconds()) + 1)


GUESSES = Guesses()


def _line(address: str) -> str:
    """Who has one address of IPv6 has all that begin alike."""
    if ":" not in address:
        return address
    return str(ipaddress.ip_network((address, NEIGHBOURS), strict=False))


def _name(kind: str, *parts: object) -> str:
    told = ":".join(map(str, parts)).encode()
    return f"keys:{kind}:{hashlib.blake2b(told, digest_size=16).hexdigest()}"


def _remember(memory: OrderedDict[Name, Value], name: Name, value: Value) -> Value:
    """What was remembered first is forgotten first."""
    memory[name] = value
    memory.move_to_end(name)
    if len(memory) > MOST_REMEMBERED:
        memory.popitem(last=False)
    return value
