"""Carrying out what was asked for on the bench: first what was typed is saved, then the button's own work."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from accounts.models import User
from extraction import payloads
from extraction.corrections import correcting, reviewing
from extraction.corrections.correcting import LINES, ROWS_MOVED, NotUnderstood
from extraction.models import Extraction
from extraction.review import doubts, fields
from extraction.web.bench import arranging
from extraction.web.bench.looking import Typed
from extraction.web.bench.orders import DECISIONS, OF_LINES, Order

CHANGED_MEANWHILE = "This was changed in another window meanwhile. Save again to replace it."
AFTER_DECISION = {
    "approve": "is approved",
    "reject": "is rejected",
    "reopen": "can be changed again",
}


class Decided(Exception):
    """A document that somebody approved or rejected is not changed before it is opened again."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """`said` is what was done, in sentences; `typed` what was not taken; `is_decided`: this one is done."""

    extraction: Extraction
    said: str
    typed: Typed
    touched: frozenset[str]
    is_decided: bool = False


def carry_out(
    extraction: Extraction, order: Order, changed: Mapping[str, str], *, by: User, now: datetime
) -> Outcome:
    """`changed` is what of the typed texts differs from those that were shown. Raises `Decided`."""
    if extraction.review and order.verb != "reopen":
        raise Decided
    extraction, faults = _save(extraction, order, changed, by=by, now=now)
    said = [_saved(changed.keys() - faults.keys())]
    is_decided = order.verb in DECISIONS and not faults
    if order.verb not in DECISIONS or is_decided:
        try:
            pressed = replace(order, verb="keep") if _is_the_same(order, changed) else order
            extraction, done = _press(extraction, pressed, by=by, now=now)
            said.append(done)
        except NotUnderstood as fault:
            faults |= fault.faults
    said += [f"{fields.label(path)}: {fault}" for path, fault in faults.items()]
    texts = {path: changed[path] for path in faults if path in changed}
    touched = frozenset({*changed, *([order.path] if order.path else [])})
    told = " ".join(filter(None, said))
    return Outcome(extraction, told, Typed(texts, faults), touched, is_decided)


def _save(
    extraction: Extraction, order: Order, changed: Mapping[str, str], *, by: User, now: datetime
) -> tuple[Extraction, dict[str, str]]:
    """What is understood is saved; of the rest, why it is not."""
    faults = dict.fromkeys(_changed_meanwhile(extraction, order.seen) & changed.keys(), CHANGED_MEANWHILE)
    left = {path: text for path, text in changed.items() if path not in faults}
    while left:
        try:
            saved = correcting.correct(extraction, left, by=by, now=now, places=order.picked, seen=order.seen)
        except NotUnderstood as fault:
            faults |= fault.faults
            left = {path: text for path, text in left.items() if path not in fault.faults}
        else:
            return saved, faults
    return extraction, faults


def _is_the_same(order: Order, changed: Mapping[str, str]) -> bool:
    """To use what stands there already is to keep it."""
    return order.verb == "use" and order.path not in changed


def _changed_meanwhile(extraction: Extraction, seen: int | None) -> set[str]:
    if seen is None:
        return set()
    return set(extraction.corrections.filter(pk__gt=seen).values_list("path", flat=True))


def _press(extraction: Extraction, order: Order, *, by: User, now: datetime) -> tuple[Extraction, str]:
    """The button's own work, and what to say of it. Raises `NotUnderstood`."""
    match order.verb:
        case "keep":
            kept = correcting.confirm(extraction, order.path, by=by, now=now)
            return kept, f"{fields.label(order.path)} kept as it stands."
        case "back":
            return correcting.take_back(extraction, order.path, by=by, now=now), _taken_back(order.path)
        case verb if verb in OF_LINES:
            return _arrange(extraction, order, by=by, now=now)
        case verb if verb in DECISIONS:
            left = len(doubts.of(payloads.document(extraction, evidence=True))) if verb == "approve" else 0
            _decide(extraction, verb, by=by, now=now)
            return extraction, f"{extraction.filename} {AFTER_DECISION[verb]}{_unseen(left)}"
    return extraction, ""


def _arrange(extraction: Extraction, order: Order, *, by: User, now: datetime) -> tuple[Extraction, str]:
    count = len(payloads.document(extraction)["line_items"])
    if order.row >= count:
        raise NotUnderstood({LINES: ROWS_MOVED})
    rows, said = arranging.after(order.verb, order.row, count=count)
    return correcting.arrange(extraction, rows, by=by, now=now, seen=order.seen), said


def _decide(extraction: Extraction, verb: str, *, by: User, now: datetime) -> None:
    match verb:
        case "approve":
            reviewing.approve(extraction, by=by, now=now)
        case "reject":
            reviewing.reject(extraction, by=by, now=now)
        case "reopen":
            reviewing.reopen(extraction)


def _unseen(points: int) -> str:
    if not points:
        return "."
    return f", with {points} {'point' if points == 1 else 'points'} left to check."


def _saved(paths: set[str]) -> str:
    if not paths:
        return ""
    if len(paths) > 3:
        return f"{len(paths)} values saved."
    return f"{', '.join(map(fields.label, sorted(paths)))} saved."


def _taken_back(path: str) -> str:
    return "The lines are again as they were." if path == LINES else f"{fields.label(path)} is taken back."
