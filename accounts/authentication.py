"""How the API knows who is calling: `Authorization: Bearer <key>`."""

from __future__ import annotations

from django.utils import timezone
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from accounts import keys
from accounts.models import ApiKey, User


class KeyedRequest(Request):
    """A request that came with a live key, for the type checker."""

    user: User
    auth: ApiKey


class ApiKeyAuthentication(BaseAuthentication):
    """Sets `request.user` and, as `request.auth`, the key that was used."""

    def authenticate(self, request: Request) -> tuple[User, ApiKey] | None:
        scheme, _, secret = get_authorization_header(request).decode("latin-1").partition(" ")
        if scheme.lower() != "bearer":
            return None
        try:
            key = keys.authenticate(secret=secret.strip(), now=timezone.now())
        except keys.InvalidKey as error:
            raise AuthenticationFailed from error
        return key.user, key

    def authenticate_header(self, request: Request) -> str:
        """Makes the answer 401 and not 403."""
        return "Bearer"
