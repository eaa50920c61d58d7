"""The account's own pages: what it consists of, API keys, and the colours that a person likes.

allauth brings the pages for logging in and its settings.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from accounts import keys, shown_once
from accounts.forms import LONGEST_NUMBER, KeyForm, LimitForm, number
from accounts.models import ApiKey
from accounts.pages import MemberRequest, is_part, page
from accounts.requests import reading
from accounts.requests.sparks import spark

FIRST_KEY = "First key"
EXPIRES_SOON = timedelta(days=14)
LONG_UNUSED = timedelta(days=30)
THEMES = ("auto", "light", "dark")
THEME_COOKIE_SECONDS = 365 * 24 * 60 * 60


@login_required
@require_GET
def account(request: MemberRequest) -> HttpResponse:
    """One room with a door to each setting."""
    user = request.user
    address = EmailAddress.objects.filter(user=user, email__iexact=user.email).first()
    factors = list(Authenticator.objects.filter(user=user).values_list("type", flat=True))
    shown = {
        "is_confirmed": address is not None and address.verified,
        "has_app": Authenticator.Type.TOTP in factors,
        "passkeys": factors.count(Authenticator.Type.WEBAUTHN),
        "sessions": len(UserSession.objects.purge_and_list(user)),
        "latest": user.audit_entries.first(),
    }
    return page(request, "accounts/account.html", shown)


@login_required
@require_GET
@never_cache
def key_list(request: MemberRequest) -> HttpResponse:
    return page(request, "accounts/keys.html", _keys(request))


@login_required
@require_GET
@never_cache
def new_key(request: MemberRequest) -> HttpResponse:
    return page(request, "accounts/new_key.html", {"form": KeyForm()})


@login_required
@require_POST
def create_key(request: MemberRequest) -> HttpResponse:
    form, now = KeyForm(request.POST), timezone.now()
    if not form.is_valid():
        return page(request, "accounts/new_key.html", {"form": form, "back": reverse("keys")})
    said, ends = form.cleaned_data, form.expires_at(now)
    try:
        issued = keys.issue(user=request.user, name=said["name"], now=now, expires_at=ends, form=said["form"])
    except keys.MadeAlready as made:
        return redirect("made_key", made.key.pk)
    return _handed_over(request, issued)


@login_required
@require_GET
@never_cache
def made_key(request: MemberRequest, pk: int) -> HttpResponse:
    """The secret, this one time: reloaded, the page says where it went."""
    key = _own_live_key(request, pk)
    secret = shown_once.take(request.session, about=f"key {pk}")
    if secret:
        return _shown_once(request, keys.Issued(key=key, secret=secret))
    messages.info(request, f"The secret of “{key.name}” was shown one time. Lost it? Rotate the key.")
    if is_part(request):
        return HttpResponse(status=204, headers={"HX-Redirect": reverse("keys")})
    return redirect("keys")


@login_required
@require_GET
def ask_limit_key(request: MemberRequest, pk: int) -> HttpResponse:
    key = _own_live_key(request, pk)
    form = LimitForm(initial={"invoices": key.first.monthly_limit})
    return page(request, "accounts/limit_key.html", {"key": key, "form": form})


@login_required
@require_POST
def limit_key(request: MemberRequest, pk: int) -> HttpResponse:
    key, form = _own_live_key(request, pk), LimitForm(request.POST)
    if not form.is_valid():
        back = reverse("ask_limit_key", args=[pk])
        return page(request, "accounts/limit_key.html", {"key": key, "form": form, "back": back})
    invoices = form.cleaned_data["invoices"]
    keys.limit(key=key, invoices=invoices)
    said = "has no limit of its own" if invoices is None else f"may bring {keys.monthly(invoices)}"
    messages.success(request, f"“{key.name}” {said} now.")
    return redirect("keys")


@login_required
@require_GET
@never_cache
def ask_rotate_key(request: MemberRequest, pk: int) -> HttpResponse:
    shown = {"key": _own_live_key(request, pk), "number": number()}
    return page(request, "accounts/rotate_key.html", shown)


@login_required
@require_POST
def rotate_key(request: MemberRequest, pk: int) -> HttpResponse:
    form = request.POST.get("form", "")[:LONGEST_NUMBER]
    try:
        issued = keys.rotate(key=_own_live_key(request, pk), now=timezone.now(), form=form)
    except keys.MadeAlready as made:
        return redirect("made_key", made.key.pk)
    return _handed_over(request, issued)


@login_required
@require_GET
def ask_revoke_key(request: MemberRequest, pk: int) -> HttpResponse:
    return page(request, "accounts/revoke_key.html", {"key": _own_live_key(request, pk)})


@login_required
@require_POST
def revoke_key(request: MemberRequest, pk: int) -> HttpResponse:
    key = _own_live_key(request, pk)
    keys.revoke(key=key, now=timezone.now())
    messages.success(request, f"“{key.name}” is revoked. Requests with it are refused from now on.")
    return redirect("keys")


@require_POST
def choose_theme(request: HttpRequest) -> HttpResponse:
    """Kept in a cookie of its own, so that it holds before and after logging in."""
    response = redirect(_way_back(request))
    if request.POST.get("theme") in THEMES:
        response.set_cookie(
            "theme",
            request.POST["theme"],
            max_age=THEME_COOKIE_SECONDS,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
    return response


def _handed_over(request: MemberRequest, issued: keys.Issued) -> HttpResponse:
    """To a page of its own, so that reloading it makes nothing."""
    shown_once.keep(request.session, issued.secret, about=f"key {issued.key.pk}")
    return redirect("made_key", issued.key.pk)


def _shown_once(request: MemberRequest, issued: keys.Issued) -> HttpResponse:
    template = "accounts/created_key.html" if is_part(request) else "accounts/keys.html"
    shown = {
        "issued": issued,
        "is_rotated": issued.key.origin is not None,
        "extract_url": request.build_absolute_uri(reverse("api_extract")),
    }
    return page(request, template, _keys(request) | shown)


def _keys(request: MemberRequest) -> dict[str, Any]:
    now = timezone.now()
    live = request.user.api_keys.live(now=now).select_related("origin")
    return {
        "live": live,
        "ended": request.user.api_keys.exclude(pk__in=live),
        "soon": now + EXPIRES_SOON,
        "long_ago": now - LONG_UNUSED,
        "sparks": {pk: spark(counts) for pk, counts in reading.by_key(request.user, now=now).items()},
        "form": KeyForm(initial={"name": FIRST_KEY}),
        "back": reverse("keys"),
    }


def _own_live_key(request: MemberRequest, pk: int) -> ApiKey:
    key: ApiKey = get_object_or_404(request.user.api_keys.live(now=timezone.now()), pk=pk)
    return key


def _way_back(request: HttpRequest) -> str:
    address = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(
        address, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return address if is_ours else "home"
