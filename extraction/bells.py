"""Bells that processes of one machine ring for each other, so that nobody has to look again and again.

Who listens has a socket of its own in the bell's folder; who rings writes a word to each of them. They help
and are never relied on: whoever cannot be rung, on another machine or under a path too long for a socket,
looks by itself a little later.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import socket
import threading
from collections.abc import Callable
from pathlib import Path

from django.conf import settings

LONGEST_WORD = 64


class Listener:
    """Has `heard` called, in a thread of its own, with each word that is rung until it is closed."""

    def __init__(self, bell: str, heard: Callable[[str], None]) -> None:
        self._path = _folder(bell) / f"{os.getpid()}-{secrets.token_hex(4)}"
        self._heard = heard
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        with contextlib.suppress(OSError):  # a full disk, a long path: then it is deaf
            self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._socket.bind(str(self._path))
            threading.Thread(target=self._listen, name=f"bell {bell}", daemon=True).start()

    def close(self) -> None:
        self._path.unlink(missing_ok=True)
        with contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()

    def _listen(self) -> None:
        with contextlib.suppress(OSError):
            while word := self._socket.recv(LONGEST_WORD):
                self._heard(word.decode())


def ring(bell: str, word: str = "!") -> None:
    """Tell everybody who listens; who is dead is forgotten, and who is busy is told enough already."""
    with contextlib.suppress(OSError):
        if ears := list(os.scandir(_folder(bell))):
            with _ringer() as ringer:
                for ear in ears:
                    _ring(ringer, ear.path, word.encode())


def _ring(ringer: socket.socket, ear: str, word: bytes) -> None:
    try:
        ringer.sendto(word, ear)
    except ConnectionRefusedError:
        Path(ear).unlink(missing_ok=True)
    except OSError:
        pass


def _ringer() -> socket.socket:
    ringer = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    ringer.setblocking(False)
    return ringer


def _folder(bell: str) -> Path:
    return Path(settings.BELLS_DIR, bell)
