"""Every error that the API can answer with: one envelope, one table, one place that maps exceptions to it."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.http import Http404, HttpResponse, JsonResponse
from django.http.multipartparser import MultiPartParserError
from django.urls import reverse
from django.utils import timezone
from rest_framework import exceptions
from rest_framework.response import Response

from accounts.guessing import TooManyGuesses
from billing import plans
from billing.plans import Plan
from billing.usage import metering
from extraction import idempotency, outages
from extraction.arrivals import TooManyFiles, UnknownField
from extraction.corrections.correcting import NotRead, NotUnderstood
from extraction.engine.errors import DocumentError
from extraction.exports.ubl import Gap, MissingTerms
from extraction.models import Batch, Extraction, WebhookDelivery, WebhookEndpoint
from extraction.receiving import BatchTooLarge, DocumentTooLarge, LengthRequired, NotAForm
from extraction.uploads import FileTooLarge

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Entry:
    """One code of the table: its HTTP status and what it means to a caller."""

    status: int
    meaning: str


TABLE = {
    "invalid_file": Entry(400, "Unsupported file type or corrupt file"),
    "invalid_request": Entry(400, "Missing file, unknown format, bad language or another bad parameter"),
    "unauthorized": Entry(401, "Missing or invalid API key"),
    "plan_required": Entry(403, "The plan does not include this: more pages, batches or webhooks"),
    "not_found": Entry(404, "There is nothing here, or it is not yours"),
    "method_not_allowed": Entry(405, "This address does not take that method"),
    "idempotency_conflict": Entry(
        409, "The Idempotency-Key was used for another request, or its first one is still running"
    ),
    "length_required": Entry(411, "The request came without a Content-Length"),
    "file_too_large": Entry(413, "File exceeds 20MB limit, or a batch its number of files or total size"),
    "terms_missing": Entry(
        422, "The document does not say all that this form of a result asks for; `missing` says what"
    ),
    "rate_limited": Entry(
        429,
        "Monthly quota or a key's own limit exceeded, too many concurrent requests, or too many wrong keys",
    ),
    "processing_error": Entry(500, "Internal processing failure (retry with exponential backoff)"),
    "unavailable": Entry(503, "Nothing can be taken at the moment; Retry-After says when to try again"),
}

# What was raised, the code it is answered with, and the words; without words it speaks for itself.
EXCEPTIONS: tuple[tuple[tuple[type[Exception], ...], str, str | None], ...] = (
    ((DocumentError,), "invalid_file", None),
    ((LengthRequired,), "length_required", None),
    ((TooManyFiles, BatchTooLarge, DocumentTooLarge), "file_too_large", None),
    ((RequestDataTooBig,), "file_too_large", str(FileTooLarge())),
    ((UnknownField, NotUnderstood), "invalid_request", None),
    (
        (NotRead,),
        "invalid_request",
        "This document has no result to correct: it is still being read, or could not be.",
    ),
    (
        (exceptions.NotAuthenticated, exceptions.AuthenticationFailed),
        "unauthorized",
        "Missing or invalid API key. Send it as: Authorization: Bearer YOUR_API_KEY",
    ),
    ((exceptions.MethodNotAllowed,), "method_not_allowed", None),
    ((Extraction.DoesNotExist,), "not_found", "There is no such extraction."),
    ((Batch.DoesNotExist,), "not_found", "There is no such batch."),
    ((WebhookEndpoint.DoesNotExist,), "not_found", "There is no such webhook endpoint."),
    ((WebhookDelivery.DoesNotExist,), "not_found", "There is no such webhook delivery."),
    ((Http404, exceptions.NotFound), "not_found", "There is nothing here, or it is not yours."),
    ((idempotency.Deleted,), "not_found", "What this Idempotency-Key was answered with has been deleted."),
    (
        (exceptions.UnsupportedMediaType, NotAForm),
        "invalid_request",
        "Content-Type is not one taken here: multipart/form-data for files, application/json for the rest.",
    ),
    (
        (exceptions.ParseError, MultiPartParserError, SuspiciousOperation),
        "invalid_request",
        "The request's body could not be understood.",
    ),
)

BY_STATUS = {
    400: ("invalid_request", "The request could not be understood."),
    404: ("not_found", "There is nothing at this address."),
    413: ("file_too_large", str(FileTooLarge())),
}
UNAVAILABLE = "Nothing can be taken at the moment. Nothing was kept or counted; please send it again."
OTHERWISE = ("processing_error", "Something failed on our side. Nothing was counted; please try again.")

KEY_LIMIT = "key_limit_exceeded"
WRONG_KEYS = "too_many_wrong_keys"
CONCURRENCY_RETRY_SECONDS = 2
RUNNING_RETRY_SECONDS = 2


class ApiError(Exception):
    """A failure that one of the views found itself; `code` is one of the table's."""

    plan: Plan | None = None  # the smallest that would do

    def __init__(self, code: str, message: str) -> None:
        self.code = code
        super().__init__(message)


class InvalidRequest(ApiError):
    def __init__(self, message: str) -> None:
        super().__init__("invalid_request", message)


class PlanRequired(ApiError):
    """`suits` says of a plan whether it would do."""

    def __init__(self, message: str, *, suits: Callable[[Plan], bool]) -> None:
        self.plan = plans.smallest(suits)
        super().__init__("plan_required", message)


