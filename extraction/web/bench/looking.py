"""All that says something of the values of one document, looked up by their paths."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from extraction import bank_accounts
from extraction.models import Correction
from extraction.review import checks, fields, words
from extraction.review.checks import Check
from extraction.review.doubts import SAID_BY_SUMS
from extraction.review.fields import Kind
from extraction.web.bench import steps
from extraction.web.bench.steps import Past, Viewer

Document = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Typed:
    """What somebody typed that was not taken: the texts, and a sentence for each of why."""

    texts: Mapping[str, str] = field(default_factory=dict)
    faults: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Look:
    """`viewer` is who looks: what they did themselves is told to them so. `can_work`: there are buttons.
    `is_decided`: somebody approved or rejected the whole."""

    document: Document
    evidence: Mapping[str, dict[str, Any]]
    checks: Mapping[str, Check]
    warnings: Mapping[str, tuple[str, ...]]
    changed_accounts: frozenset[str]
    steps: Mapping[str, Sequence[Correction]]
    viewer: Viewer
    can_work: bool
    is_decided: bool
    typed: Mapping[str, str]
    faults: Mapping[str, str]

    @property
    def currency(self) -> str | None:
        found: str | None = self.document.get("currency")
        return found

    def past(self, path: str, kind: Kind) -> Past | None:
        why = self.evidence.get(path)
        return steps.past(self.steps.get(path, ()), why, kind, viewer=self.viewer, currency=self.currency)


def at(
    document: Document,
    history: Sequence[Correction],
    *,
    viewer: Viewer,
    typed: Typed,
    can_work: bool,
    is_decided: bool = False,
) -> Look:
    """`history` begins with the newest step."""
    warnings = [each for each in document["warnings"] if _is_open(each, document)]
    return Look(
        document=document,
        evidence=document.get("evidence") or {},
        checks={check.path: check for check in reversed(checks.of(document)) if check.path and check.why},
        warnings=_by_field(warnings),
        changed_accounts=frozenset(w["field"] for w in warnings if w["code"] == bank_accounts.CHANGED),
        steps=steps.by_path(history),
        viewer=viewer,
        can_work=can_work,
        is_decided=is_decided,
        typed=typed.texts,
        faults=typed.faults,
    )


def _is_open(warning: dict[str, Any], document: Document) -> bool:
    """Nobody lets it stand yet, and no sum says the same in figures."""
    is_kept = words.is_kept(fields.evidence(document, warning["field"]))
    return warning["code"] not in SAID_BY_SUMS and not is_kept


def _by_field(warnings: Sequence[dict[str, Any]]) -> dict[str, tuple[str, ...]]:
    found: defaultdict[str, tuple[str, ...]] = defaultdict(tuple)
    for warning in warnings:
        if warning["field"]:
            found[warning["field"]] += (warning["message"],)
    return dict(found)
