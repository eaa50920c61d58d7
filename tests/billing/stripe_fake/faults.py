"""Failing on command: the next so many calls of a path go wrong in a given way."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass
class Fault:
    """`status` is answered with Stripe's error body; with `after_the_fact` it was done nevertheless.

    A `seconds` fault keeps the caller waiting first, and `hang_up` closes the connection without an answer.
    The first `after` calls go well.
    What is `held_back` is no failure: it is answered as things were when it was asked, only later.
    """

    path: str
    method: str = "*"
    times: int = 1
    after: int = 0
    status: int = 500
    type: str = "api_error"
    code: str | None = None
    message: str = "Something went wrong at Stripe."
    seconds: float = 0.0
    hang_up: bool = False
    after_the_fact: bool = False
    held_back: bool = False

    def takes(self, method: str, path: str) -> bool:
        if self.times <= 0 or self.method not in {"*", method} or not re.fullmatch(self.path, path):
            return False
        if self.after > 0:
            self.after -= 1
            return False
        self.times -= 1
        return True

    @property
    def body(self) -> dict[str, object]:
        return {"error": {"type": self.type, "code": self.code, "message": self.message}}


class Refusal(Exception):
    """A request that Stripe itself would refuse."""

    def __init__(
        self,
        message: str,
        *,
        status: int = 400,
        code: str | None = None,
        param: str | None = None,
        kind: str = "invalid_request_error",
    ):
        super().__init__(message)
        self.status = status
        self.body = {"error": {"type": kind, "code": code, "message": message, "param": param}}
