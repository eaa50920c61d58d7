"""Size limits, held while a body is read: by its announced length first, then by a running count.

`CountingHandler` stands first in FILE_UPLOAD_HANDLERS, so it holds for the API and for every form.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpRequest

from extraction.uploads import MAX_BYTES, FileTooLarge

FORM_BYTES = 64 * 1024  # what a request may hold beside its files; all that strangers may send
FORM_BYTES_PER_FILE = 1024  # what stands around each file of a batch
MAX_JSON_BYTES = 1024 * 1024  # of a result document that comes back to us
MAX_FORM_BYTES = 10 * MAX_BYTES  # what a person who is logged in may send in one go
FORMS = ("multipart/form-data", "application/x-www-form-urlencoded")


class BatchTooLarge(RequestDataTooBig):
    """All files of a batch together."""

    def __init__(self, *, megabytes: int) -> None:
        self.megabytes = megabytes
        super().__init__(f"The batch exceeds {megabytes}MB. Send its files in several batches.")


class LengthRequired(Exception):
    """A body came in chunks of unknown number; it would reach Django as an empty one."""

    def __init__(self) -> None:
        super().__init__("Send a Content-Length; chunked bodies are not accepted.")


class DocumentTooLarge(RequestDataTooBig):
    """A result document is longer than `MAX_JSON_BYTES`."""

    def __init__(self) -> None:
        super().__init__(f"A result document can have {MAX_JSON_BYTES >> 20} MB at most.")


class NotAForm(Exception):
    """Something else was sent where a form is taken."""


class CountingHandler(FileUploadHandler):
    """Stops what comes after it from keeping more than the limit. Raises `FileTooLarge`."""

    def handle_raw_input(
        self,
        input_data: Any,
        META: dict[str, str],  # noqa: N803 - the name that Django calls it by
        content_length: int,
        *args: Any,
        **kwargs: Any,
    ) -> None:
        if content_length > _allowed(self.request):
            raise FileTooLarge

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.received = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        self.received += len(raw_data)
        if self.received > MAX_BYTES:
            self._drop_what_was_kept()
            raise FileTooLarge
        return raw_data

    def file_complete(self, file_size: int) -> None:
        return None

    def _drop_what_was_kept(self) -> None:
        for handler in self.request.upload_handlers if self.request else []:
            handler.upload_interrupted()


def expect_one_file(request: HttpRequest) -> None:
    """For a program's request, once its key is known to be good and before its body is touched.

    Raises `LengthRequired` or `FileTooLarge`.
    """
    if _length(request) > MAX_BYTES + FORM_BYTES:
        raise FileTooLarge
    request.may_send_bytes = MAX_BYTES + FORM_BYTES  # type: ignore[attr-defined]  # ours


def expect_files(request: HttpRequest, *, most: int) -> None:
    """The same for up to so many files, which together may not be larger than `BATCH_MAX_MB`.

    Raises `LengthRequired` or `BatchTooLarge`.
    """
    megabytes = min(most * (MAX_BYTES >> 20), settings.BATCH_MAX_MB)
    if _length(request) > (megabytes << 20) + FORM_BYTES + most * FORM_BYTES_PER_FILE:
        raise BatchTooLarge(megabytes=megabytes)


def form(request: HttpRequest) -> dict[str, list[str]]:
    """The fields that a program sends; its files are in `request.FILES` then.

    Raises `NotAForm`, or Django's `MultiPartParserError`.
    """
    if request.content_type not in FORMS and _length(request):
        raise NotAForm
    return dict(request.POST.lists())


def json_body(request: HttpRequest) -> bytes:
    """What a program sends in place of a form. Raises `LengthRequired` or `DocumentTooLarge`."""
    if _length(request) > MAX_JSON_BYTES:
        raise DocumentTooLarge
    return request.body


def _length(request: HttpRequest) -> int:
    """What the request says of its body; the server reads no more than that."""
    length = request.META.get("CONTENT_LENGTH")
    if "HTTP_TRANSFER_ENCODING" in request.META and not length:
        raise LengthRequired
    return int(length or 0)


def _allowed(request: HttpRequest | None) -> int:
    """How long a body may be, asked before it is read, and so before a view can say who may send it."""
    if request is None:
        return FORM_BYTES
    allowed: int | None = getattr(request, "may_send_bytes", None)
    if allowed is not None:
        return allowed
    return MAX_FORM_BYTES if request.user.is_authenticated else FORM_BYTES
