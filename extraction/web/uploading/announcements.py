"""What a page announces before it sends: a list of files in JSON, each with its name, size and beginning."""

from __future__ import annotations

import base64
import binascii
import json
from typing import Any

from django.core.exceptions import BadRequest

from extraction.refusals import Announced

LONGEST_HEAD = 2_048  # characters in base64
LARGEST = 2**53  # which is where numbers of scripts end


def read(body: bytes) -> list[Announced]:
    """Raises `BadRequest` for what no page of ours sends."""
    try:
        files = json.loads(body)["files"]
        return [_announced(file) for file in files]
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise BadRequest("These are no files.") from error


def _announced(file: dict[str, Any]) -> Announced:
    name, size, head = file["name"], file["size"], file["head"]
    is_sound = isinstance(name, str) and type(size) is int and 0 <= size <= LARGEST
    if not is_sound or not isinstance(head, str) or len(head) > LONGEST_HEAD:
        raise ValueError(file)
    return Announced(filename=name, size=size, head=_decoded(head))


def _decoded(head: str) -> bytes:
    try:
        return base64.b64decode(head, validate=True)
    except binascii.Error as error:
        raise ValueError(head) from error
