"""What a press of a button on the bench asks for, and what was typed until then."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

from django.http import QueryDict

from extraction.corrections import places
from extraction.corrections.correcting import Place

SAVE = "save"
PICKED = "at:"
OF_VALUES = ("use", "keep", "back")
OF_LINES = ("add", "up", "down", "split", "remove")
DECISIONS = ("approve", "reject", "reopen")


class NotAnOrder(Exception):
    """No button of the bench asks for this."""


@dataclass(frozen=True, slots=True)
class Order:
    """`path` is the value it is about, `row` the line; `typed` has every text by its path.

    `picked` is where on a page some of it was picked. `seen` is the revision of the sheet that it was given
    on, `part` the part of a long table.
    """

    verb: str = SAVE
    path: str = ""
    row: int = -1
    typed: Mapping[str, str] = field(default_factory=dict)
    picked: Mapping[str, Place] = field(default_factory=dict)
    seen: int | None = None
    part: int = 1


def of(posted: QueryDict) -> Order:
    """Raises `NotAnOrder`."""
    verb, _, rest = posted.get("do", SAVE).partition(" ")
    path, _, text = rest.partition(" ")
    typed = {name: value for name, value in posted.items() if places.kind(name) is not None}
    if verb == "use":
        typed[path] = text
    return Order(
        verb=_known(verb),
        path=path if verb in OF_VALUES else "",
        row=_number(path) if verb in OF_LINES and verb != "add" else -1,
        typed={name: str(value) for name, value in typed.items()},
        picked={name: _place(str(posted[PICKED + name])) for name in typed if PICKED + name in posted},
        seen=_number(posted.get("seen", "")) if "seen" in posted else None,
        part=_number(posted.get("part", "1")),
    )


def _known(verb: str) -> str:
    if verb not in (SAVE, *OF_VALUES, *OF_LINES, *DECISIONS):
        raise NotAnOrder(verb)
    return verb


def _place(text: str) -> Place:
    """`1 0.1 0.2 0.3 0.25`: the page, and the box as fractions of it."""
    page, *edges = text.split() or [""]
    try:
        box = [Decimal(edge) for edge in edges]
    except InvalidOperation as error:
        raise NotAnOrder(text) from error
    if len(box) != 4 or not all(edge.is_finite() and 0 <= edge <= 1 for edge in box):
        raise NotAnOrder(text)
    return _number(page), box


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 19):
        raise NotAnOrder(text)
    return int(text)
