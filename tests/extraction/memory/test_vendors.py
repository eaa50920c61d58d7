"""A vendor is known again by its tax number, else by its account, else by its name."""

import pytest

from extraction.memory.vendors import Known, Likeness, likeness

LARKFIELD = Known("Larkfield Ltd", "larkfield", "IE1234567T", "IE29AIBK93115212345678")


def known(key="", tax_id="", iban=""):
    return Known("as it was read", key, tax_id, iban)


@pytest.mark.parametrize(
    ("other", "how"),
    [
        (known("summary", "IE1234567T", "DE1"), Likeness.TAX_NUMBER),
        (known("summary", "", "IE29AIBK93115212345678"), Likeness.ACCOUNT),
        (known("larkfield"), Likeness.NAME),
        (known("larkfield", "IE7654321X"), Likeness.NAME),
        (known("bolt", "", "DE1"), Likeness.NONE),
        (known(), Likeness.NONE),
    ],
)
def test_the_surest_of_what_they_share_counts(other, how):
    assert likeness(LARKFIELD, other) is how


def test_who_collects_for_many_vendors_does_not_make_them_one():
    other = known("bolt", "IE7654321X", "IE29AIBK93115212345678")
    assert likeness(LARKFIELD, other) is Likeness.NONE


def test_two_of_whom_nothing_is_known_are_not_the_same():
    assert likeness(known(), known()) is Likeness.NONE
