"""`/.well-known/security.txt`: whom to tell of a weakness, as RFC 9116 has it."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

# Who keeps a copy has to ask anew after that; the contact may have changed.
HOLDS_FOR = timedelta(days=180)


@require_safe
def security_txt(_: HttpRequest) -> HttpResponse:
    """Without a contact there is none: an address that nobody reads would be worse."""
    if not settings.SECURITY_CONTACT:
        raise Http404
    lines = [
        f"Contact: {settings.SECURITY_CONTACT}",
        f"Expires: {_expires(timezone.now()):%Y-%m-%dT%H:%M:%SZ}",
        "Preferred-Languages: en",
    ]
    if settings.SITE_URL:
        lines.append(f"Canonical: {settings.SITE_URL}{reverse('security_txt')}")
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


def _expires(now: datetime) -> datetime:
    return datetime.combine((now + HOLDS_FOR).date(), time(), tzinfo=UTC)
