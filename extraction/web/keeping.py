"""The page on which an account chooses how long its documents are kept."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from accounts.models import User
from accounts.pages import MemberRequest, page
from extraction import first_read, retention

OFFERED = (365, 180, 90, 30, 7, 1)
AS_LONG = "longest"


class KeepingForm(forms.Form):
    """The choices that service and plan leave, and those that are the account's already."""

    days = forms.ChoiceField(label="Documents are kept")

    def __init__(self, data: Any, *, most: int | None, chosen: int | None) -> None:
        super().__init__(data, initial={"days": AS_LONG if chosen is None else str(chosen)})
        fewer = sorted({*OFFERED, chosen or 1}, reverse=True)
        field = self.fields["days"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - it stands above
        field.choices = [
            (AS_LONG, "until you delete them" if most is None else f"{retention.in_words(most)}, no longer"),
            *((str(days), retention.in_words(days)) for days in fewer if most is None or days < most),
            (str(retention.UNTIL_READ), "only until their result was read"),
        ]

    @property
    def chosen(self) -> int | None:
        days = self.cleaned_data["days"]
        return None if days == AS_LONG else int(days)


@login_required
@require_GET
def ask(request: MemberRequest) -> HttpResponse:
    return _page(request, _form(request.user))


@login_required
@require_POST
def choose(request: MemberRequest) -> HttpResponse:
    """What would go by it is said first, and asked for once more."""
    form, now = _form(request.user, request.POST), timezone.now()
    if not form.is_valid():
        return _page(request, form)
    goes = retention.gone_by(request.user, days=form.chosen, now=now)
    if goes and request.POST.get("goes") != str(goes):
        shown = {"days": form.cleaned_data["days"], "goes": goes, "kept": retention.in_words(form.chosen)}
        return page(request, "extraction/account/fewer_days.html", shown)
    retention.choose(request.user, days=form.chosen, now=now)
    said = retention.in_words(retention.kept_days(request.user, now=now))
    messages.success(request, f"Documents are kept {said}.")
    return redirect("account")


def _form(user: User, data: Any = None) -> KeepingForm:
    most = retention.most_days(user, now=timezone.now())
    return KeepingForm(data, most=most, chosen=user.keeps_days)


def _page(request: MemberRequest, form: KeepingForm) -> HttpResponse:
    minutes = first_read.AFTER_ANSWER.seconds // 60, first_read.AFTER_PAGE.seconds // 60
    shown = {"form": form, "after_answer": minutes[0], "after_page": minutes[1]}
    return page(request, "extraction/account/keeping.html", shown)
