"""The parts of addresses that name something of ours."""

from __future__ import annotations

from django.urls import register_converter

from extraction.models import public_ids


class PublicId:
    """A public id in a path: what cannot be one is not found, whatever characters it has."""

    regex: str

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class ExtractionId(PublicId):
    regex = public_ids.pattern(public_ids.EXTRACTION)


class BatchId(PublicId):
    regex = public_ids.pattern(public_ids.BATCH)


class EndpointId(PublicId):
    regex = public_ids.pattern(public_ids.ENDPOINT)


class DeliveryId(PublicId):
    regex = public_ids.pattern(public_ids.DELIVERY)


class RuleId(PublicId):
    regex = public_ids.pattern(public_ids.RULE)


class DropId(PublicId):
    regex = public_ids.pattern(public_ids.DROP)


register_converter(ExtractionId, "extraction")
register_converter(BatchId, "batch")
register_converter(EndpointId, "endpoint")
register_converter(DeliveryId, "delivery")
register_converter(RuleId, "rule")
register_converter(DropId, "drop")
