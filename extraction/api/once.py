"""Idempotency-Key: a POST that is sent again is done once, and answered as it was the first time.

`per_key` is all that a POST of JSON needs. One that takes files wants `when_received`: only after its body
was read is known what was asked for. An answer is kept when something came about, or a document was found
to be unreadable; what was refused before that, and every failure of ours, leaves the key free.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.authentication import KeyedRequest
from extraction import idempotency, uploads
from extraction.api.errors import ExtractionFailed, InvalidRequest
from extraction.api.renderers import JSONRenderer
from extraction.arrivals import Arrival
from extraction.idempotency import Answer, AnsweredBefore, Claim

HEADER = "Idempotency-Key"
REPLAYED = "Idempotency-Replayed"
KEPT_HEADERS = (
    "Cache-Control",
    "Content-Disposition",
    "Content-Type",
    "ETag",
    "Link",
    "Location",
    "Retry-After",
)
VISIBLE = re.compile(r"[\x21-\x7e]{1,255}")

Post = Callable[..., HttpResponse]


class Key:
    """The key of one request, if it has one; without, every request is new and nothing is kept."""

    def __init__(self, request: KeyedRequest) -> None:
        """Raises `InvalidRequest`."""
        self._request = request
        self._name = _name(request)
        self._claim: Claim | None = None

    @property
    def is_new(self) -> bool:
        """Not seen before, so that limits hold for it. To ask again takes no quota and no place."""
        name, now = self._name, timezone.now()
        return not name or not idempotency.is_known(user=self._request.user, key=name, now=now)

    def claim(self, content: Callable[[], Any]) -> Claim | None:
        """To be called once it is known what is asked for, and before anything is done about it.

        `content` tells it, and is asked only where there is a key to compare it under.
        Raises what `idempotency.claim` does. If an earlier attempt was interrupted, `made` of the claim names
        what there is of it already: answer with that.
        """
        if self._name:
            self._claim = idempotency.claim(
                user=self._request.user,
                key=self._name,
                fingerprint=_fingerprint(self._request, content()),
                now=timezone.now(),
            )
        return self._claim

    def keep(self, response: HttpResponse) -> HttpResponse:
        if self._claim is None:
            return response
        answer = _answer(response)
        if answer.status >= 500:
            idempotency.release(self._claim)
        else:
            idempotency.keep(self._claim, answer, now=timezone.now())
        return _written(answer, is_replayed=bool(self._claim.made))

    def interrupt(self) -> None:
        if self._claim:
            idempotency.interrupt(self._claim, now=timezone.now())


def when_received(post: Post) -> Post:
    """For a `post` that takes its `Key` as the argument `key`, and claims it when its body was read."""

    @wraps(post)
    def posted(view: APIView, request: KeyedRequest, **arguments: Any) -> HttpResponse:
        key = Key(request)
        try:
            return key.keep(post(view, request, key=key, **arguments))
        except AnsweredBefore as before:
            return _written(before.answer, is_replayed=True)
        except ExtractionFailed as failure:
            return key.keep(view.handle_exception(failure))
        except BaseException:
            key.interrupt()
            raise

    posted.is_done_once = True  # type: ignore[attr-defined]  # ours: the tests ask each view
    return posted


def per_key(post: Post) -> Post:
    """For a `post` whose parsed body says all that it is asked for."""

    @wraps(post)
    def claimed(view: APIView, request: KeyedRequest, *, key: Key, **arguments: Any) -> HttpResponse:
        key.claim(lambda: request.data)
        return post(view, request, **arguments)

    return when_received(claimed)


def form_content(request: KeyedRequest) -> dict[str, Any]:
    """What a form holds: not its bytes, for a retry may draw other boundaries between its parts."""
    files = [
        (field, file.name, file.size, uploads.digest(file))
        for field, several in request._request.FILES.lists()
        for file in several
    ]
    return {"fields": dict(request._request.POST.lists()), "files": files}


def stored_content(fields: dict[str, list[str]], files: Iterable[Arrival]) -> dict[str, Any]:
    """The same of a form whose files went straight into storage."""
    return {"fields": fields, "files": [(file.filename, file.size, file.sha256) for file in files]}


def _name(request: KeyedRequest) -> str:
    """A structured field's string is in quotes; most clients send it bare. Both mean the same key."""
    given = request.headers.get(HEADER)
    if given is None:
        return ""
    name = given[1:-1] if len(given) > 1 and given[0] == given[-1] == '"' else given
    if not VISIBLE.fullmatch(name):
        raise InvalidRequest(f"`{HEADER}` takes 1 to 255 visible characters. A new UUID is a good one.")
    return name


def _fingerprint(request: KeyedRequest, content: Any) -> str:
    asked = [request.method, request.path, sorted(request.query_params.lists()), content]
    return hashlib.sha256(json.dumps(asked, sort_keys=True, default=str).encode()).hexdigest()


def _answer(response: HttpResponse) -> Answer:
    headers = {name: response[name] for name in KEPT_HEADERS if name in response}
    if not isinstance(response, Response):
        return Answer(status=response.status_code, headers=headers, body=response.content)
    headers["Content-Type"] = JSONRenderer.media_type
    return Answer(status=response.status_code, headers=headers, body=JSONRenderer().render(response.data))


def _written(answer: Answer, *, is_replayed: bool) -> HttpResponse:
    replayed = {REPLAYED: "true"} if is_replayed else {}
    return HttpResponse(answer.body, status=answer.status, headers={**answer.headers, **replayed})
