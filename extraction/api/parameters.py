"""What a request asks for, checked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.files.uploadedfile import UploadedFile

from accounts.authentication import KeyedRequest
from billing.plans import Plan
from extraction import destinations, receiving
from extraction.api.errors import InvalidRequest, PlanRequired
from extraction.api.languages import ISO_639_1
from extraction.arrivals import Arrival

FORMATS = ("json", "csv")
LATER_FORMATS = (*FORMATS, "ubl")
CORRECTED_FORMATS = ("json",)
BATCH_FORMATS = ("json", "csv", "xlsx", "ubl")
INCLUDES = ("evidence",)


@dataclass(frozen=True, slots=True)
class View:
    """The form in which a result is wanted."""

    format: str
    evidence: bool


@dataclass(frozen=True, slots=True)
class Submission:
    """One document to read. `language` is empty when it is to be detected."""

    file: UploadedFile[Any]
    language: str
    view: View
    is_async: bool
    webhook_url: str


@dataclass(frozen=True, slots=True)
class BatchSubmission:
    """What holds for all documents of a batch. `fields` is the form as it was sent."""

    language: str
    webhook_url: str
    fields: dict[str, Any]


def submission(request: KeyedRequest, *, plan: Plan) -> Submission:
    """Reads the body. Raises what `receiving.form` does, `InvalidRequest` or `PlanRequired`."""
    form = _latest(receiving.form(request._request))
    url = webhook_url(form, plan=plan)
    return Submission(
        file=_file(request),
        language=_language(_text(form, "language")),
        view=view({**request.query_params.dict(), **form}),
        is_async="respond-async" in request.headers.get("Prefer", "") or bool(url),
        webhook_url=url,
    )


def batch_submission(request: KeyedRequest, *, plan: Plan, files: Sequence[Arrival]) -> BatchSubmission:
    """Reads the body, which fills `files`. Raises as `submission` does."""
    sent = receiving.form(request._request)
    form = _latest(sent)
    if not files:
        raise InvalidRequest("The field `files[]` is missing. Send the documents as multipart/form-data.")
    view(form, formats=BATCH_FORMATS)
    return BatchSubmission(
        language=_language(_text(form, "language")),
        webhook_url=webhook_url(form, plan=plan),
        fields=sent,
    )


def view(parameters: Mapping[str, str], *, formats: Sequence[str] = FORMATS) -> View:
    """Raises `InvalidRequest`."""
    wanted = _text(parameters, "format") or "json"
    if wanted not in formats:
        raise InvalidRequest(f"Unknown format {wanted!r}. It can be {' or '.join(formats)}.")
    included = [name for name in _text(parameters, "include").split(",") if name]
    for name in included:
        if name not in INCLUDES:
            raise InvalidRequest(f"Cannot include {name!r}. It can be evidence.")
    return View(format=wanted, evidence="evidence" in included)


def webhook_url(parameters: Mapping[str, str], *, plan: Plan) -> str:
    """Where to send the result; empty for nowhere. Raises `InvalidRequest` or `PlanRequired`."""
    url = _text(parameters, "webhook_url")
    if url:
        _check_suitable(url)
    if url and not plan.webhooks:
        message = f"The {plan.name} plan has no webhooks. Leave `webhook_url` out, or upgrade."
        raise PlanRequired(message, suits=lambda plan: plan.webhooks)
    return url


def _check_suitable(url: str) -> None:
    try:
        destinations.host_of(url)
    except destinations.UnsuitableUrl as error:
        raise InvalidRequest(f"`webhook_url` cannot be used. {error}") from error


def _file(request: KeyedRequest) -> UploadedFile[Any]:
    files = request._request.FILES.getlist("file")
    if not files:
        raise InvalidRequest("The field `file` is missing. Send the document as multipart/form-data.")
    if len(files) > 1:
        raise InvalidRequest("Send one file at a time; a batch takes several.")
    file: UploadedFile[Any] = files[0]
    return file


def _language(code: str) -> str:
    if code and code.lower() not in ISO_639_1:
        raise InvalidRequest(f"Unknown language {code!r}. Use an ISO 639-1 code such as en, or leave it out.")
    return code.lower()


def _latest(sent: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Of a field that was sent several times, the last one counts."""
    return {name: values[-1] for name, values in sent.items()}


def _text(parameters: Mapping[str, str], name: str) -> str:
    return parameters.get(name, "").strip()
