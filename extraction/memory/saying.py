"""What a rule says, as it is kept: exactly one form for each kind, and nothing of it is ever run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any, Literal

from extraction.engine.values.dates import Order
from extraction.models import VendorRule

Kind = VendorRule.Kind

LONGEST_LABEL, LONGEST_TEXT = 80, 255
SHORTEST_BEGINNING = 3  # characters; a shorter one begins too much


class Where(StrEnum):
    """Where a value stands, seen from its words."""

    RIGHT = "right"
    END = "end"
    BELOW = "below"


class Which(StrEnum):
    """Which place of several with the same words."""

    FIRST = "first"
    LAST = "last"


class Unreadable(Exception):
    """What is kept of a rule is not what its kind has."""


@dataclass(frozen=True, slots=True)
class Always:
    """One value for all invoices, as text of its JSON form."""

    value: str


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside these words. `shape` is how it is written if that matters, see `shapes`;
    `order` that of a date in figures, where it can be read in two ways.
    """

    label: str
    where: Where = Where.RIGHT
    which: Which = Which.FIRST
    shape: str = ""
    order: Order | None = None


@dataclass(frozen=True, slots=True)
class Without:
    """Rows whose description begins like this are no line items."""

    beginning: str


Saying = Always | Beside | Without


def kind_of(saying: Saying) -> Kind:
    kinds: dict[type, Kind] = {Always: Kind.ALWAYS, Beside: Kind.BESIDE, Without: Kind.WITHOUT}
    return kinds[type(saying)]


def kept(saying: Saying) -> dict[str, Any]:
    """The form in which it is stored."""
    return {name: value for name, value in asdict(saying).items() if value not in (None, "")}


def of(kind: str, says: Mapping[str, Any]) -> Saying:
    """Raises `Unreadable` for what another release wrote, or somebody by hand."""
    try:
        match kind:
            case Kind.ALWAYS:
                return Always(_text(says, "value", LONGEST_TEXT))
            case Kind.BESIDE:
                return _beside(says)
            case Kind.WITHOUT:
                return Without(_text(says, "beginning", LONGEST_LABEL))
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise Unreadable(f"{kind}: {says!r}") from error
    raise Unreadable(kind)


def _beside(says: Mapping[str, Any]) -> Beside:
    order = says.get("order")
    return Beside(
        label=_text(says, "label", LONGEST_LABEL),
        where=Where(says.get("where", Where.RIGHT)),
        which=Which(says.get("which", Which.FIRST)),
        shape=str(says.get("shape", ""))[:LONGEST_TEXT],
        order=Order(order) if order else None,
    )


def _text(says: Mapping[str, Any], name: Literal["value", "label", "beginning"], longest: int) -> str:
    text = says[name]
    if not isinstance(text, str) or not text.strip() or len(text) > longest:
        raise ValueError(name)
    return text
