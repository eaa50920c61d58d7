"""Who answers when no view does: the API's envelope under /v1/, a page everywhere else."""

from collections.abc import Callable

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views import defaults

from extraction.api import errors


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponseBase:
    if isinstance(exception, RequestDataTooBig):
        return errors.for_status(413) if _is_api(request) else render(request, "413.html", status=413)
    return errors.for_status(400) if _is_api(request) else defaults.bad_request(request, exception)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponseBase:
    return errors.for_status(404) if _is_api(request) else defaults.page_not_found(request, exception)


def middleware(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """A page for an address that takes only what a form sends, such as after one had to log in for it."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if response.status_code == 405 and not response.content and not _is_api(request):
            response.content = render(request, "405.html").content
        return response

    return answer


def server_error(request: HttpRequest) -> HttpResponse:
    return errors.for_status(500) if _is_api(request) else defaults.server_error(request)


def _is_api(request: HttpRequest) -> bool:
    return f"{request.path_info}/".startswith("/v1/")
