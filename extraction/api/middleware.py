"""What is true of every answer under /v1/, whoever made it: it is never HTML."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from extraction.api import errors

PREFIX = "/v1/"


class ApiErrors:
    """Turns Django's own error pages into the API's envelope, and refuses bodies of unknown length.

    A chunked body without a length would reach Django as an empty one.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(PREFIX):
            return self.get_response(request)
        if "HTTP_TRANSFER_ENCODING" in request.META and not request.META.get("CONTENT_LENGTH"):
            return errors.plain("length_required", "Send a Content-Length; chunked bodies are not accepted.")
        response = self.get_response(request)
        is_page = response.get("Content-Type", "").startswith("text/html")
        return (
            errors.for_status(response.status_code) if is_page and response.status_code >= 400 else response
        )
