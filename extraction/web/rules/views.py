"""The rules of an account: listed by vendor, each with its trial and its documents, changed and switched."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from accounts.pages import MemberRequest, page
from extraction.memory import past, rules, vendors
from extraction.memory.saying import Unreadable
from extraction.memory.trying import Trial
from extraction.models import VendorRule
from extraction.web.rules import drafts, forms, rows
from extraction.web.rules.forms import SayingForm

A_PAGE = 50
TOUCHED = 10  # documents that a rule's page names


@login_required
@require_GET
def rule_list(request: MemberRequest) -> HttpResponse:
    found = Paginator(request.user.vendor_rules.all(), A_PAGE).get_page(request.GET.get("page"))
    shown = {"found": found, "vendors": rows.vendors(found), "most": rules.MOST}
    return page(request, "extraction/rules/list.html", shown)


@login_required
@require_GET
def rule(request: MemberRequest, public_id: str) -> HttpResponse:
    """With `kind` and what belongs to it in the address, what that would do instead."""
    own = _own(request, public_id)
    data = request.GET if "kind" in request.GET else _kept(own)
    return _page(request, own, forms.filled_in(own.path, data))


@login_required
@require_POST
def change(request: MemberRequest, public_id: str) -> HttpResponse:
    own = _own(request, public_id)
    form = forms.filled_in(own.path, request.POST)
    if not form.is_valid():
        return _page(request, own, form)
    rules.change(own, says=form.saying(), now=timezone.now())
    messages.success(request, "The rule is changed. It holds for new invoices.")
    return redirect("rule", public_id)


@login_required
@require_POST
def switch_on(request: MemberRequest, public_id: str) -> HttpResponse:
    own = _own(request, public_id)
    try:
        rules.saying_of(own)
    except Unreadable:
        messages.error(request, "This rule can no longer be read. Say anew what it shall do.")
    else:
        rules.switch(own, on=True, now=timezone.now())
        messages.success(request, "The rule holds for new invoices.")
    return redirect("rule", public_id)


@login_required
@require_POST
def switch_off(request: MemberRequest, public_id: str) -> HttpResponse:
    rules.switch(_own(request, public_id), on=False, now=timezone.now())
    messages.success(request, "The rule is switched off. What it said of earlier invoices stays.")
    return redirect("rule", public_id)


@login_required
@require_GET
def ask_past(request: MemberRequest, public_id: str) -> HttpResponse:
    own = _own(request, public_id)
    found = rows.of_trial(Trial(past.changing(own)), own.path)
    shown = {"rule": own, "sentence": rules.sentence(own), "rows": found}
    return page(request, "extraction/rules/past.html", shown)


@login_required
@require_POST
def apply_to_past(request: MemberRequest, public_id: str) -> HttpResponse:
    own = _own(request, public_id)
    changed = len(past.apply(own, now=timezone.now()))
    messages.success(request, f"{changed} document{'' if changed == 1 else 's'} changed by the rule.")
    return redirect("rule", public_id)


@login_required
@require_GET
def ask_delete(request: MemberRequest, public_id: str) -> HttpResponse:
    own = _own(request, public_id)
    shown = {"rule": own, "sentence": rules.sentence(own)}
    return page(request, "extraction/rules/delete.html", shown)


@login_required
@require_POST
def delete(request: MemberRequest, public_id: str) -> HttpResponse:
    rules.delete(_own(request, public_id))
    messages.success(request, "The rule is deleted. What it said of earlier invoices stays.")
    return redirect("rules")


def _page(request: MemberRequest, own: VendorRule, form: SayingForm) -> HttpResponse:
    vendor = vendors.of_rule(own)
    draft = drafts.of(request.user, vendor=vendor, path=own.path, form=form, but=own)
    shown = {
        "rule": own,
        "draft": draft,
        "is_tried": draft.sentence != rules.sentence(own),
        "use": rules.use_of([own])[own.pk],
        "touched": rules.touched(own)[:TOUCHED],
    }
    return page(request, "extraction/rules/rule.html", shown)


def _kept(own: VendorRule) -> dict[str, Any]:
    try:
        return forms.data_of(rules.saying_of(own))
    except Unreadable:
        return {"kind": own.kind}


def _own(request: MemberRequest, public_id: str) -> VendorRule:
    found: VendorRule = get_object_or_404(request.user.vendor_rules, public_id=public_id)
    return found
