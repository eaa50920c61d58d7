"""The right half of the bench: what to check first, then every value of the document in its fixed place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass
from typing import Any

from extraction import payloads
from extraction.corrections import correcting
from extraction.models import Correction, Extraction
from extraction.review import checks, doubts, fields
from extraction.review.checks import Check
from extraction.review.doubts import Doubt
from extraction.review.fields import Spec
from extraction.web.bench import entries, lines, looking, steps
from extraction.web.bench.entries import Entry
from extraction.web.bench.lines import Row
from extraction.web.bench.looking import Look, Typed
from extraction.web.bench.steps import Viewer

NOTHING_TYPED = Typed()
SAID_BEFORE = {
    "same_file": ("You sent this file before.", "It is the same to the last byte."),
    "same_invoice": (
        "You sent this invoice before.",
        "Vendor, number and total are the same in another file.",
    ),
}


@dataclass(frozen=True, slots=True)
class Group:
    """Fields that belong together: those that are there, and those that mostly are not."""

    name: str
    shown: tuple[Entry, ...]
    rest: tuple[Entry, ...]

    @property
    def slug(self) -> str:
        return self.name.lower()


@dataclass(frozen=True, slots=True)
class Repeat:
    """That this document was sent before, in words; `public_id` is that of the earlier one."""

    title: str
    why: str
    public_id: str


@dataclass(frozen=True, slots=True)
class Point:
    """What to check. `part` is that of a long table in which it stands; 0 where it is on this page."""

    doubt: Doubt
    part: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """`revision` says which steps are in it, `arrangements` how often its lines were arranged anew.

    `lines` are those of one part of a long table, `strays` faults of what has no place on this page.
    `can_work`: its buttons lead somewhere.
    """

    document: dict[str, Any]
    revision: int
    groups: tuple[Group, ...]
    lines: lines.Part
    taxes: tuple[Row, ...]
    checks: tuple[Check, ...]
    todo: tuple[Point, ...]
    repeats: Repeat | None
    changed_account: str
    arrangements: int
    is_arranged: bool
    can_work: bool
    strays: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        return self.document["vendor"]["name"] or ""

    @property
    def texts(self) -> dict[str, str]:
        """What stands in each input, by its path."""
        return {entry.path: entry.value for entry in _all(self.groups, (*self.lines.rows, *self.taxes))}

    def still_off(self, paths: Set[str]) -> list[str]:
        """What does not add up at these values, in sentences."""
        return [check.why for check in self.checks if check.path in paths and check.why]


def of(extraction: Extraction, *, viewer: Viewer, part: int = 1, typed: Typed = NOTHING_TYPED) -> Sheet:
    """Of a completed extraction; what was `typed` and not taken stands in its fields again."""
    document = payloads.document(extraction, evidence=True)
    history = correcting.history(extraction)
    can_work = not extraction.review
    return of_document(
        document,
        history,
        viewer=viewer,
        can_work=can_work,
        is_decided=bool(extraction.review),
        part=part,
        typed=typed,
    )


def of_document(
    document: dict[str, Any],
    history: Sequence[Correction] = (),
    *,
    viewer: Viewer,
    can_work: bool = False,
    is_decided: bool = False,
    part: int = 1,
    typed: Typed = NOTHING_TYPED,
) -> Sheet:
    """Of a result document with its evidence; `history` begins with the newest step."""
    look = looking.at(document, history, viewer=viewer, typed=typed, can_work=can_work, is_decided=is_decided)
    groups = tuple(_group(look, name, specs) for name, specs in fields.GROUPS.items())
    rows, taxes = lines.part(look, number=part), lines.taxes(look)
    return Sheet(
        document=document,
        revision=history[0].pk if history else 0,
        groups=groups,
        lines=rows,
        taxes=taxes,
        checks=tuple(checks.of(document)),
        todo=tuple(Point(doubt, _elsewhere(doubt, rows)) for doubt in doubts.of(document)),
        repeats=_repeats(document),
        changed_account=_changed_account(look),
        arrangements=sum(step.path == "line_items" for step in history),
        is_arranged=steps.is_arranged(history),
        can_work=can_work,
        strays=_strays(typed, shown=_all(groups, (*rows.rows, *taxes))),
    )


def line(extraction: Extraction, number: int, *, viewer: Viewer) -> lines.Whole | None:
    """One line by itself; None where there are not so many."""
    document = payloads.document(extraction, evidence=True)
    if not 0 <= number < len(document["line_items"]):
        return None
    history = correcting.history(extraction)
    can_work = not extraction.review
    look = looking.at(
        document,
        history,
        viewer=viewer,
        typed=NOTHING_TYPED,
        can_work=can_work,
        is_decided=bool(extraction.review),
    )
    return lines.whole(look, number, revision=history[0].pk if history else 0)


def _group(look: Look, name: str, specs: Sequence[Spec]) -> Group:
    """Doubtful fields come first, the others in their order, so that hands learn their places."""
    found = [(spec, entries.of(look, spec.path, spec.label, spec.kind)) for spec in specs]
    shown = [entry for spec, entry in found if spec.is_always_shown or entry.value or entry.has_more]
    rest = [entry for _, entry in found if entry not in shown]
    return Group(name, tuple(sorted(shown, key=lambda entry: entry.is_settled)), tuple(rest))


def _elsewhere(doubt: Doubt, shown: lines.Part) -> int:
    if not doubt.path.startswith(fields.LINES):
        return 0
    part = lines.part_of(int(doubt.path.split(".")[1]))
    return 0 if part == shown.number else part


def _all(groups: Iterable[Group], rows: Iterable[Row]) -> Iterator[Entry]:
    for group in groups:
        yield from (*group.shown, *group.rest)
    for row in rows:
        yield from row.cells


def _strays(typed: Typed, *, shown: Iterable[Entry]) -> tuple[str, ...]:
    paths = {entry.path for entry in shown}
    faults = typed.faults.items()
    return tuple(f"{fields.label(path)}: {fault}" for path, fault in faults if path not in paths)


def _repeats(document: dict[str, Any]) -> Repeat | None:
    original = document.get("duplicate_of")
    return Repeat(*SAID_BEFORE[original["reason"]], original["id"]) if original else None


def _changed_account(look: Look) -> str:
    """What is to be said of it before anything else; empty where it is as it always was, or was looked at."""
    paths = sorted(look.changed_accounts)
    return " ".join(look.warnings[path][0] for path in paths)
