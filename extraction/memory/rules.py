"""The rules of an account: made, changed, switched on and off, deleted. Each of these is in its log."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Count, Max, QuerySet

from accounts import audit
from accounts.happenings import Happening
from accounts.models import User
from extraction import duplicates
from extraction.memory import saying, sentences, vendors
from extraction.memory.saying import Saying, Unreadable
from extraction.memory.vendors import Known
from extraction.models import Correction, Extraction, VendorRule

MOST = 500


@dataclass(frozen=True, slots=True)
class Use:
    """Of a rule: how many documents it said something of, and when last."""

    documents: int
    last: datetime | None


class TooManyRules(Exception):
    def __init__(self) -> None:
        super().__init__(
            f"There are {MOST} rules already, as many as an account may have. "
            "Delete those that are no longer used first."
        )


@transaction.atomic
def make(user: User, *, vendor: Known, path: str, says: Saying, now: datetime) -> VendorRule:
    """In force from now on. The same rule made twice is one, switched on."""
    duplicates.one_at_a_time(user.pk)
    kind, kept = saying.kind_of(says), saying.kept(says)
    known = _columns(vendor)
    before = VendorRule.objects.filter(user=user, path=path, kind=kind, **known)
    for rule in before:
        if rule.says == kept:
            switch(rule, on=True, now=now)
            return rule
    if VendorRule.objects.filter(user=user).count() >= MOST:
        raise TooManyRules
    made = VendorRule.objects.create(
        user=user,
        vendor=vendor.name or vendor.tax_id or vendor.iban,
        path=path,
        kind=kind,
        says=kept,
        is_active=True,
        created_at=now,
        changed_at=now,
        **known,
    )
    _note(Happening.RULE_MADE, made)
    return made


@transaction.atomic
def change(rule: VendorRule, *, says: Saying, now: datetime) -> None:
    """Says something else from now on; switched on or off it stays."""
    rule.kind, rule.says, rule.changed_at = saying.kind_of(says), saying.kept(says), now
    rule.save(update_fields=["kind", "says", "changed_at"])
    _note(Happening.RULE_CHANGED, rule)


@transaction.atomic
def switch(rule: VendorRule, *, on: bool, now: datetime, because: str = "") -> None:
    """`because` is for what the service itself switches off, for its owner to read."""
    off_because = "" if on else because[:300]
    switched = VendorRule.objects.filter(pk=rule.pk).exclude(is_active=on, off_because=off_because)
    if switched.update(is_active=on, off_because=off_because, changed_at=now):
        _note(Happening.RULE_SWITCHED_ON if on else Happening.RULE_SWITCHED_OFF, rule, because=because)
    rule.is_active, rule.off_because = on, off_because


@transaction.atomic
def delete(rule: VendorRule) -> None:
    """What it changed stays as it is, and is said to come from a rule that is gone."""
    duplicates.one_at_a_time(rule.user_id)
    _note(Happening.RULE_DELETED, rule)
    VendorRule.objects.filter(pk=rule.pk).delete()


def rivals(user: User, *, vendor: Known, path: str, but: VendorRule | None = None) -> list[VendorRule]:
    """Other rules in force for the same value of the same vendor, in the order in which they are asked."""
    own = VendorRule.objects.in_force().filter(vendors.may_be(vendor), user=user, path=path)
    fitting = [
        (vendors.likeness(vendors.of_rule(rule), vendor), rule.pk, rule) for rule in own if rule != but
    ]
    return [rule for _, _, rule in sorted(fitting, reverse=True)]


def use_of(those: Iterable[VendorRule]) -> dict[int, Use]:
    """How often and when last each of them said something, by their keys."""
    keys = [rule.pk for rule in those]
    counted = Correction.objects.filter(rule__in=keys).values("rule").order_by()
    found = counted.annotate(documents=Count("extraction", distinct=True), last=Max("at"))
    used = {row["rule"]: Use(row["documents"], row["last"]) for row in found}
    return {key: used.get(key, Use(0, None)) for key in keys}


def that_said(extraction: Extraction, path: str) -> VendorRule | None:
    """The rule that the value at a path is from, if it is from one that there still is."""
    last = extraction.corrections.filter(path=path).select_related("rule").order_by("-id").first()
    return last.rule if last else None


def touched(rule: VendorRule) -> QuerySet[Extraction]:
    """The documents of which it said something, the newest first."""
    return rule.user.extractions.filter(pk__in=rule.corrections.values("extraction"))


def saying_of(rule: VendorRule) -> Saying:
    """Raises `Unreadable`."""
    return saying.of(rule.kind, rule.says)


def sentence(rule: VendorRule) -> str:
    """In words; one that cannot be read says so."""
    try:
        return sentences.whole(rule.vendor, rule.path, saying_of(rule))
    except Unreadable:
        return f"On invoices of {rule.vendor}, a rule that can no longer be read."


def _columns(vendor: Known) -> dict[str, str]:
    return {"vendor_key": vendor.key, "vendor_tax_id": vendor.tax_id, "iban": vendor.iban}


def _note(happening: Happening, rule: VendorRule, **about: Any) -> None:
    audit.record(happening, user=rule.user, rule=sentence(rule), **about)
