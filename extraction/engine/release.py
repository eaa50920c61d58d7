"""Which reader wrote a result: its version, and a digest of its code and data that tells readers apart.

The same bytes read by readers with the same digest, and the same recogniser, give the same result.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from hashlib import sha256
from importlib.resources import files
from importlib.resources.abc import Traversable

VERSION = "0.1.0"
_KINDS = (".py", ".toml")
_DIGITS = 12


@lru_cache(maxsize=1)
def engine() -> dict[str, str]:
    """As results name it."""
    return {"version": VERSION, "digest": _digest()}


def _digest() -> str:
    """Of all code and data of the engine, whatever the order in which the files are found."""
    texts = _texts(files("extraction.engine"), "")
    parts = sorted(sha256(f"{path}\n{text}".encode()).hexdigest() for path, text in texts)
    return sha256("".join(parts).encode()).hexdigest()[:_DIGITS]


def _texts(folder: Traversable, path: str) -> Iterator[tuple[str, str]]:
    for entry in folder.iterdir():
        if entry.is_dir():
            yield from _texts(entry, f"{path}{entry.name}/")
        elif entry.name.endswith(_KINDS):
            yield f"{path}{entry.name}", entry.read_text(encoding="utf-8")
