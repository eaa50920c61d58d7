"""Rules are made, changed, switched and deleted; each of these stands in the log of their account."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts import happenings
from extraction.memory import rules
from extraction.memory.saying import Always, Beside
from extraction.memory.vendors import Known
from extraction.models import VendorRule

pytestmark = pytest.mark.django_db

LARKFIELD = Known("Larkfield Ltd", "larkfield", "IE1234567T", "")
NOW = timezone.now()


def made(user, says=None, path="payment_terms", vendor=LARKFIELD):
    return rules.make(user, vendor=vendor, path=path, says=says or Always("Net 30"), now=NOW)


def log(user):
    entries = user.audit_entries.filter(happening__startswith="rule.").order_by("pk")
    return [happenings.sentence(entry.happening, entry.about) for entry in entries]


def test_a_rule_is_in_force_as_soon_as_it_is_made(alice):
    rule = made(alice)
    assert list(VendorRule.objects.in_force()) == [rule]
    assert rule.public_id.startswith("rul_")
    assert rules.sentence(rule) == "On invoices of Larkfield Ltd, the terms are always “Net 30”."


def test_the_same_rule_made_twice_is_one(alice):
    rule = made(alice)
    rules.switch(rule, on=False, now=NOW)
    assert made(alice) == rule
    assert VendorRule.objects.get().is_active


def test_another_value_is_another_rule_beside_it(alice):
    assert made(alice) != made(alice, Always("Net 14"))
    assert VendorRule.objects.count() == 2


def test_what_happens_to_a_rule_is_in_the_log(alice):
    rule = made(alice)
    rules.change(rule, says=Beside("Terms"), now=NOW + timedelta(hours=1))
    rules.switch(rule, on=False, now=NOW, because="It could not be read.")
    rules.switch(rule, on=True, now=NOW)
    rules.switch(rule, on=True, now=NOW)
    rules.delete(rule)
    beside = "On invoices of Larkfield Ltd, the terms are what stands right of “Terms”."
    assert log(alice) == [
        "A rule was made. On invoices of Larkfield Ltd, the terms are always “Net 30”.",
        f"A rule was changed. {beside}",
        f"A rule was switched off. {beside} It could not be read.",
        f"A rule was switched on. {beside}",
        f"A rule was deleted. {beside}",
    ]
    assert not VendorRule.objects.exists()


def test_an_account_has_500_rules_at_most(alice):
    VendorRule.objects.bulk_create(
        VendorRule(
            user=alice,
            vendor="Bolt",
            vendor_key="bolt",
            path="payment_terms",
            kind="always",
            says={"value": str(number)},
            created_at=NOW,
            changed_at=NOW,
        )
        for number in range(rules.MOST)
    )
    with pytest.raises(rules.TooManyRules, match="There are 500 rules already"):
        made(alice)
    assert VendorRule.objects.count() == rules.MOST


def test_a_rule_without_a_vendor_cannot_be(alice):
    with pytest.raises(IntegrityError), transaction.atomic():
        made(alice, vendor=Known("", "", "", ""))


def test_a_rule_in_force_has_no_reason_to_be_off(alice):
    rule = made(alice)
    with pytest.raises(IntegrityError), transaction.atomic():
        VendorRule.objects.filter(pk=rule.pk).update(off_because="Broken.")


def test_a_rule_that_cannot_be_read_says_so(alice):
    rule = made(alice)
    rule.says = {"from": "another release"}
    assert rules.sentence(rule) == "On invoices of Larkfield Ltd, a rule that can no longer be read."
