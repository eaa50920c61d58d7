"""Rules at work on a document that was just read.

Those of the vendor are taken, the surest known first, then the newest; of several for one value the first
that finds something to say has said it. What goes wrong with a rule ends that rule and nothing else.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from extraction import facts
from extraction.corrections import correcting
from extraction.facts import Facts
from extraction.memory import effects, rules, vendors
from extraction.memory.effects import Effect
from extraction.memory.papers import Paper
from extraction.memory.vendors import Known, Likeness
from extraction.models import Extraction, VendorRule

logger = logging.getLogger(__name__)

OF_VENDOR = "vendor."
NAME, TAX_NUMBER = "vendor.name", "vendor.tax_id"


@dataclass(frozen=True, slots=True)
class Said:
    """What one rule says of a document; no effect: it could not be followed."""

    rule: VendorRule
    effect: Effect | None


def said(*, user_id: int, result: str, words: bytes, found: Facts) -> list[Said]:
    """What the account's rules say of what was read. It takes its time, and so no lock; see `follow`."""
    if not VendorRule.objects.in_force().filter(user=user_id).exists():
        return []
    return list(_all(Paper(result, words), user_id, vendors.of_facts(found)))


def follow(extraction: Extraction, all_said: Sequence[Said], found: Facts, *, now: datetime) -> Facts:
    """Let it be so, as far as the rules are still what they were; returns the facts as they are then.

    Rows are left out together or not at all: each rule about them rests on those before.

    Belongs into the transaction that completes the document, behind `one_at_a_time`, before its facts are
    compared.
    """
    if not all_said:
        return found
    own = VendorRule.objects.in_force().filter(user=extraction.user_id)
    still = dict(own.values_list("pk", "changed_at"))
    unchanged = [each for each in all_said if still.get(each.rule.pk) == each.rule.changed_at]
    for broken in (each.rule for each in unchanged if each.effect is None):
        because = f"It could not be followed on {extraction.filename}. Change it, or make it anew."
        rules.switch(broken, on=False, now=now, because=because)
    values = [
        (each.rule, each.rule.path, each.effect.value, each.effect.place)
        for each in unchanged
        if each.effect and (each.rule.path != effects.LINES or unchanged == all_said)
    ]
    return facts.of_row(correcting.follow_rule(extraction, values, now=now)) if values else found


def _all(paper: Paper, user_id: int, read: Known) -> Iterator[Said]:
    """First who the vendor is, for other rules may know it by the name that it has then."""
    about_vendor = [*_speak(_matching(user_id, (read,), of_vendor=True), paper)]
    yield from about_vendor
    corrected = _renamed(read, about_vendor)
    yield from _speak(_matching(user_id, (read, corrected), of_vendor=False), paper)


def _renamed(read: Known, about_vendor: Iterable[Said]) -> Known:
    values = {each.rule.path: each.effect.value for each in about_vendor if each.effect}
    name, tax_id = values.get(NAME, read.name), values.get(TAX_NUMBER)
    return replace(
        read,
        name=name,
        key=facts.vendor_key(name),
        tax_id=facts.tax_key(tax_id) if tax_id else read.tax_id,
    )


def _matching(user_id: int, known: tuple[Known, ...], *, of_vendor: bool) -> list[VendorRule]:
    """The account's rules for this vendor, those first that count before others."""
    own = VendorRule.objects.in_force().filter(vendors.may_be(*known), user=user_id)
    likeness = {rule: vendors.surest(vendors.of_rule(rule), known) for rule in own}
    fitting = [
        rule
        for rule, how in likeness.items()
        if how > Likeness.NONE and rule.path.startswith(OF_VENDOR) == of_vendor
    ]
    return sorted(fitting, key=lambda rule: (-likeness[rule], -rule.pk))


def _speak(ordered: Iterable[VendorRule], paper: Paper) -> Iterator[Said]:
    settled: set[str] = set()
    for rule in ordered:
        if rule.path in settled or effects.is_stated(rule.path, paper.document):
            continue
        try:
            effect = effects.of(rule.path, rules.saying_of(rule), paper)
        except Exception:
            logger.exception("%s cannot be followed.", rule.public_id)
            yield Said(rule, None)
            continue
        if effect is not None:
            settled.update(_take(rule.path, effect, paper))
            yield Said(rule, effect)


def _take(path: str, effect: Effect, paper: Paper) -> list[str]:
    """What is settled by it: of rows several rules may speak."""
    if path == effects.LINES:
        paper.without_rows(effect.value)
        return []
    return [path]
