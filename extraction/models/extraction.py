"""The documents that were sent, and where each stands."""

from __future__ import annotations

from datetime import date, datetime
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import connection, models
from django.db.models import Q

from accounts.models import ApiKey
from extraction.models import public_ids
from extraction.models.batch import Batch
from extraction.models.folded import FoldedField

if TYPE_CHECKING:
    from billing.usage.metering import Usage

# What lists are narrowed by; an index that holds all of it answers without looking at the rows. Its texts
# together stay below what an entry of an index may have, which is 2,700 bytes on PostgreSQL.
NARROWED_BY = (
    "status",
    "issued_on",
    "vendor_folded",
    "review",
    "to_check",
    "currency",
    "total",
    "api_key",
    "batch",
    "number_key",
    "filename_folded",
)


class ExtractionQuerySet(models.QuerySet["Extraction"]):
    def unfinished(self) -> ExtractionQuerySet:
        return self.filter(status__in=[Extraction.Status.QUEUED, Extraction.Status.PROCESSING])

    def standing(self, status: str) -> ExtractionQuerySet:
        """As callers see it: what waits for a reader is being processed."""
        return self.unfinished() if status == Extraction.Status.PROCESSING else self.filter(status=status)

    def received(self, start: datetime | None, end: datetime | None) -> ExtractionQuerySet:
        """From `start` on, and before `end`."""
        bounds = {"created_at__gte": start, "created_at__lt": end}
        return self.filter(**{name: bound for name, bound in bounds.items() if bound})

    def issued(self, first: date | None, last: date | None) -> ExtractionQuerySet:
        """By the date that is printed on it, both days included."""
        bounds = {"issued_on__gte": first, "issued_on__lte": last}
        return self.filter(**{name: bound for name, bound in bounds.items() if bound})

    def sold_by(self, folded: str) -> ExtractionQuerySet:
        """By a part of the vendor's name, without case and accents, as `facts` folds it."""
        return self.filter(vendor_folded__contains=folded)

    def interactive(self) -> ExtractionQuerySet:
        return self.filter(queue=Extraction.Queue.INTERACTIVE)

    def bulk(self) -> ExtractionQuerySet:
        return self.filter(queue=Extraction.Queue.BULK)

    def takeable(self, *, now: datetime) -> ExtractionQuerySet:
        """What a worker may claim: what waits, and what another has let go of without finishing it."""
        queued = Q(status=Extraction.Status.QUEUED)
        let_go = Q(status=Extraction.Status.PROCESSING, lease_until__lt=now)
        return self.filter(queued | let_go, attempts__lt=settings.JOB_MAX_ATTEMPTS)

    def claimed(self, pk: int, *, claim: str, until: datetime, now: datetime) -> Extraction | None:
        """That document, now in the hands of who holds the claim; None if it was not to be had.

        Written out, so that to take it and to know it is one question; what is takeable is said once more.
        """
        moments = [connection.ops.adapt_datetimefield_value(each) for each in (until, now)]
        most = settings.JOB_MAX_ATTEMPTS
        columns = ", ".join(f'"{field.column}"' for field in self.model._meta.concrete_fields)
        claimed = self.raw(CLAIM + columns, [claim, moments[0], pk, moments[1], most])
        return next(iter(claimed), None)

    def completed(self) -> ExtractionQuerySet:
        return self.filter(status=Extraction.Status.COMPLETED)

    def to_review(self) -> ExtractionQuerySet:
        """What was read with doubts, and nobody has decided on."""
        return self.completed().filter(review="", to_check__gt=0)

    def without_results(self) -> ExtractionQuerySet:
        """For lists, which say what the columns know: a result may be as long as a book."""
        return self.defer("result", "corrected", "warnings")

    def of_vendor(self, *, key: str, tax_id: str) -> ExtractionQuerySet:
        """Those of one vendor, known by its name or its tax number; none where neither is known."""
        keys = {"vendor_key": key, "vendor_tax_id": tax_id}
        known = [Q(**{column: value}) for column, value in keys.items() if value]
        return self.filter(reduce(or_, known)) if known else self.none()


