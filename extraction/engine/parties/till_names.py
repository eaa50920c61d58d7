"""The name of a shop among the lines above its address: slogans, greetings, logos' letters and branches are
none; lines that go on make one name. Each candidate is weighed whole (`till_names.toml`).
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

from extraction.engine.layout import Line, PageLayout
from extraction.engine.parties import address
from extraction.engine.values.folding import fold

MOST = 5  # lines that are looked at
PAIR = 2  # words of which the first says what is sold and the second as much: "Books & Toys"
MOST_WORDS = 5  # of a name on two lines in large letters
ALIKE = 1.2  # how much taller one line of a name may be than the other
CLOSE = 0.9  # line heights between two lines of a name
SHORTEST_REPEATED = 5  # letters
SHORTEST_MIXED = 5  # of a word that may end in a capital ("CommV")
SHORTEST_PART = 3
SURE = 0.9  # the confidence of a reader that leaves no doubt
_SAME_LETTER = str.maketrans("", "", "iIl")  # which readers take for each other
_LATIN = re.compile(r"[^\W\d_\u0370-\uffff]{3}")
_OF_EAST_ASIA = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]{2}")
_WORD = re.compile(r"[^\W\d_]+")
_SENTENCES = re.compile(r"[^\W\d_]{3,}[.!?] [^\W\d_]{3,}")
_STORE = re.compile(r"\s#?\s?\d{3,5}$")  # the number of one of many shops
_GLUED = re.compile(r"(?=.{9})(?:[^\W\d_][a-zà-ÿ]{2,}+)++")  # words that were read without their blanks
_BEGINS_OPEN = re.compile(r"(?:and|und|et|y|e|og|och|en|of|de|du|des|del|della|t/a|co)\b|[&+]")
_ENDS_OPEN = re.compile(r"(?:[&+]|\b(?:and|und|et|of|de|du|des|del|della|the|zum|zur|le|la|aux?|och|og))$")


@dataclass(frozen=True, slots=True)
class Named:
    """The lines of a name and what speaks for them."""

    lines: tuple[Line, ...]
    weight: float


def choose(page: PageLayout, lines: Sequence[Line]) -> tuple[Line, ...]:
    """The lines that are the name; none where nothing reads like one."""
    looked_at = lines[:MOST]
    options = [_weighed(page, looked_at, at, count) for at, count in _runs(page, looked_at)]
    best = max(options, key=lambda option: option.weight, default=None)
    return best.lines if best is not None and best.weight >= _known()["least"]["weight"] else ()


def greeting(text: str) -> int:
    """How many characters of a line greet before the name."""
    folded = fold(text)
    if len(folded) != len(text) or not folded.startswith(_greetings()):
        return 0
    found = (g for g in _greetings() if folded.startswith(g) and not folded[len(g) :][:1].isalnum())
    return max(map(len, found), default=0)


@lru_cache(maxsize=1)
def _greetings() -> tuple[str, ...]:
    return tuple(_known()["greetings"])


def is_part(text: str) -> bool:
    """Whether a line is the number of a branch or a till, and nothing else ("Store 2948")."""
    words = _WORD.findall(fold(text))
    return len(words) == 1 and words[0] in _known()["parts"] and any(map(str.isdigit, text))


def has_part(text: str) -> bool:
    """Whether a line names a branch ("1 Marina Avenue Branch")."""
    return bool(_known()["parts"].intersection(_WORD.findall(fold(text))))


def has_store_number(text: str) -> bool:
    """Whether a line ends with the number of one of many shops ("KAUFHOF 1182")."""
    return bool(_STORE.search(text))


def _runs(page: PageLayout, lines: Sequence[Line]) -> Iterator[tuple[int, int]]:
    """Where a candidate begins, and of how many lines it is: one that goes on is none by itself."""
    begun = 0
    for at in range(1, len(lines) + 1):
        if at == len(lines) or not _goes_on(page, lines[at - 1], lines[at]):
            yield begun, at - begun
            begun = at


def in_one_script(names: Sequence[Line]) -> list[Line]:
    """The names without those that say in Chinese, Japanese or Korean what another says in Latin letters."""
    foreign = [line for line in names if _OF_EAST_ASIA.search(line.text) and not _LATIN.search(line.text)]
    kept = [line for line in names if line not in foreign]
    return kept if any(_LATIN.search(line.text) for line in kept) else list(names)


def _goes_on(page: PageLayout, upper: Line, lower: Line) -> bool:
    """Whether two lines are one name: of equal letters, close, and plainly parted in the middle."""
    first, second = text_of(upper), text_of(lower)
    if address.is_legal_form(address.without_register_number(second)):
        return True
    small, large = sorted((upper.height, lower.height))
    if large > ALIKE * small or lower.box.y0 - upper.box.y1 > CLOSE * page.line_height:
        return False
    if greeting(first) or strangeness(first) or address.ends_in_legal_form(first):
        return False
    if address.ends_in_legal_form(second):
        return _own_words(second) <= 1 and first.isupper() == second.isupper()
    if (
        first.count("(") > first.count(")")
        or _ENDS_OPEN.search(fold(first))
        or _BEGINS_OPEN.match(fold(second))
    ):
        return True
    if small > ALIKE * page.line_height:
        return len(first.split()) + len(second.split()) <= MOST_WORDS and not _is_sentence(first)
    return _is_trade(first) or _is_trade(second)


def _own_words(text: str) -> int:
    """The words before a company's form."""
    words = text.split()
    whole = (n for n in range(len(words)) if address.is_legal_form(" ".join(words[n:])))
    return sum(any(map(str.isalpha, word)) and len(word) > 3 for word in words[: next(whole, len(words))])


