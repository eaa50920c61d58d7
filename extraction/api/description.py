"""The API's description of itself at /v1/openapi.json: open to everybody, the same until the next release."""

from __future__ import annotations

from functools import lru_cache

import simplejson
from django.http import HttpResponse
from rest_framework.request import Request
from rest_framework.views import APIView

from extraction.api import caching
from extraction.api.schema import description, openapi

KEPT_SECONDS = 300


class DescriptionView(APIView):
    authentication_classes = ()
    permission_classes = ()

    @description.read
    def get(self, request: Request) -> HttpResponse:
        text = _written(request.build_absolute_uri("/").rstrip("/"))
        answer = HttpResponse(text, content_type="application/json")
        return caching.tagged(request._request, answer, policy=f"max-age={KEPT_SECONDS}, public")


@lru_cache(maxsize=8)
def _written(site: str) -> bytes:
    """The document for those who reach the service at this address."""
    document = openapi.document() | {"servers": [{"url": site}]}
    return str(simplejson.dumps(document, use_decimal=True, ensure_ascii=False)).encode()