class ExtractionFailed(ApiError):
    """A document was accepted and could not be read; it carries the reason that its row states."""

    def __init__(self, extraction: Extraction) -> None:
        self.plan = plans.smallest(lambda plan: plan.max_pages is None)
        super().__init__(extraction.error_code, extraction.error_message)


@dataclass(frozen=True, slots=True)
class Failure:
    """An error on its way out: what the envelope holds, and headers that belong with it."""

    code: str
    message: str
    reason: str | None = None
    retry_after: int | None = None
    plan: Plan | None = None  # the smallest that would have taken the request
    missing: tuple[Gap, ...] = ()

    @property
    def status(self) -> int:
        return TABLE[self.code].status

    @property
    def headers(self) -> dict[str, str]:
        return {"Retry-After": str(self.retry_after)} if self.retry_after else {}

    @property
    def is_of_the_plan(self) -> bool:
        """A larger plan would help: not where the owner gave the key a limit, or keys are guessed."""
        return self.code in ("plan_required", "rate_limited") and self.reason not in (KEY_LIMIT, WRONG_KEYS)

    def envelope(self, upgrade_url: str) -> dict[str, Any]:
        error: dict[str, Any] = {"code": self.code, "message": self.message}
        if self.reason:
            error["reason"] = self.reason
        if self.missing:
            error["missing"] = [_missing(gap) for gap in self.missing]
        if self.is_of_the_plan:
            error["upgrade_url"] = f"{upgrade_url}?plan={self.plan.code}" if self.plan else upgrade_url
        return {"error": error}


def handle(exception: Exception, context: dict[str, Any]) -> Response | None:
    """Django REST framework's exception handler. None: not one of ours, and `config.handlers` answers."""
    failure = _failure(exception)
    if failure is None:
        return None
    headers = dict(failure.headers)
    if failure.code == "unauthorized":
        headers["WWW-Authenticate"] = "Bearer"
    if isinstance(exception, exceptions.MethodNotAllowed):
        headers["Allow"] = ", ".join(context["view"].allowed_methods)
    upgrade_url = context["request"].build_absolute_uri(reverse("pricing"))
    return Response(failure.envelope(upgrade_url), status=failure.status, headers=headers)


def plain(code: str, message: str) -> HttpResponse:
    """The same envelope where there is no view that could answer."""
    failure = Failure(code, message)
    return JsonResponse(failure.envelope(upgrade_url=""), status=failure.status)


def unavailable() -> HttpResponse:
    """The same for an outage that no view has seen."""
    failure = _unavailable()
    return JsonResponse(failure.envelope(upgrade_url=""), status=failure.status, headers=failure.headers)


def for_status(status: int) -> HttpResponse:
    """The envelope in place of a page that Django made for this status."""
    return plain(*BY_STATUS.get(status, OTHERWISE))


def _failure(exception: Exception) -> Failure | None:
    if isinstance(exception, ApiError):
        return Failure(exception.code, str(exception), plan=exception.plan)
    if isinstance(exception, TooManyGuesses):
        return Failure("rate_limited", str(exception), WRONG_KEYS, exception.seconds)
    if isinstance(exception, metering.LimitReached):
        return _limit_reached(exception)
    if isinstance(exception, idempotency.DifferentRequest | idempotency.StillRunning):
        return _key_taken(exception)
    if isinstance(exception, MissingTerms):
        return Failure("terms_missing", str(exception), missing=exception.gaps)
    for kinds, code, message in EXCEPTIONS:
        if isinstance(exception, kinds):
            return Failure(code, message or str(exception))
    if outages.is_one(exception):
        logger.error("Nothing can be taken: %s", exception)
        return _unavailable()
    return None


def _unavailable() -> Failure:
    return Failure("unavailable", UNAVAILABLE, retry_after=outages.RETRY_SECONDS)


def _missing(gap: Gap) -> dict[str, str | None]:
    return {
        "term": gap.term,
        "name": gap.name,
        "message": gap.message,
        "field": gap.field,
        "rule": gap.rule,
    }


def _limit_reached(exception: metering.LimitReached) -> Failure:
    reason, seconds = "concurrency_exceeded", CONCURRENCY_RETRY_SECONDS
    if isinstance(exception, metering.QuotaExceeded | metering.KeyLimitReached):
        reason = "quota_exceeded" if isinstance(exception, metering.QuotaExceeded) else KEY_LIMIT
        seconds = max(1, int((exception.resets_at - timezone.now()).total_seconds()) + 1)
    return Failure("rate_limited", str(exception), reason, seconds, plans.smallest(exception.would_do))


def _key_taken(exception: idempotency.DifferentRequest | idempotency.StillRunning) -> Failure:
    if isinstance(exception, idempotency.DifferentRequest):
        message = "This Idempotency-Key was used for another request. Use a new key for a new request."
        return Failure("idempotency_conflict", message, reason="different_request")
    return Failure(
        "idempotency_conflict",
        "The request that came first with this Idempotency-Key is still running. Send it again in a moment.",
        reason="still_running",
        retry_after=RUNNING_RETRY_SECONDS,
    )
