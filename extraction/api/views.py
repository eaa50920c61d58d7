"""The endpoints: each translates in, makes one call, translates out."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.authentication import KeyedRequest
from billing import metering, subscriptions
from extraction import jobs, payloads, receiving, uploads
from extraction.api import parameters
from extraction.api.errors import ExtractionFailed
from extraction.api.pagination import NewestFirst
from extraction.api.parameters import View
from extraction.models import Extraction

POLL_AGAIN_SECONDS = 2


class ExtractView(APIView):
    def post(self, request: KeyedRequest) -> HttpResponse:
        """Read one document; refusals come in the order quota, size, parameters, type, pages."""
        now = timezone.now()
        metering.check(user=request.user, now=now)
        receiving.expect_one_file(request._request)
        wanted = parameters.submission(request, plan=subscriptions.plan_for(request.user))
        extraction = jobs.submit(
            user=request.user,
            upload=uploads.store(wanted.file, today=now.date()),
            language=wanted.language,
            now=now,
        )
        if not wanted.is_async:
            extraction = jobs.wait(extraction, seconds=settings.SYNC_WAIT_SECONDS)
        if extraction.status == Extraction.Status.FAILED:
            raise ExtractionFailed(extraction)
        return _answer(extraction, wanted.view, unfinished_status=202)


class ExtractionView(APIView):
    def get(self, request: KeyedRequest, public_id: str) -> HttpResponse:
        view = parameters.view(request.query_params.dict())
        extraction = get_object_or_404(request.user.extractions, public_id=public_id)
        return _answer(extraction, view, unfinished_status=200)

    def delete(self, request: KeyedRequest, public_id: str) -> Response:
        jobs.delete(get_object_or_404(request.user.extractions, public_id=public_id))
        return Response(status=204)


class ExtractionsView(APIView):
    def get(self, request: KeyedRequest) -> Response:
        pages = NewestFirst()
        page = pages.paginate_queryset(request.user.extractions.all(), request, view=self)
        return pages.get_paginated_response([payloads.summary(extraction) for extraction in page])


class UsageView(APIView):
    def get(self, request: KeyedRequest) -> Response:
        usage = metering.usage(user=request.user, now=timezone.now())
        return Response(
            {
                "plan": usage.plan.code,
                "period": usage.period,
                "invoices_used": usage.used + usage.reserved,
                "invoices_limit": usage.limit,
                "invoices_remaining": usage.remaining,
            }
        )


def _answer(extraction: Extraction, view: View, *, unfinished_status: int) -> HttpResponse:
    if not extraction.is_finished:
        headers = {"Retry-After": str(POLL_AGAIN_SECONDS)}
        return Response(payloads.progress(extraction), status=unfinished_status, headers=headers)
    if view.format == "csv" and extraction.status == Extraction.Status.COMPLETED:
        return _csv(extraction)
    return Response(payloads.current(extraction, evidence=view.evidence))


def _csv(extraction: Extraction) -> HttpResponse:
    return HttpResponse(
        payloads.csv(extraction),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{extraction.public_id}.csv"'},
    )
