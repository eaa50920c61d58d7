"""What schemathesis cannot make up: documents, names of what is there, and which headers mean something."""

import itertools
import json
import os

import schemathesis
from schemathesis.generation import GenerationMode
from schemathesis.generation.meta import TestPhase

from tests import invoices

# As text, which is all that a description can ask for: but for a comment in its second line it is.
ACME = invoices.draw(invoices.acme()).decode("ascii", "replace").replace("\ufffd", "x")
MEANINGFUL = {
    "cache-control",
    "content-disposition",
    "etag",
    "idempotency-replayed",
    "link",
    "location",
    "ratelimit",
    "ratelimit-policy",
    "retry-after",
    "www-authenticate",
    "x-request-id",
}
KNOWN = json.loads(os.environ["KNOWN_IDS"])
_turn = itertools.count()


@schemathesis.hook
def before_call(context, case, kwargs):
    """Two of three requests are about something real; the third stays what was thrown together."""
    if next(_turn) % 3 == 0 or not _is_sound(case.meta):
        return
    known = KNOWN.get(f"{case.method.lower()} {case.path}") or KNOWN.get(case.path)
    if known and case.meta.phase.name != TestPhase.STATEFUL:  # which finds names by itself
        case.path_parameters["id"] = known[next(_turn) % len(known)]
    if isinstance(case.body, dict) and "file" in case.body:
        case.body["file"] = ACME
    if isinstance(case.body, dict) and "files[]" in case.body:
        case.body["files[]"] = [ACME, ACME]


def _is_sound(meta):
    """Nothing about the request is meant to be refused."""
    modes = [meta.generation.mode, *(part.mode for part in meta.components.values())] if meta else []
    return all(mode == GenerationMode.POSITIVE for mode in modes)


@schemathesis.check
def headers_are_described(ctx, response, case):
    """A header that means something to a caller is in the description of the answer that has it."""
    described = (
        case.operation.definition.raw["responses"].get(str(response.status_code), {}).get("headers", {})
    )
    sent = MEANINGFUL & {name.lower() for name in response.headers}
    strange = sent - {name.lower() for name in described}
    if response.status_code != 405 and strange:
        raise AssertionError(f"{case.operation.label} answers {response.status_code} with {sorted(strange)}.")
