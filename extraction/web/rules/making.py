"""From a correction to a rule: what it could say, how that does on the past, and then for new invoices."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from accounts.pages import MemberRequest, page
from extraction.memory import effects, papers, proposing, rules, subjects, vendors
from extraction.memory.saying import Saying
from extraction.models import Extraction
from extraction.web.bench.documents import own_completed
from extraction.web.rules import drafts, forms
from extraction.web.rules.forms import SayingForm


@login_required
@require_GET
def offer(request: MemberRequest, public_id: str) -> HttpResponse:
    """What the value at `?path=` could be read by; a value that a rule gave leads to that rule."""
    extraction, path = own_completed(request, public_id), _path(request.GET.get("path", ""))
    rule = rules.that_said(extraction, path)
    if rule is not None:
        return redirect("rule", rule.public_id)
    proposed = _proposed(extraction, path)
    data = request.GET if "kind" in request.GET or not proposed else forms.data_of(proposed[0])
    return _page(request, extraction, forms.filled_in(path, data), proposed)


@login_required
@require_POST
def make(request: MemberRequest, public_id: str) -> HttpResponse:
    extraction, path = own_completed(request, public_id), _path(request.POST.get("path", ""))
    vendor, form = vendors.of_document(extraction, path), forms.filled_in(path, request.POST)
    if form.is_valid() and vendor.is_known:
        try:
            made = rules.make(request.user, vendor=vendor, path=path, says=form.saying(), now=timezone.now())
        except rules.TooManyRules as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "The rule holds for new invoices from now on.")
            return redirect("rule", made.public_id)
    return _page(request, extraction, form, _proposed(extraction, path))


def _page(
    request: MemberRequest, extraction: Extraction, form: SayingForm, proposed: Sequence[Saying]
) -> HttpResponse:
    vendor = vendors.of_document(extraction, form.path)
    draft = drafts.of(request.user, vendor=vendor, path=form.path, form=form, proposed=proposed)
    return page(request, "extraction/rules/offer.html", {"extraction": extraction, "draft": draft})


def _proposed(extraction: Extraction, path: str) -> list[Saying]:
    paper = papers.of(extraction)
    if path == effects.LINES:
        return proposing.of_rows(papers.as_read(extraction).document, paper.document)
    return proposing.of(path, effects.now(path, paper.document), paper.sheet)


def _path(path: str) -> str:
    if not subjects.may_have_rule(path):
        raise Http404
    return path
