"""How a number is written: runs of letters and of figures, and the signs between them.

`LS-2026-0418` and `LS-2027-17` are written alike (`A-9-9`), `PO 4711` is not.
"""

from __future__ import annotations

import re

from extraction.engine.values.folding import plain

_RUNS = re.compile(r"A+|9+")


def of(text: str) -> str:
    """`A-9-9` for `LS-2026-0418`."""
    signs = (_class(character) for character in plain(text) if not character.isspace())
    return _RUNS.sub(lambda run: run[0][0], "".join(signs))


def in_words(shape: str) -> str:
    """`letters-figures-figures` for `A-9-9`."""
    parts = (("letters " if sign == "A" else "figures ") if sign in "A9" else sign for sign in shape)
    return re.sub(r"\s+(?=\W|$)", "", "".join(parts)).strip()


def _class(character: str) -> str:
    if character.isdigit():
        return "9"
    return "A" if character.isalpha() else character
