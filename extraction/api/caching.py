"""Results as clients may keep them: each has a tag, made from its content, and need not be sent twice."""

from __future__ import annotations

import hashlib

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.http import parse_etags

# The client itself may keep a result and has to ask each time whether it still holds: after a deletion it is
# gone. A plain `no-store` would make the tag useless.
POLICY = "private, no-cache"


def tagged(request: HttpRequest, response: HttpResponse, *, policy: str = POLICY) -> HttpResponse:
    """The response with its tag, or 304 for a client that has it already."""
    response["ETag"] = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
    response["Cache-Control"] = policy
    if request.method in ("GET", "HEAD") and _has_it(request, response["ETag"]):
        kept = {name: response[name] for name in ("ETag", "Cache-Control")}
        return HttpResponseNotModified(headers=kept)
    return response


def _has_it(request: HttpRequest, etag: str) -> bool:
    """Proxies that compress weaken tags on their way; for this question both kinds are the same."""
    known = parse_etags(request.headers.get("If-None-Match", ""))
    return any(each.removeprefix("W/") in ("*", etag) for each in known)
