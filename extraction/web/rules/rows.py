"""What the pages show of rules and their trials, in words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any

from extraction.memory import effects, rules, saying, sentences, subjects
from extraction.memory.saying import Unreadable
from extraction.memory.trying import Outcome, Trial, Try
from extraction.memory.vendors import Known, of_rule
from extraction.models import VendorRule
from extraction.review import fields

BADGES = {
    Outcome.CONTRADICTS: ("bad", "Contradicts"),
    Outcome.CHANGES: ("look", "Would change"),
    Outcome.AGREES: ("done", "Agrees"),
    Outcome.SILENT: ("queued", "Finds nothing"),
    Outcome.STATED: ("queued", "E-invoice"),
    Outcome.WORDLESS: ("queued", "Words not kept"),
}
ORDER = list(BADGES)


@dataclass(frozen=True, slots=True)
class TrialRow:
    """A document of the trial. `settled` says who decided on its value, if somebody did."""

    public_id: str
    title: str
    day: date | None
    now: str
    says: str
    badge: str
    word: str
    settled: str


@dataclass(frozen=True, slots=True)
class RuleRow:
    """A rule in its list."""

    public_id: str
    sentence: str
    is_active: bool
    off_because: str
    documents: int
    last: datetime | None


@dataclass(frozen=True, slots=True)
class Vendor:
    """A vendor with its rules, and by what it is known."""

    name: str
    known_by: str
    rules: Sequence[RuleRow]


def of_trial(trial: Trial, path: str) -> list[TrialRow]:
    """What has to be looked at first, then the latest."""
    return [_tried(each, path) for each in sorted(trial.tries, key=lambda each: ORDER.index(each.outcome))]


def summary(trial: Trial) -> list[str]:
    """`would change 3`, `agrees with 12, of which 5 were corrected or approved`, `contradicts 1 …`"""
    counts, settled = trial.counts, trial.settled_agreements
    said = {
        Outcome.CHANGES: "would change {}",
        Outcome.AGREES: "agrees with {}" + _settled(settled, of=counts[Outcome.AGREES]),
        Outcome.CONTRADICTS: "contradicts {} that somebody corrected or approved",
        Outcome.SILENT: "finds nothing on {}",
        Outcome.STATED: "leaves {} alone that an e-invoice states",
        Outcome.WORDLESS: "cannot be tried on {} whose words were not kept",
    }
    return [words.format(counts[outcome]) for outcome, words in said.items() if counts[outcome]]


def _settled(number: int, *, of: int) -> str:
    """Those of which somebody has said that they are right."""
    if not number:
        return ""
    if number < of:
        return f", of which {number} {'was' if number == 1 else 'were'} corrected or approved"
    return " that was corrected or approved" if of == 1 else " that were corrected or approved"


def vendors(found: Iterable[VendorRule]) -> list[Vendor]:
    """By the names of their vendors, in the order in which they come."""
    listed = list(found)
    used = rules.use_of(listed)
    return [
        Vendor(name, known_by(of_rule(theirs[0])), [_listed(rule, used[rule.pk]) for rule in theirs])
        for name, theirs in (
            (name, list(group)) for name, group in groupby(listed, key=lambda rule: rule.vendor)
        )
    ]


def known_by(vendor: Known) -> str:
    """`tax number IE1234567T, account IE29 …, or its name`"""
    parts = [f"tax number {vendor.tax_id}"] * bool(vendor.tax_id)
    parts += [f"account {fields.in_words(vendor.iban, 'iban', None)}"] * bool(vendor.iban)
    parts += ["its name"] * bool(vendor.key)
    return " or ".join(filter(None, [", ".join(parts[:-1]), parts[-1] if parts else ""]))


def value_in_words(path: str, value: Any, currency: str | None) -> str:
    if value is None:
        return "not on the page"
    if path == effects.LINES:
        return f"{len(value)} row{'' if len(value) == 1 else 's'}"
    return fields.in_words(value, subjects.kind(path), currency)


def _tried(found: Try, path: str) -> TrialRow:
    document = found.extraction
    badge, word = BADGES[found.outcome]
    approved = document.review == document.Review.APPROVED
    return TrialRow(
        public_id=document.public_id,
        title=document.invoice_number or document.filename,
        day=document.issued_on,
        now=value_in_words(path, found.now, found.currency),
        says=value_in_words(path, found.effect.value, found.currency) if found.effect else "",
        badge=badge,
        word=word,
        settled=("approved" if approved else "corrected") if found.is_settled else "",
    )


def _listed(rule: VendorRule, use: rules.Use) -> RuleRow:
    try:
        words = sentences.of(rule.path, saying.of(rule.kind, rule.says))
    except Unreadable:
        words = "a rule that can no longer be read"
    return RuleRow(
        public_id=rule.public_id,
        sentence=f"{words[0].upper()}{words[1:]}.",
        is_active=rule.is_active,
        off_because=rule.off_because,
        documents=use.documents,
        last=use.last,
    )
