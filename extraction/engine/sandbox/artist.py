"""Asks a child of the sandbox to draw a page of a document."""

from __future__ import annotations

import base64

from extraction.engine.sandbox.keeper import Keeper, Limits, Progress


class Artist(Keeper):
    """One warm child that draws. Not for several threads at a time."""

    def __init__(self, limits: Limits) -> None:
        super().__init__(limits, craft="drawing")

    def draw(self, data: bytes, *, page: int, width: int) -> bytes:
        """A page as JPEG, `width` pixels wide where it has so many."""
        return base64.b64decode(self.ask(data, _in_silence, page=page, width=width)["picture"])


def _in_silence(_progress: Progress) -> None:
    """A page is drawn before anybody asks how far it is."""
