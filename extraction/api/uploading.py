"""The size limit, held while the body is read: by its announced length first, then by a running count."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler, load_handler
from django.http import HttpRequest

from extraction.uploads import MAX_BYTES, FileTooLarge

FORM_BYTES = 64 * 1024  # what a request may hold beside the file itself


class CountingHandler(FileUploadHandler):
    """Stands before the handlers that keep the file, and stops them at the limit."""

    def __init__(self, request: HttpRequest, keeping: list[FileUploadHandler]) -> None:
        super().__init__(request)
        self.keeping = keeping

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
        for handler in self.keeping:
            handler.upload_interrupted()


def limit(request: HttpRequest) -> None:
    """Refuse a body that says it is too large, and see to it that one that did not say so is cut off.

    Must be called before anything touches the body. Raises `FileTooLarge`.
    """
    if int(request.META.get("CONTENT_LENGTH") or 0) > MAX_BYTES + FORM_BYTES:
        raise FileTooLarge
    keeping = [load_handler(path, request) for path in settings.FILE_UPLOAD_HANDLERS]
    request.upload_handlers = [CountingHandler(request, keeping), *keeping]
