"""Size limits, held while a body is read: by its announced length first, then by a running count.

`CountingHandler` stands first in FILE_UPLOAD_HANDLERS, so it holds for the API and for every form.
"""

from __future__ import annotations

from typing import Any

from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpRequest

from extraction.uploads import MAX_BYTES, FileTooLarge

FORM_BYTES = 64 * 1024  # what a request for one file may hold beside it
MAX_REQUEST_BYTES = 10 * MAX_BYTES  # what a form with several files may hold in all


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
        if content_length > MAX_REQUEST_BYTES:
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


def refuse_if_announced_too_large(request: HttpRequest) -> None:
    """For a request that carries one file, before its body is touched. Raises `FileTooLarge`."""
    if int(request.META.get("CONTENT_LENGTH") or 0) > MAX_BYTES + FORM_BYTES:
        raise FileTooLarge
