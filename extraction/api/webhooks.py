"""The endpoints about webhooks: where events go, what was sent, and sending it again."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.authentication import KeyedRequest
from billing import subscriptions
from extraction.api import once, pagination, webhook_parameters
from extraction.api.errors import InvalidRequest, PlanRequired
from extraction.api.json_bodies import SmallJSONParser
from extraction.api.schema import webhooks as described
from extraction.api.webhook_parameters import Wanted
from extraction.destinations import UnsuitableUrl
from extraction.models import WebhookDelivery, WebhookEndpoint
from extraction.webhooks import documents, endpoints, events


class WebhookView(APIView):
    """Open to plans with webhooks only; bodies are JSON."""

    parser_classes = [SmallJSONParser]

    def initial(self, request: KeyedRequest, *args: object, **kwargs: object) -> None:  # type: ignore[override]  # keyed
        super().initial(request, *args, **kwargs)
        plan = subscriptions.plan_for(request.user, now=timezone.now())
        if not plan.webhooks:
            raise PlanRequired(f"The {plan.name} plan has no webhooks.", suits=lambda plan: plan.webhooks)


class EndpointsView(WebhookView):
    @described.endpoints
    def get(self, request: KeyedRequest) -> Response:
        own = request.user.webhook_endpoints.all()
        return Response({"results": [documents.endpoint(endpoint) for endpoint in own]})

    @described.register
    @once.per_key
    def post(self, request: KeyedRequest) -> Response:
        wanted = webhook_parameters.wanted(request.data)
        endpoint = _registered(request, wanted)
        return Response(documents.endpoint(endpoint), status=201)


class EndpointView(WebhookView):
    @described.one
    def get(self, request: KeyedRequest, public_id: str) -> Response:
        return Response(documents.endpoint(_endpoint(request, public_id)))

    @described.change
    def patch(self, request: KeyedRequest, public_id: str) -> Response:
        endpoint = _endpoint(request, public_id)
        _change(endpoint, webhook_parameters.wanted(request.data, now=endpoint))
        return Response(documents.endpoint(_endpoint(request, public_id)))

    @described.delete
    def delete(self, request: KeyedRequest, public_id: str) -> Response:
        endpoints.delete(_endpoint(request, public_id))
        return Response(status=204)


class RotateView(WebhookView):
    @described.rotate
    @once.per_key
    def post(self, request: KeyedRequest, public_id: str) -> Response:
        endpoint = _endpoint(request, public_id)
        endpoints.rotate(endpoint, now=timezone.now())
        return Response(documents.endpoint(endpoint))


class TestView(WebhookView):
    @described.test
    @once.per_key
    def post(self, request: KeyedRequest, public_id: str) -> Response:
        delivery = events.send_test(_endpoint(request, public_id), now=timezone.now())
        return Response(documents.delivery(delivery), status=202)


class SecretView(WebhookView):
    @described.secret
    def get(self, request: KeyedRequest, public_id: str) -> Response:
        return Response(documents.secret(_endpoint(request, public_id)))


class AccountSecretView(WebhookView):
    """The account's own secret, which signs what goes to a request's `webhook_url`."""

    @described.account_secret
    def get(self, request: KeyedRequest) -> Response:
        return Response(documents.secret(endpoints.account(request.user)))


class RotateAccountSecretView(WebhookView):
    @described.rotate_account_secret
    @once.per_key
    def post(self, request: KeyedRequest) -> Response:
        endpoints.rotate(endpoints.account(request.user), now=timezone.now())
        return Response(status=204)


class EndpointDeliveriesView(WebhookView):
    @described.endpoint_deliveries
    def get(self, request: KeyedRequest, public_id: str) -> Response:
        endpoint = _endpoint(request, public_id)
        return _page(request, endpoint.deliveries.all())


class DeliveriesView(WebhookView):
    @described.deliveries
    def get(self, request: KeyedRequest) -> Response:
        return _page(request, request.user.webhook_deliveries.all())


class DeliveryView(WebhookView):
    @described.delivery
    def get(self, request: KeyedRequest, public_id: str) -> Response:
        return Response(documents.delivery_in_full(_delivery(request, public_id)))


class ReplayView(WebhookView):
    @described.replay
    @once.per_key
    def post(self, request: KeyedRequest, public_id: str) -> Response:
        events.replay(_delivery(request, public_id), now=timezone.now())
        return Response(documents.delivery(_delivery(request, public_id)), status=202)


def _registered(request: KeyedRequest, wanted: Wanted) -> WebhookEndpoint:
    now = timezone.now()
    try:
        endpoint = endpoints.register(
            user=request.user, url=wanted.url, events=wanted.events, description=wanted.description, now=now
        )
    except UnsuitableUrl as error:
        raise InvalidRequest(f"`url` cannot be used. {error}") from error
    except endpoints.TooManyEndpoints as error:
        raise InvalidRequest(str(error)) from error
    if wanted.disabled:
        endpoints.disable(endpoint, because=endpoints.BY_OWNER, now=now)
        endpoint.refresh_from_db()
    return endpoint


def _change(endpoint: WebhookEndpoint, wanted: Wanted) -> None:
    try:
        endpoints.change(endpoint, url=wanted.url, events=wanted.events, description=wanted.description)
    except UnsuitableUrl as error:
        raise InvalidRequest(f"`url` cannot be used. {error}") from error
    if wanted.disabled is True:
        endpoints.disable(endpoint, because=endpoints.BY_OWNER, now=timezone.now())
    if wanted.disabled is False:
        endpoints.enable(endpoint)


def _endpoint(request: KeyedRequest, public_id: str) -> WebhookEndpoint:
    endpoint: WebhookEndpoint = request.user.webhook_endpoints.get(public_id=public_id)
    return endpoint


def _delivery(request: KeyedRequest, public_id: str) -> WebhookDelivery:
    own = request.user.webhook_deliveries.select_related("event", "endpoint")
    delivery: WebhookDelivery = own.get(public_id=public_id)
    return delivery


def _page(request: KeyedRequest, deliveries: models.QuerySet[WebhookDelivery]) -> Response:
    wanted = webhook_parameters.deliveries(request._request.GET)
    if wanted.status:
        deliveries = deliveries.filter(status=wanted.status)
    related = deliveries.select_related("event", "endpoint").defer("event__body").prefetch_related("attempts")
    page = pagination.page(related, wanted)
    return pagination.answer(request._request, page, [documents.delivery(row) for row in page.rows])
