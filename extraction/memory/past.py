"""A rule for documents that were read before there was one: on request, and only those nobody decided on."""

from __future__ import annotations

from datetime import datetime

from extraction.corrections import correcting
from extraction.memory import rules, trying, vendors
from extraction.memory.trying import Try
from extraction.models import Extraction, VendorRule


def changing(rule: VendorRule) -> list[Try]:
    """Those of the latest that would be changed."""
    trial = trying.of(rule.user, vendors.of_rule(rule), rule.path, rules.saying_of(rule))
    return trial.changing


def apply(rule: VendorRule, *, now: datetime) -> list[Extraction]:
    """Let the rule say its part of them, each for itself; returns those that it changed."""
    return [each for found in changing(rule) if (each := carry_out(rule, found, now=now))]


def carry_out(rule: VendorRule, found: Try, *, now: datetime) -> Extraction | None:
    """None where somebody said something of the document, decided on it or deleted it since it was seen."""
    effect = found.effect
    values = [(rule, rule.path, effect.value, effect.place)] if effect else []
    try:
        return correcting.follow_rule(found.extraction, values, now=now, seen=found.revision)
    except (correcting.ChangedMeanwhile, Extraction.DoesNotExist):
        return None
