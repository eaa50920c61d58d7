"""Who answers when no view does: the API's envelope under /v1/, a page everywhere else."""

import sys
from collections.abc import Callable
from urllib.parse import urlsplit

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.http import url_has_allowed_host_and_scheme

from config import request_ids
from extraction import outages
from extraction.api import errors

TRY_AGAIN_IN_SECONDS = "60"  # most limits are by the minute


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponseBase:
    if isinstance(exception, RequestDataTooBig):
        return errors.for_status(413) if _is_api(request) else render(request, "413.html", status=413)
    return errors.for_status(400) if _is_api(request) else _bare(request, 400)


def not_allowed(request: HttpRequest, exception: Exception) -> HttpResponse:
    return errors.for_status(404) if _is_api(request) else render(request, "403.html", status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return errors.for_status(404) if _is_api(request) else render(request, "404.html", status=404)


def too_many_tries(request: HttpRequest) -> HttpResponse:
    """Of passwords, codes and the like."""
    response = render(request, "429.html", status=429)
    response["Retry-After"] = TRY_AGAIN_IN_SECONDS
    return response


def form_refused(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Without the token that each of our forms has: it was open for too long, or is not ours."""
    return render(request, "403_csrf.html", {"back": _where_from(request)}, status=403)


def _where_from(request: HttpRequest) -> str:
    """The page whose form it was, if that is one of ours: of another site nobody is led back to it."""
    came_from = request.headers.get("Referer", "")
    hosts = {request.get_host()}
    is_ours = url_has_allowed_host_and_scheme(
        came_from, allowed_hosts=hosts, require_https=request.is_secure()
    )
    if not is_ours:
        return ""
    parts = urlsplit(came_from)
    path = "/" + parts.path.lstrip("/\\")  # with two slashes it would name a site
    return parts._replace(scheme="", netloc="", path=path, fragment="").geturl()


def middleware(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """A page for an address that takes only what a form sends, such as after one had to log in for it."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if response.status_code == 405 and not response.content and not _is_api(request):
            response.content = render(request, "405.html").content
        return response

    return answer


def server_error(request: HttpRequest) -> HttpResponse:
    """What cannot be reached or written to is no fault of the page: it is there again in a moment."""
    is_outage = outages.is_one(sys.exc_info()[1])
    if _is_api(request):
        return errors.unavailable() if is_outage else errors.for_status(500)
    if not is_outage:
        return _bare(request, 500)
    response = _bare(request, 503)
    response["Retry-After"] = str(outages.RETRY_SECONDS)
    return response


def _bare(request: HttpRequest, status: int) -> HttpResponse:
    """A page that asks neither the database nor the session who is there: either may be what failed."""
    shown = {"request": request, "number": request_ids.current(), "can_try_again": request.method == "GET"}
    return HttpResponse(render_to_string(f"{status}.html", shown), status=status)


def _is_api(request: HttpRequest) -> bool:
    return f"{request.path_info}/".startswith("/v1/")
