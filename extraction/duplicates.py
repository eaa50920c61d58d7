"""Documents that an account sent before: the same file, or the same invoice in another one.

Reported, never refused. A reference leads from a later document to an earlier one, so that no two name each
other; which documents are alike does not depend on which of them was read first.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import reduce
from operator import or_

from django.db.models import Q

from accounts.models import User
from extraction.facts import Facts
from extraction.models import Extraction, ExtractionQuerySet

Reason = Extraction.DuplicateReason


def one_at_a_time(user_id: int) -> None:
    """Documents of an account are finished and deleted one after the other, until the transaction ends.

    Belongs at its beginning: each of those transactions writes rows of other documents, too, and the second
    of two shall see what the first did. Others may go on adding documents meanwhile.
    """
    User.objects.select_for_update(no_key=True).filter(pk=user_id).values_list("pk").first()


def note(extraction: Extraction, found: Facts) -> None:
    """Remember which document this one repeats, and which ones, sent later but read sooner, repeat this one.

    Belongs into the transaction that completes it, behind `one_at_a_time`.
    """
    alike = list(_alike(extraction, found))
    for reason, others in alike:
        original = others.filter(pk__lt=extraction.pk).order_by("pk").only("public_id").first()
        if original is not None:
            _refer(_itself(extraction).filter(duplicate_of=None), to=original, reason=reason)
            break
    if reduce(or_, (others for _, others in alike)).filter(pk__gt=extraction.pk).exists():
        for reason, others in alike:
            later = others.filter(_says_less(reason, extraction), pk__gt=extraction.pk)
            _refer(later, to=extraction, reason=reason)


def note_again(extraction: Extraction, found: Facts) -> None:
    """The same for a document whose facts are others now: what was the same invoice may be so no longer.

    Belongs into the transaction that changes them, behind `one_at_a_time`.
    """
    same = Extraction.objects.filter(duplicate_reason=Reason.SAME_INVOICE)
    _hand_on(same.filter(duplicate_of__public_id=extraction.public_id).order_by("pk"))
    same.filter(pk=extraction.pk).update(duplicate_of=None, duplicate_reason="")
    note(extraction, found)


def hand_on(gone: ExtractionQuerySet) -> None:
    """What repeats a document that is to be deleted repeats the next of its kind from now on.

    Belongs into the transaction that deletes them, behind `one_at_a_time`.
    """
    ids = list(gone.values_list("public_id", flat=True))
    staying = Extraction.objects.exclude(public_id__in=ids)
    repeated = staying.filter(duplicate_of__public_id__in=ids).values_list("duplicate_of", flat=True)
    for original in list(repeated.order_by("duplicate_of").distinct()):
        _hand_on(staying.filter(duplicate_of__public_id=original).order_by("pk"))


def _hand_on(repeated: ExtractionQuerySet) -> None:
    """The earliest of those that repeat the same one is now the one that the others repeat."""
    heir = repeated.first()
    if heir is not None:
        others = repeated.filter(pk__gt=heir.pk)
        _refer(others.exclude(duplicate_reason=heir.duplicate_reason), to=heir, reason=Reason.SAME_INVOICE)
        _refer(others, to=heir, reason=Reason(heir.duplicate_reason))
        _itself(heir).update(duplicate_of=None, duplicate_reason="")


def _alike(extraction: Extraction, found: Facts) -> Iterator[tuple[Reason, ExtractionQuerySet]]:
    """The account's other documents that this one repeats or that repeat it, for the surest reason first."""
    own = Extraction.objects.completed().filter(user=extraction.user_id)
    yield Reason.SAME_FILE, own.filter(sha256=extraction.sha256)
    if found.number_key and found.total is not None:
        same = own.filter(number_key=found.number_key, total=found.total, currency=found.currency)
        yield Reason.SAME_INVOICE, same.of_vendor(key=found.vendor_key, tax_id=found.vendor_tax_id)


def _says_less(reason: Reason, extraction: Extraction) -> Q:
    """Whether a document has no reference yet, or one that is later or less sure than that to this one."""
    less = Q(duplicate_of=None) | Q(duplicate_reason=reason, duplicate_of__pk__gt=extraction.pk)
    return less | Q(duplicate_reason=Reason.SAME_INVOICE) if reason == Reason.SAME_FILE else less


def _itself(extraction: Extraction) -> ExtractionQuerySet:
    return Extraction.objects.filter(pk=extraction.pk)


def _refer(duplicates: ExtractionQuerySet, *, to: Extraction, reason: Reason) -> None:
    duplicates.update(duplicate_of=to, duplicate_reason=reason)
