"""The audit log as its owner reads it: what happened, who did it and from where."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.utils.http import urlencode
from django.views.decorators.http import require_GET

from accounts import agents, keyset
from accounts.happenings import GROUPS, sentence
from accounts.keyset import Cursor
from accounts.models import AuditEntry
from accounts.pages import MemberRequest, page

A_PAGE = 30


@dataclass(frozen=True, slots=True)
class Line:
    """One entry in words."""

    said: str
    group: str
    who: str
    agent: str
    address: str
    created_at: datetime


@login_required
@require_GET
def activity(request: MemberRequest) -> HttpResponse:
    group = request.GET.get("kind", "")
    entries = request.user.audit_entries.all()
    if group in GROUPS:
        entries = entries.of_group(group)
    found = keyset.page(entries, cursor=keyset.asked(request.GET.get("cursor", "")), limit=A_PAGE)
    shown = {
        "lines": [line(entry) for entry in found.rows],
        "older": _query(group, found.next),
        "newer": _query(group, found.previous),
        "groups": GROUPS.items(),
        "group": group,
    }
    return page(request, "accounts/activity.html", shown)


def line(entry: AuditEntry) -> Line:
    return Line(
        said=sentence(entry.happening, entry.about),
        group=GROUPS.get(entry.happening.partition(".")[0], ""),
        who=f"The key {entry.actor_name}" if entry.actor_name else entry.get_actor_display(),
        agent=agents.named(entry.agent),
        address=entry.address or "",
        created_at=entry.created_at,
    )


def _query(group: str, cursor: Cursor | None) -> str:
    return urlencode({"kind": group, "cursor": str(cursor)}) if cursor else ""
