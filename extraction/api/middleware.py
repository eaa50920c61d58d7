"""What every request under /v1/ must bring, before anything looks into it."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from extraction.api import errors

PREFIX = "/v1/"


class LengthRequired:
    """Refuses bodies of unknown length: a chunked one would reach Django as an empty one."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        is_chunked = "HTTP_TRANSFER_ENCODING" in request.META
        if request.path_info.startswith(PREFIX) and is_chunked and not request.META.get("CONTENT_LENGTH"):
            return errors.plain("length_required", "Send a Content-Length; chunked bodies are not accepted.")
        return self.get_response(request)
