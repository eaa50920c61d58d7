"""One value as the bench shows it: a text to change, how sure it is, and what can be done about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from extraction.corrections import typed
from extraction.review import confidence, doubts, fields, words
from extraction.review.checks import Check
from extraction.review.confidence import IS_MISSING, NOT_FOUND, SUM_IS_OFF, Chip
from extraction.review.fields import Kind
from extraction.web.bench.looking import Look
from extraction.web.bench.steps import Past

LONGEST_ON_BUTTON = 24
LONGEST_IN_A_ROW = 40
CHANGED_ACCOUNT = Chip("check", "shield-alert", "Changed")


@dataclass(frozen=True, slots=True)
class Offer:
    """A button. `do` is what it asks for, as `orders` reads it."""

    label: str
    do: str


@dataclass(frozen=True, slots=True)
class Entry:
    """`value` is the text in the input. `level` is "look" where a doubt is, "bad" where a sum is off.

    `others` is what else it could have been, `ways` what settles a doubt, `past` what was changed, and
    `fault` why what was typed is none. `is_unsure`: to keep it as it stands is all that is asked for.
    """

    path: str
    label: str
    kind: Kind
    value: str
    chip: Chip
    level: str = ""
    says: tuple[str, ...] = ()
    others: tuple[Offer, ...] = ()
    ways: tuple[Offer, ...] = ()
    past: Past | None = None
    fault: str = ""
    is_unsure: bool = False
    is_changed: bool = False
    is_by_rule: bool = False

    @property
    def is_settled(self) -> bool:
        return not self.level

    @property
    def has_more(self) -> bool:
        return bool(self.fault or self.says or self.others or self.ways or self.past)

    @property
    def rows(self) -> int:
        """How high its text stands where a browser cannot tell from the text itself."""
        return 2 if len(self.value) > LONGEST_IN_A_ROW else 1

    @property
    def choices(self) -> list[tuple[str, str]]:
        """Each with its words, where only these can be meant."""
        if self.kind != "type":
            return []
        return [("", "")] + [(kind, fields.in_words(kind, "type", None)) for kind in typed.TYPES]


def of(look: Look, path: str, label: str, kind: Kind) -> Entry:
    value, evidence, check = fields.at(look.document, path), look.evidence.get(path), look.checks.get(path)
    text = fields.as_typed(value, kind)
    warnings = look.warnings.get(path, ())
    unsure = evidence is not None and words.per_cent(evidence["confidence"]) < confidence.SURE_FROM
    missing = doubts.is_missing(look.document, path)
    level = "bad" if check and check.is_off else "look" if unsure or warnings or missing else ""
    return Entry(
        path=path,
        label=label,
        kind=kind,
        value=look.typed.get(path, text),
        chip=IS_MISSING
        if missing and not look.is_decided
        else _chip(
            value,
            evidence,
            check,
            is_changed=path in look.changed_accounts,
            is_decided=look.is_decided,
        ),
        level=level,
        says=(*([check.why] if check and check.why else []), *warnings, *_printed(evidence, kind)),
        others=_others(path, evidence, kind, look) if unsure and look.can_work else (),
        ways=_ways(path, text, check, evidence, level, is_missing=missing) if look.can_work else (),
        past=look.past(path, kind),
        fault=look.faults.get(path, ""),
        is_changed=words.is_said(evidence),
        is_by_rule=(evidence or {}).get("source") == "rule",
        is_unsure=unsure and not (warnings or missing) and level == "look",
    )


def _chip(
    value: Any, evidence: dict[str, Any] | None, check: Check | None, *, is_changed: bool, is_decided: bool
) -> Chip:
    if check and check.is_off:
        return SUM_IS_OFF
    if is_changed:
        return CHANGED_ACCOUNT
    if value is None and not words.is_said_by_person(evidence):
        return NOT_FOUND
    return confidence.chip_of_decided(evidence) if is_decided else confidence.chip(evidence)


def _printed(evidence: dict[str, Any] | None, kind: Kind) -> list[str]:
    """Dates are printed in more ways than one, so what stands there is worth a word."""
    text = (evidence or {}).get("text")
    return [f"Printed {text}"] if text and kind == "day" and not words.is_said_by_person(evidence) else []


def _others(path: str, evidence: dict[str, Any] | None, kind: Kind, look: Look) -> tuple[Offer, ...]:
    found = (evidence or {}).get("alternatives") or []
    return tuple(
        Offer(fields.in_words(other["value"], kind, look.currency), f"use {path} {other['value']}")
        for other in found[:3]
    )


def _ways(
    path: str,
    text: str,
    check: Check | None,
    evidence: dict[str, Any] | None,
    level: str,
    *,
    is_missing: bool,
) -> tuple[Offer, ...]:
    """Both ways out of a sum that is off, or to say that a doubtful value is right, or that there is none."""
    if is_missing:
        return (Offer("It is not there", f"keep {path}"),)
    if check and check.reckoned:
        shown = text if len(text) <= LONGEST_ON_BUTTON else "it"
        use = Offer(f"Use {check.reckoned}", f"use {path} {check.reckoned}")
        keep = f"Keep {shown}" if (evidence or {}).get("corrected") else f"Keep {shown} as printed"
        return (use, Offer(keep, f"keep {path}")) if level else (use,)
    return (Offer("Keep it", f"keep {path}"),) if level else ()
