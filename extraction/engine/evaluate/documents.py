"""Documents with their truth beside them: NAME.json next to NAME.pdf, NAME.png or NAME.jpg."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

SUFFIXES = (".pdf", ".png", ".jpg", ".jpeg")


class NoTruth(Exception):
    """A file beside a document that holds no result document."""


@dataclass(frozen=True, slots=True)
class Known:
    """A document, its name below the folder, and what a perfect reader gives for it."""

    path: Path
    name: Path
    truth: dict[str, Any]


def find(folder: Path) -> Iterator[Known]:
    """The documents of a folder and those below it that have a truth, by name."""
    for path in sorted(folder.rglob("*")):
        beside = path.with_suffix(".json")
        if path.suffix.lower() in SUFFIXES and beside.is_file():
            yield Known(path, path.relative_to(folder), _truth(beside))


def _truth(path: Path) -> dict[str, Any]:
    try:
        truth = json.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
    except (ValueError, RecursionError) as error:
        raise NoTruth(f"{path} is not JSON: {error}") from error
    if not isinstance(truth, dict):
        raise NoTruth(f"{path} is not an object with the fields of a result.")
    return truth