def _is_trade(text: str) -> bool:
    words = _WORD.findall(fold(text))
    return 0 < len(words) <= 2 and not any(c in text for c in "&+,") and _known()["trades"].issuperset(words)


def _says_trades(text: str, words: Sequence[str]) -> bool:
    """Whether a line says what is sold and no name: "BOOKS", "Books & Toys"."""
    own = [word for word in words if word not in ("and", "und", "et")]
    several = "&" in text or len(own) < len(words)
    if several and len(own) == PAIR:
        return own[0] in _known()["trades"]
    return bool(words) and _known()["trades"].issuperset(own)


def _weighed(page: PageLayout, lines: Sequence[Line], at: int, count: int) -> Named:
    own = tuple(lines[at : at + count])
    known = _known()["weights"]
    evidence = _evidence(page, lines, own, at)
    return Named(own, sum(known[name] * value for name, value in evidence.items()))


def _evidence(page: PageLayout, lines: Sequence[Line], own: Sequence[Line], at: int) -> dict[str, float]:
    text = address.without_register_number(" ".join(map(text_of, own)))
    words = _WORD.findall(fold(text))
    formal = address.ends_in_legal_form(text)
    alone = _says_trades(text, words)
    height = max(line.height for line in own)
    tallest = max(line.height for line in lines)
    read = min(word.confidence for line in own for word in line.words)
    return {
        "lines_above": float(at),
        "legal_form": float(formal),
        "large_letters": min(1.0, max(0.0, height / page.line_height - 1.1)),
        "small_beside_large": float(height * 1.25 < tallest and not formal),
        "trade": float(not alone and not _known()["trades"].isdisjoint(words)),
        "trade_alone": float(alone),
        "strange_letters": float(strangeness(text)),
        "says_a_sentence": float(_is_sentence(text)),
        "says_hours": float(any(map(str.isdigit, _STORE.sub("", text))) and len(words) > 1 and not at),
        "is_part": float(any(word in _known()["parts"] for word in words)),
        "read_badly": max(0.0, SURE - read),
        "repeated": float(_is_repeated(page, own, words)),
        "within_fuller": float(_is_within_fuller(lines, own, words)),
        "of_two_lines": float(len(own) > 1),
    }


def strangeness(text: str) -> bool:
    """Letters of a logo that were read one by one: capitals in the middle of small ones, at a word's end."""
    words = (word for word in _WORD.findall(text) if not address.is_legal_form(word))
    return any(_is_mixed(word.translate(_SAME_LETTER)) for word in words)


def _is_mixed(word: str) -> bool:
    if _GLUED.fullmatch(word):
        return False
    rises = [n for n in range(1, len(word)) if word[n - 1].islower() and word[n].isupper()]
    return len(rises) > 1 or any(_is_scrap(word[:n], word[n:]) for n in rises)


def _is_scrap(before: str, capital: str) -> bool:
    """Whether a capital inside a word begins no part of a name, as in "PappaRich", nor ends a long one."""
    short = len(before) + len(capital) < SHORTEST_MIXED
    return (short and len(capital) < SHORTEST_PART) or (
        len(before) < SHORTEST_PART - 1 and not capital[1:].islower()
    )


def _is_sentence(text: str) -> bool:
    """A few words, most of them small: what a shop says of itself."""
    ended = text.endswith((".", "!", "?")) or _SENTENCES.search(text)
    if ended and not address.has_legal_form(text):
        return True
    words = _WORD.findall(text)
    small = sum(word[0].islower() for word in words)
    return len(words) > 1 and 2 * small > len(words) - (len(words) == 2)


def _is_repeated(page: PageLayout, own: Sequence[Line], words: Sequence[str]) -> bool:
    """Whether the lower part of the page names it again: a mall's name stands in the address, not there."""
    plain = "".join(words)
    if len(plain) < SHORTEST_REPEATED:
        return False
    others = page.lines[max(own[-1].index + 1, len(page.lines) // 2) :]
    return any(plain in "".join(_WORD.findall(fold(line.text))) for line in others)


def _is_within_fuller(lines: Sequence[Line], own: Sequence[Line], words: Sequence[str]) -> bool:
    """Whether a line below has the same words and more, as under the short name in a logo."""
    below = (_WORD.findall(fold(text_of(line))) for line in lines if line.index > own[-1].index)
    return any(len(words) < len(other) and set(words) < set(other) for other in below) and bool(words)


def text_of(line: Line) -> str:
    return " ".join(segment.text for segment in line.segments)


@lru_cache(maxsize=1)
def _known() -> dict[str, Any]:
    text = files("extraction.engine.parties").joinpath("till_names.toml").read_text(encoding="utf-8")
    known = tomllib.loads(text)
    return known | {"trades": frozenset(known["trades"]), "parts": frozenset(known["parts"])}
