"""Draws sparks: `{% sparkline sparks key.pk %}`."""

from __future__ import annotations

from django import template

from accounts.requests.sparks import Spark, spark

register = template.Library()


@register.inclusion_tag("parts/spark.html")
def sparkline(sparks: dict[int, Spark], pk: int) -> dict[str, Spark]:
    """One without any entry is empty."""
    return {"spark": sparks.get(pk) or spark([])}