class Extraction(models.Model):
    """One document on its way from upload to result. The row is the truth; a queue message only a nudge.

    A worker that runs it holds `claim`, a token drawn anew for each attempt, until `lease_until`. Only the
    holder of the current claim can finish it, so a worker that was thought dead changes nothing.
    """

    class Status(models.TextChoices):
        QUEUED = "queued", "Queued"
        PROCESSING = "processing", "Processing"
        COMPLETED = "completed", "Completed"
        FAILED = "failed", "Failed"

    class DuplicateReason(models.TextChoices):
        SAME_FILE = "same_file", "The same file"
        SAME_INVOICE = "same_invoice", "The same invoice"

    class Review(models.TextChoices):
        """What a person said of the result; empty while nobody did."""

        APPROVED = "approved", "Approved"
        REJECTED = "rejected", "Rejected"

    class Queue(models.TextChoices):
        """Whose workers read it: those of single documents, for which somebody waits, or those of many."""

        INTERACTIVE = "interactive", "Interactive"
        BULK = "bulk", "Bulk"

    public_id = models.CharField(max_length=20, unique=True, default=public_ids.for_extraction)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="extractions")
    status = models.CharField(max_length=10, choices=Status, default=Status.QUEUED)
    created_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    api_key = models.ForeignKey(
        ApiKey, null=True, blank=True, on_delete=models.SET_NULL, related_name="extractions"
    )

    queue = models.CharField(max_length=11, choices=Queue, default=Queue.INTERACTIVE)
    batch = models.ForeignKey(
        Batch, null=True, blank=True, on_delete=models.CASCADE, related_name="extractions"
    )
    position = models.PositiveSmallIntegerField(default=0)
    webhook_url = models.CharField(max_length=2_000, blank=True)

    filename = models.CharField(max_length=255)
    filename_folded = FoldedField(of="filename", max_length=120, blank=True)
    file = models.FileField(max_length=120, blank=True)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    language = models.CharField(max_length=2, blank=True)
    max_pages = models.PositiveIntegerField(null=True, blank=True)

    attempts = models.PositiveSmallIntegerField(default=0)
    claim = models.CharField(max_length=32, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)

    pages = models.PositiveIntegerField(null=True, blank=True)
    pages_read = models.PositiveIntegerField(default=0)

    # What the engine read, never changed, and the same with corrections, where there are any.
    result = models.TextField(null=True, blank=True)
    corrected = models.TextField(null=True, blank=True)
    processing_time_ms = models.PositiveIntegerField(null=True, blank=True)
    error_code = models.CharField(max_length=30, blank=True)
    error_message = models.TextField(blank=True)

    # What of the result is kept apart from it, to be looked up: written with it, see `facts`.
    vendor = models.CharField(max_length=255, blank=True)
    vendor_folded = models.CharField(max_length=255, blank=True)
    vendor_key = models.CharField(max_length=255, blank=True)
    vendor_tax_id = models.CharField(max_length=255, blank=True)
    invoice_number = models.CharField(max_length=255, blank=True)
    number_key = models.CharField(max_length=255, blank=True)
    issued_on = models.DateField(null=True, blank=True)
    currency = models.CharField(max_length=3, blank=True)
    total = models.DecimalField(max_digits=20, decimal_places=4, null=True, blank=True)
    iban = models.CharField(max_length=34, blank=True)

    # When it goes because its result was read, in accounts that keep nothing longer than that.
    forget_at = models.DateTimeField(null=True, blank=True)

    # What there is to check in it, and what a person decided.
    to_check = models.PositiveSmallIntegerField(default=0)
    review = models.CharField(max_length=8, choices=Review, blank=True)
    reviewed_at = models.DateTimeField(null=True, blank=True)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="reviewed"
    )

    # What the service adds to the result: an earlier document that this one repeats, and warnings.
    duplicate_of = models.ForeignKey(
        "self",
        to_field="public_id",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="duplicates",
    )
    duplicate_reason = models.CharField(max_length=12, choices=DuplicateReason, blank=True)
    warnings = models.JSONField(default=list, blank=True)

    # How its account's month stood once it was accepted: known to who accepted it, and kept nowhere.
    usage: Usage | None = None

    objects = ExtractionQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-id"]
        indexes = [
            # The history in its order, with what it is narrowed by: no filter looks at rows that it skips.
            models.Index(name="extraction_history", fields=["user", "-created_at", "-id", *NARROWED_BY]),
            models.Index(
                name="extraction_unfinished",
                fields=["created_at"],
                condition=Q(status__in=["queued", "processing"]),
            ),
            models.Index(
                name="extraction_to_review",
                fields=["user", "-created_at", "-id"],
                condition=Q(status="completed", review="", to_check__gt=0),
            ),
            models.Index(name="extraction_to_forget", fields=["forget_at"], condition=~Q(forget_at=None)),
            models.Index(name="extraction_same_file", fields=["user", "sha256"]),
            models.Index(name="extraction_same_number", fields=["user", "number_key"]),
            models.Index(name="extraction_vendor_iban", fields=["user", "vendor_key", "iban"]),
            models.Index(name="extraction_tax_id_iban", fields=["user", "vendor_tax_id", "iban"]),
            models.Index(name="extraction_iban", fields=["user", "iban"]),
            models.Index(name="extraction_turns", fields=["queue", "status", "user", "created_at"]),
            models.Index(name="extraction_of_batch", fields=["batch", "status"]),
            # What was finished lately and how, for whoever runs the service: told without a look at the rows.
            models.Index(name="extraction_finished", fields=["status", "finished_at", "error_code"]),
        ]
        constraints = [
            models.CheckConstraint(
                name="a_completed_extraction_has_its_result",
                condition=~Q(status="completed") | Q(result__isnull=False, finished_at__isnull=False),
            ),
            models.CheckConstraint(
                name="a_failed_extraction_has_its_reason",
                condition=~Q(status="failed") | (~Q(error_code="") & Q(finished_at__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return self.public_id

    @property
    def is_corrected(self) -> bool:
        return self.corrected is not None

    @property
    def is_finished(self) -> bool:
        return self.status in (self.Status.COMPLETED, self.Status.FAILED)


# Columns are named, for a migration may add some while this is asked.
CLAIM = """
    UPDATE extraction_extraction
    SET status = 'processing', claim = %s, lease_until = %s, attempts = attempts + 1
    WHERE id = %s AND (status = 'queued' OR status = 'processing' AND lease_until < %s) AND attempts < %s
    RETURNING """
