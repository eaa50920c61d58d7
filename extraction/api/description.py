"""The API's description of itself at /v1/openapi.json: open to everybody, the same until the next release."""

from __future__ import annotations

import hashlib
from functools import lru_cache

import simplejson
from django.http import HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response, patch_cache_control
from rest_framework.request import Request
from rest_framework.views import APIView

from extraction.api.schema import description, openapi

KEPT_SECONDS = 300


class DescriptionView(APIView):
    authentication_classes = ()
    permission_classes = ()

    @description.read
    def get(self, request: Request) -> HttpResponseBase | None:
        text, etag = _written(request.build_absolute_uri("/").rstrip("/"))
        answer = HttpResponse(text, content_type="application/json", headers={"ETag": etag})
        patch_cache_control(answer, public=True, max_age=KEPT_SECONDS)
        return get_conditional_response(request._request, etag=etag, response=answer)


@lru_cache(maxsize=8)
def _written(site: str) -> tuple[bytes, str]:
    """The document for those who reach the service at this address, and its ETag."""
    document = openapi.document() | {"servers": [{"url": site}]}
    text = simplejson.dumps(document, use_decimal=True, ensure_ascii=False).encode()
    return text, f'"{hashlib.sha256(text).hexdigest()[:32]}"'
