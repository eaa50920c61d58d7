"""The names of months, and those of which a scan changed letters: "03-0ct-2015", "12 JUI 2016"."""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from pathlib import Path

MONTHS = {
    name: number
    for months in tomllib.loads(Path(__file__).with_name("months.toml").read_text(encoding="utf-8")).values()
    for number, names in enumerate(months, start=1)
    for name in names
}
_LETTERS = 2  # of a misread name that are letters still
_NAMED = re.compile(r"(?<!\w)\d{1,2}([ .\-/]{1,2})(?P<name>[^\W_]{3,9})\1(?:\d{4}|\d{2})(?!\w)")
_LOOKS = str.maketrans("0dq1ij|58v", "oooll" + "llsbu")


def _by_look() -> dict[str, list[str]]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    for name in MONTHS:
        found[name.translate(_LOOKS)].append(name)
    return {look: names for look, names in found.items() if len({MONTHS[name] for name in names}) == 1}


_BY_LOOK = _by_look()


def mended(flat: str) -> str:
    """A folded text, as long as it was, with each day's month put right that only looks like one."""
    return _NAMED.sub(_as_meant, flat)


def _as_meant(match: re.Match[str]) -> str:
    name = match["name"]
    if name in MONTHS or sum(map(str.isalpha, name)) < _LETTERS:
        return match[0]
    meant = _BY_LOOK.get(name.translate(_LOOKS), [name])[0]
    start = match.start("name") - match.start()
    return match[0][:start] + meant + match[0][start + len(name) :]
