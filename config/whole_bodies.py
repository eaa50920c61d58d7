"""A request whose body broke off is refused at every door: what came of it is not what was sent.

Django makes out the files and fields that did come, and would take a form for whole without the rest of it.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Any

from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError


class BrokenOff(MultiPartParserError):
    """The body is shorter than was said; whatever parses it calls that a bad request."""

    def __init__(self) -> None:
        super().__init__("The body ended early.")


def middleware(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Before everything that looks into a form: whoever reads the body then raises `BrokenOff`."""

    def answer(request: HttpRequest) -> HttpResponse:
        if length := int(request.META.get("CONTENT_LENGTH") or 0):
            request._stream = _Whole(request._stream, length=length)  # type: ignore[assignment]  # all that parsers call
        response = get_response(request)
        _let_go(request)
        return response

    return answer


def _let_go(request: HttpRequest) -> None:
    """Django closes files that arrived whole. One that did not would keep its room on the disk."""
    handlers: list[FileUploadHandler] = vars(request).get("_upload_handlers", [])
    for handler in handlers:
        file = getattr(handler, "file", None)
        if file is not None:
            with suppress(OSError):  # what could not be written before cannot be now
                file.close()


class _Whole:
    """A stream that is as long as it was said to be. Servers give less than was asked for at its end only."""

    def __init__(self, stream: Any, *, length: int) -> None:
        self._stream = stream
        self._missing = length

    def read(self, size: int | None = None) -> bytes:
        wanted = self._missing if size is None or size < 0 else min(size, self._missing)
        return self._counted(self._read(self._stream.read, wanted), at_least=wanted)

    def readline(self, size: int = -1) -> bytes:
        return self._counted(self._read(self._stream.readline, size), at_least=min(1, self._missing))

    def close(self) -> None:
        self._stream.close()

    def _read(self, read: Callable[[int], bytes], size: int) -> bytes:
        """A connection that was lost, or given up, is a body that ended."""
        try:
            return read(size)
        except OSError as error:
            raise BrokenOff from error

    def _counted(self, data: bytes, *, at_least: int) -> bytes:
        self._missing -= len(data)
        if len(data) < at_least:
            raise BrokenOff
        return data
