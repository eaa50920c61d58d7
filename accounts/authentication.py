"""How the API knows who is calling: `Authorization: Bearer <key>`."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils import timezone
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from accounts import callers, keys
from accounts.guessing import GUESSES
from accounts.models import ApiKey, User


class KeyedRequest(Request):
    """A request that came with a live key, for the type checker."""

    user: User
    auth: ApiKey


def secret_of(request: HttpRequest | Request) -> str | None:
    """What the request shows as its key, whether or not it is one. None: it shows nothing of the kind."""
    scheme, _, secret = request.META.get("HTTP_AUTHORIZATION", "").partition(" ")
    return secret.strip() if scheme.lower() == "bearer" else None


class ApiKeyAuthentication(BaseAuthentication):
    """Sets `request.user` and, as `request.auth`, the key that was used."""

    def authenticate(self, request: Request) -> tuple[User, ApiKey] | None:
        """Raises `TooManyGuesses`."""
        secret = secret_of(request)
        if secret is None:
            return None
        now, address = timezone.now(), callers.address(request._request)
        try:
            key = keys.authenticate(secret=secret, now=now)
        except keys.InvalidKey as error:
            if address:
                GUESSES.missed(address, secret, now=now)
            raise AuthenticationFailed from error
        if address:
            GUESSES.found(address, key.pk, now=now)
        return key.user, key

    def authenticate_header(self, request: Request) -> str:
        """Makes the answer 401 and not 403."""
        return "Bearer"
