"""Every page of the site, found in the URL configuration: a new one is visited without being listed anywhere.

A route with a part that nobody has filled in yet fails, and says so: `VALUES` has a line for each part.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import product

from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from allauth.account.utils import user_pk_to_url_str
from django.urls import URLPattern, URLResolver, get_resolver

from accounts.models import User
from extraction.models import Extraction
from extraction.samples import SAMPLES
from extraction.web.docs import PAGES

# Not pages of the portal: the API has tests of its own, and the admin's lists are visited by theirs.
ELSEWHERE = ("v1/", "admin/", "metrics", "healthz", "readyz")
FILES = {"page_picture"}  # drawn when asked for, which takes a reader
SHOWN_IN_MORE_THAN_ONE_WAY = {"usage": ["?period=year"]}
PART = re.compile(r"<(?:(?P<kind>\w+):)?(?P<name>\w+)>|\(\?P<(?P<group>\w+)>(?:[^()]|\([^()]*\))*\)")


@dataclass(frozen=True)
class Route:
    name: str
    path: str

    @property
    def parts(self) -> list[str]:
        return [_key(match) for match in PART.finditer(self.path)]

    def filled(self, values: Iterable[object]) -> str:
        """Its address, with these for its parts."""
        given = iter(values)
        return "/" + PART.sub(lambda _: str(next(given)), self.path)


class NobodySaysHow(Exception):
    """A route has a part that `VALUES` does not know."""


def every_route() -> Iterator[Route]:
    """Of pages and API, without the admin's, whose door lets nobody in who is not of the staff."""
    for route in _walked(get_resolver().url_patterns, ""):
        if not route.path.startswith("admin/"):
            yield route


def routes() -> Iterator[Route]:
    for route in _walked(get_resolver().url_patterns, ""):
        if not route.path.startswith(ELSEWHERE) and route.name not in FILES:
            yield route


def addresses(user: User | None) -> dict[str, str]:
    """Of all that `user` may come across, by the name of its route: what they have one of, several times."""
    found = {}
    for route in routes():
        for filled in product(*(values(part, route, user) for part in route.parts)):
            for query in ["", *SHOWN_IN_MORE_THAN_ONE_WAY.get(route.name, [])]:
                found[route.filled(filled) + query] = route.name
    return found


def _walked(patterns: list[URLPattern | URLResolver], before: str) -> Iterator[Route]:
    for each in patterns:
        path = before + str(each.pattern).removeprefix("^").removesuffix("$").replace(r"\Z", "")
        if isinstance(each, URLResolver):
            yield from _walked(each.url_patterns, path)
        else:
            yield Route(each.name or "", path)


def _key(match: re.Match[str]) -> str:
    return match["group"] or f"{match['kind'] or 'str'}:{match['name']}"


def values(part: str, route: Route, user: User | None) -> list[object]:
    """What may stand there, of the user's own; for nobody, what nothing ever had."""
    for key in (f"{route.path.partition('/')[0]}/{part}", part):
        if key in VALUES:
            return VALUES[key](user)
    raise NobodySaysHow(f"Give {part} of {route.path} a line in tests.pages.VALUES.")


def _documents(user: User | None) -> list[object]:
    """One of each state, and one that there are doubts about."""
    if user is None:
        return ["ext_0000000000000000"]
    kinds = [user.extractions.filter(status=status) for status in Extraction.Status]
    kinds.append(user.extractions.completed().filter(result__contains="LS-O418"))
    return list(dict.fromkeys(kind.first().public_id for kind in kinds if kind.exists()))


def _of(name: str, column: str, nobody: object) -> Callable[[User | None], list[object]]:
    def values(user: User | None) -> list[object]:
        rows = getattr(user, name).order_by("pk") if user else None
        return list(rows.values_list(column, flat=True)[:1]) if rows is not None else [nobody]

    return values


def _confirmation(user: User | None) -> list[object]:
    address = EmailAddress.objects.filter(user=user).first() if user else None
    return [EmailConfirmationHMAC(address).key if address else "no-such-key"]


VALUES: dict[str, Callable[[User | None], list[object]]] = {
    "extraction:public_id": _documents,
    "batch:public_id": _of("batches", "public_id", "bat_0000000000000000"),
    "endpoint:public_id": _of("webhook_endpoints", "public_id", "whe_0000000000000000"),
    "delivery:public_id": _of("webhook_deliveries", "public_id", "dlv_0000000000000000"),
    "keys/int:pk": _of("api_keys", "pk", 999_999),
    "rule:public_id": _of("vendor_rules", "public_id", "rul_0000000000000000"),
    "drop:public_id": _of("drops", "public_id", "drp_0000000000000000"),
    "requests/int:pk": _of("api_requests", "pk", 999_999),
    "accounts/int:pk": _of("authenticator_set", "pk", 999_999),  # a passkey
    "docs/slug:name": lambda _: list(PAGES),
    "try/slug:name": lambda _: list(SAMPLES),
    "try/int:number": lambda _: [1],
    "documents/int:place": lambda _: [1],
    "uploads/int:position": lambda _: [0],
    "documents/int:number": lambda _: [1],
    "slug:plan_code": lambda _: ["pro"],
    "slug:interval": lambda _: ["month"],
    "str:kind": lambda _: ["json"],
    "key": _confirmation,
    "uidb36": lambda user: [user_pk_to_url_str(user) if user else "zzzz"],
}
