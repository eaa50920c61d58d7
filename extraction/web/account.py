"""The pages on which an account's data is downloaded, and the account closed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from allauth.account.decorators import reauthentication_required
from django import forms
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.models import User
from accounts.pages import MemberRequest, page
from billing import closing as billing_closing
from billing import subscriptions
from extraction import belongings, closing

View = Callable[..., HttpResponseBase]


def proven(view: View) -> View:
    """For what must not be open to whoever finds a browser unlocked: asks once more who is there."""
    asking: View = login_required(reauthentication_required(view))
    return asking


class ClosingForm(forms.Form):
    """The address, typed by hand: nobody closes an account by a slip."""

    email = forms.CharField(
        label="Type the account's e-mail address",
        widget=forms.EmailInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": "Type the address, so that no account is closed by a slip."},
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._user = user

    def clean_email(self) -> str:
        typed: str = self.cleaned_data["email"]
        if typed.strip().lower() != self._user.email:
            raise forms.ValidationError("That is not the address of this account.")
        return typed


@proven
@require_GET
def export(request: MemberRequest) -> HttpResponse:
    return page(request, "extraction/account/export.html", {"documents": request.user.extractions.count()})


@proven
@require_POST
@never_cache
def download(request: MemberRequest) -> HttpResponseBase:
    """Sent while it is written. What goes wrong on the way ends it: half a zip does not open."""
    now = timezone.now()
    try:
        archive = belongings.archive(request.user, now=now)
    except belongings.TooOften as error:
        messages.error(request, str(error))
        return redirect("account_export")
    return StreamingHttpResponse(
        archive,
        content_type="application/zip",
        headers={"Content-Disposition": f'attachment; filename="invoice-ocr-{now:%Y-%m-%d}.zip"'},
    )


@proven
@require_http_methods(["GET", "POST"])
def close(request: MemberRequest) -> HttpResponse:
    form = ClosingForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        closing.begin(request.user, now=timezone.now())
        logout(request)
        return redirect("account_closed")
    shown = {
        "form": form,
        "documents": request.user.extractions.count(),
        "plan": subscriptions.plan_for(request.user, now=timezone.now()),
        "is_paid": billing_closing.is_paying(request.user),
    }
    return page(request, "extraction/account/close.html", shown)


@require_GET
def closed(request: HttpRequest) -> HttpResponse:
    return render(request, "extraction/account/closed.html")
