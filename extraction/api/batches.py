"""The endpoints for batches: each translates in, makes one call, translates out."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils import timezone
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.authentication import KeyedRequest
from accounts.requests.entry import note_made
from billing import subscriptions
from billing.plans import Plan
from billing.usage import metering
from extraction import arrivals, batches, exports, first_read, overviews, receiving
from extraction.api import caching, once, pagination, parameters
from extraction.api.errors import PlanRequired
from extraction.api.once import Key
from extraction.api.parameters import View
from extraction.api.renderers import JSONRenderer
from extraction.api.schema import batches as described
from extraction.models import Batch

POLL_AGAIN_SECONDS = 5
LONGEST_RETRY_SECONDS = 30


class BatchExtractView(APIView):
    @described.submit
    @once.when_received
    def post(self, request: KeyedRequest, key: Key) -> Response:
        """Take many documents; refusals come in the order plan, quota, total size, number, parameters."""
        plan = _plan_with_batches(request)
        if key.is_new:
            metering.check(user=request.user, now=timezone.now(), takes_place=False, key=request.auth)
        receiving.expect_files(request._request, most=plan.batch_files)
        with arrivals.of(request._request, most=plan.batch_files) as files:
            wanted = parameters.batch_submission(request, plan=plan, files=files)
            claim = key.claim(lambda: once.stored_content(wanted.fields, files))
            if claim and claim.made:
                return _accepted(request, request.user.batches.get(public_id=claim.made))
            batch = batches.submit(
                user=request.user,
                key=request.auth,
                files=files,
                language=wanted.language,
                webhook_url=wanted.webhook_url,
                now=timezone.now(),
                claim=claim,
            )
        return _accepted(request, batch)


class BatchView(APIView):
    @described.one
    def get(self, request: KeyedRequest, public_id: str) -> HttpResponse:
        view = parameters.view(request.query_params.dict(), formats=parameters.BATCH_FORMATS)
        batch = request.user.batches.get(public_id=public_id)
        if batch.finished_at:
            first_read.note_all(batch.extractions.all(), user=request.user, now=timezone.now())
        return caching.tagged(request._request, _written(batch, view))

    @described.delete
    def delete(self, request: KeyedRequest, public_id: str) -> Response:
        batches.delete(request.user.batches.get(public_id=public_id), now=timezone.now())
        return Response(status=204)


class BatchesView(APIView):
    @described.history
    def get(self, request: KeyedRequest) -> Response:
        wanted = pagination.wanted(request._request.GET)
        page = pagination.page(request.user.batches.counted(), wanted)
        return pagination.answer(request._request, page, [_summary(batch) for batch in page.rows])


def _plan_with_batches(request: KeyedRequest) -> Plan:
    plan = subscriptions.plan_for(request.user, now=timezone.now())
    if not plan.batch_files:
        message = f"The {plan.name} plan has no batches. Send one document at a time, or upgrade."
        raise PlanRequired(message, suits=lambda plan: plan.batch_files > 0)
    return plan


def _accepted(request: KeyedRequest, batch: Batch) -> Response:
    note_made(request._request, batch.public_id)
    body = overviews.accepted(batch)
    again = min(max(1, body["estimated_completion_seconds"]), LONGEST_RETRY_SECONDS)
    return Response(body, status=202, headers={"Retry-After": str(again)})


def _written(batch: Batch, view: View) -> HttpResponse:
    if view.format in exports.batches.KINDS:
        kind = exports.batches.KINDS[view.format]
        attached = {"Content-Disposition": f'attachment; filename="{batch.public_id}.{kind.ending}"'}
        return HttpResponse(kind.write(batch), content_type=kind.content_type, headers=attached)
    results = overviews.results(batch, evidence=view.evidence)
    headers = {} if batch.finished_at else {"Retry-After": str(POLL_AGAIN_SECONDS)}
    return HttpResponse(JSONRenderer().render(results), content_type=JSONRenderer.media_type, headers=headers)


def _summary(batch: Batch) -> dict[str, object]:
    counts = {name: getattr(batch, name) for name in ("total", "completed", "failed")}
    return overviews.summary(batch, **counts)
