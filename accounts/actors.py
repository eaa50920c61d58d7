"""Who is at work: the person whose request is answered, a program with a key, Stripe, or whoever runs this.

A door says it once, and what is changed behind the door needs not be told.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse

from accounts import callers
from accounts.models import ApiKey, AuditEntry, User

Kind = AuditEntry.Actor
LONGEST_AGENT = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """`name` is a key's; `address` and `agent` are of the computer that a request came from."""

    kind: Kind
    name: str = ""
    address: str | None = None
    agent: str = ""


SERVICE = Actor(kind=Kind.SERVICE)
STRIPE = Actor(kind=Kind.STRIPE)
OPERATOR = Actor(kind=Kind.OPERATOR)

_at_work: ContextVar[HttpRequest | Actor] = ContextVar("at_work", default=SERVICE)


@contextmanager
def acting(actor: HttpRequest | Actor) -> Iterator[None]:
    """Within it, what is changed is changed by this actor, or by whom the request turns out to come from."""
    token = _at_work.set(actor)
    try:
        yield
    finally:
        _at_work.reset(token)


def current(*, on: User) -> Actor:
    """Who changes something of this account. Outside of requests: the service, unless a door said more."""
    found = _at_work.get()
    return found if isinstance(found, Actor) else _behind(found, on)


def middleware(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    def answer(request: HttpRequest) -> HttpResponse:
        with acting(request):
            return get_response(request)

    return answer


def _behind(request: HttpRequest, account: User) -> Actor:
    """Who is logged in to another account than the one that is changed does so in the admin. From where is
    the operator's own matter."""
    key, user = getattr(request, "auth", None), getattr(request, "user", None)
    is_key = isinstance(key, ApiKey)
    if not is_key and user is not None and user.is_authenticated and user.pk != account.pk:
        return OPERATOR
    return Actor(
        kind=Kind.KEY if is_key else Kind.PERSON,
        name=str(key) if is_key else "",
        address=callers.address(request),
        agent=request.headers.get("User-Agent", "")[:LONGEST_AGENT],
    )
