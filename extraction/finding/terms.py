"""What people type to find a document: parts of a vendor's name, a number or a file's name, or an amount."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from django.db.models import Q

from extraction import facts
from extraction.engine.values.folding import fold

MOST_WORDS = 6
MOST_DIGITS = 14
GROUPED = re.compile(r"\d{1,3}(?: \d{3})+(?:[.,]\d*)?")  # 1 204,55
AMOUNT = re.compile(r"\d[\d.,']*")
SIGNS = "-−+()€$£¥₹"


def condition(typed: str) -> Q:
    """Every word is to be found somewhere; nothing typed finds everything."""
    found = Q()
    for word in words(typed)[:MOST_WORDS]:
        found &= _somewhere(word)
    return found


def words(typed: str) -> list[str]:
    """Blanks part words, unless they part the thousands of an amount."""
    bare = typed.strip().strip(SIGNS).strip()
    if GROUPED.fullmatch(bare):
        return [bare.replace(" ", "")]
    return [word for word in typed.split() if any(map(str.isalnum, word))]


def _somewhere(word: str) -> Q:
    found = Q(vendor_folded__contains=fold(word)) | Q(filename_folded__contains=fold(word))
    found |= Q(number_key__contains=facts.number_key(word))
    for least, below in spans(word):
        found |= Q(total__gte=least, total__lt=below) | Q(total__lte=-least, total__gt=-below)
    return found


def spans(word: str) -> Iterator[tuple[Decimal, Decimal]]:
    """The amounts that begin like this, each from the first to before the second: 585,3 begins 585.34."""
    bare = word.strip(SIGNS)
    if AMOUNT.fullmatch(bare) and sum(map(str.isdigit, bare)) <= MOST_DIGITS:
        for whole, decimals in _readings(bare):
            least = Decimal(f"{whole}.{decimals or 0}")
            yield least, least + Decimal(1).scaleb(-len(decimals))


def _readings(amount: str) -> Iterator[tuple[str, str]]:
    """Whole part and decimals. Three digits behind the only separator may be thousands or decimals."""
    before, separator, behind = _parted(amount)
    whole, decimals = (re.sub(r"\D", "", part) for part in (before, behind))
    is_again = separator in before  # so that it can only part thousands
    if separator and (is_again or len(decimals) == 3):
        yield whole + decimals, ""
    if not (separator and is_again):
        yield whole, decimals


def _parted(amount: str) -> tuple[str, str, str]:
    """At its last point or comma."""
    place = max(amount.rfind("."), amount.rfind(","))
    if place < 0:
        return amount, "", ""
    return amount[:place], amount[place], amount[place + 1 :]
