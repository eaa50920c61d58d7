"""What a form of the list picked: documents by their ids, or all that a search finds."""

from __future__ import annotations

import re
from datetime import datetime

from django.http import QueryDict
from django.utils import timezone

from accounts.pages import MemberRequest
from extraction.finding import searches
from extraction.finding.searches import NotUnderstood, Search
from extraction.finding.selections import MOST_PICKED, Selection
from extraction.models import public_ids

ID = re.compile(public_ids.pattern(public_ids.EXTRACTION))


def search(form: QueryDict) -> Search:
    """That of the list from which they were picked. Raises `NotUnderstood`."""
    return searches.read(QueryDict(form.get("search", "")).dict())


def selection(request: MemberRequest) -> Selection:
    """Ids of others are as good as none. Raises `NotUnderstood`."""
    form, user = request.POST, request.user
    if form.get("all"):
        return Selection(user=user, seen=_seen(form), search=search(form))
    ids = tuple(filter(ID.fullmatch, form.getlist("id")))
    if not ids:
        raise NotUnderstood({"id": "Select some documents first."})
    if len(ids) > MOST_PICKED:
        raise NotUnderstood({"id": f"Select at most {MOST_PICKED} documents one by one."})
    return Selection(user=user, seen=timezone.now(), ids=ids)


def _seen(form: QueryDict) -> datetime:
    """When the list was shown. Raises `NotUnderstood`."""
    try:
        seen = datetime.fromisoformat(form.get("seen", ""))
    except ValueError as error:
        raise NotUnderstood({"seen": "Open the list again and select once more."}) from error
    return seen if seen.tzinfo else timezone.make_aware(seen)
