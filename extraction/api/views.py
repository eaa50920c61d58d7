"""The endpoints: each translates in, makes one call, translates out."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpResponse
from django.utils import timezone
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.authentication import KeyedRequest
from accounts.requests.entry import note_made
from billing import subscriptions
from billing.plans import Plan
from billing.usage import metering
from extraction import first_read, jobs, payloads, receiving, uploads
from extraction.api import caching, corrections, keyed, listing, once, pagination, parameters, stated
from extraction.api.errors import ExtractionFailed
from extraction.api.once import Key
from extraction.api.parameters import Submission, View
from extraction.api.renderers import JSONRenderer
from extraction.api.schema import extractions as described
from extraction.api.schema import validation as validation_described
from extraction.corrections import correcting
from extraction.engine import render, validation
from extraction.exports import ubl
from extraction.idempotency import Claim
from extraction.models import Extraction

POLL_AGAIN_SECONDS = 2


class ExtractView(APIView):
    @described.extract
    @once.when_received
    def post(self, request: KeyedRequest, key: Key) -> HttpResponse:
        """Read one document; refusals come in the order quota, size, parameters, type, pages."""
        plan = _plan(request, key)
        receiving.expect_one_file(request._request)
        claim = key.claim(lambda: once.form_content(request))
        wanted = parameters.submission(request, plan=plan)
        extraction = _made_before(request, claim) or _submit(request, wanted, claim, plan)
        note_made(request._request, extraction.public_id)
        if wanted.is_async:
            keyed.note_usage(request._request, extraction.usage)
        else:
            extraction = jobs.wait(extraction, seconds=settings.SYNC_WAIT_SECONDS)
        if extraction.status == Extraction.Status.FAILED:
            first_read.note(extraction, user=request.user, now=timezone.now())
            raise ExtractionFailed(extraction)
        return _answer(request, extraction, wanted.view, unfinished_status=202)


class ExtractionView(APIView):
    @described.one
    def get(self, request: KeyedRequest, public_id: str) -> HttpResponse:
        view = parameters.view(request.query_params.dict(), formats=parameters.LATER_FORMATS)
        extraction = request.user.extractions.get(public_id=public_id)
        return _answer(request, extraction, view, unfinished_status=200)

    @described.correct
    def patch(self, request: KeyedRequest, public_id: str) -> Response:
        view = parameters.view(request.query_params.dict(), formats=parameters.CORRECTED_FORMATS)
        extraction = request.user.extractions.get(public_id=public_id)
        given = corrections.wanted(receiving.json_body(request._request))
        corrected = correcting.correct(extraction, given, by=request.user, now=timezone.now())
        return Response(payloads.document(corrected, evidence=view.evidence))

    @described.delete
    def delete(self, request: KeyedRequest, public_id: str) -> Response:
        jobs.delete(request.user.extractions.get(public_id=public_id))
        return Response(status=204)


class ExtractionsView(APIView):
    @described.history
    def get(self, request: KeyedRequest) -> Response:
        wanted = listing.wanted(request._request.GET)
        page = pagination.page(wanted.of(request.user.extractions.all()), wanted)
        return pagination.answer(request._request, page, [payloads.summary(row) for row in page.rows])


class ValidateView(APIView):
    @validation_described.validate
    @once.when_received
    def post(self, request: KeyedRequest, key: Key) -> Response:
        """Test what a result document says; nothing is read, kept or counted."""
        body = receiving.json_body(request._request)
        key.claim(lambda: stated.canonical(body))
        invoice = stated.invoice(body)
        found = validation.checks(invoice, today=timezone.now().date())
        return Response({"checks": render.checks(found)})


def _plan(request: KeyedRequest, key: Key) -> Plan:
    """Refuses what is over a limit, unless it was asked for before: then it has its place already."""
    user, now = request.user, timezone.now()
    if key.is_new:
        return metering.check(user=user, now=now, key=request.auth).plan
    return subscriptions.plan_for(user, now=now)


def _made_before(request: KeyedRequest, claim: Claim | None) -> Extraction | None:
    """The extraction of an earlier attempt at this request, interrupted before it could answer."""
    return request.user.extractions.get(public_id=claim.made) if claim and claim.made else None


def _submit(request: KeyedRequest, wanted: Submission, claim: Claim | None, plan: Plan) -> Extraction:
    now = timezone.now()
    upload = uploads.store(wanted.file, today=now.date())
    return jobs.submit(
        user=request.user,
        key=request.auth,
        plan=plan,
        upload=upload,
        language=wanted.language,
        webhook_url=wanted.webhook_url,
        now=now,
        claim=claim,
    )


def _answer(
    request: KeyedRequest, extraction: Extraction, view: View, *, unfinished_status: int
) -> HttpResponse:
    if not extraction.is_finished:
        headers = {"Retry-After": str(POLL_AGAIN_SECONDS)}
        return Response(payloads.progress(extraction), status=unfinished_status, headers=headers)
    first_read.note(extraction, user=request.user, now=timezone.now())
    return caching.tagged(request._request, _result(extraction, view))


def _result(extraction: Extraction, view: View) -> HttpResponse:
    if extraction.status == Extraction.Status.COMPLETED and view.format in FILES:
        return FILES[view.format](extraction)
    document = JSONRenderer().render(payloads.current(extraction, evidence=view.evidence))
    return HttpResponse(document, content_type=JSONRenderer.media_type)


def _csv(extraction: Extraction) -> HttpResponse:
    return _file(payloads.csv(extraction).encode(), f"{extraction.public_id}.csv", "text/csv; charset=utf-8")


def _ubl(extraction: Extraction) -> HttpResponse:
    return _file(
        ubl.to_ubl(payloads.document(extraction)),
        f"{extraction.public_id}.xml",
        f"{ubl.MEDIA_TYPE}; charset=utf-8",
    )


FILES = {"csv": _csv, "ubl": _ubl}


def _file(content: bytes, name: str, content_type: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=content_type, headers=headers)
