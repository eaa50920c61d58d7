"""What the rest of a document shows of a name: web sites made of it, mentions, its first letters."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from rapidfuzz import fuzz

from extraction.engine.candidates import Sheet
from extraction.engine.layout import Segment
from extraction.engine.parties import address
from extraction.engine.parties.block import Block
from extraction.engine.records import cached_property
from extraction.engine.spans import whole
from extraction.engine.values.folding import fold
from extraction.engine.values.remembering import remembered

_FREE_MAIL = frozenset(
    (
        *("gmail", "googlemail", "outlook", "hotmail", "yahoo", "gmx", "web", "t-online", "icloud", "live"),
        *("aol", "orange", "wanadoo", "libero", "wp", "onet"),
    )
)
_SMALL_WORDS = frozenset(
    {"and", "und", "et", "y", "e", "i", "og", "och", "en", "de", "van", "der", "von", "the", "of"}
)
_SIGNED = frozenset({"party.bank", "party.seller"})
PLAIN = 0.5  # the strength of a label that stands beside what it names
_NEVER_IN_HOSTS = re.compile(r"[^a-z0-9]")
_WORDS = re.compile(r"[^\W\d_]+|&")
SHORTEST = 5  # letters of a name that is looked for elsewhere
_SECOND_LEVEL = ("co", "com", "org")


@dataclass(frozen=True)
class Traces:
    """A document searched for the names of parties; made once for all of them."""

    sheet: Sheet
    _folded: tuple[tuple[Segment, str], ...] = field(init=False)
    _holding: dict[str, list[Segment]] = field(init=False, default_factory=dict)  # by what they hold

    def __post_init__(self) -> None:
        folded = tuple([(segment, fold(segment.text)) for segment in self.sheet.layout.segments])
        object.__setattr__(self, "_folded", folded)

    @cached_property
    def _sites(self) -> tuple[str, ...]:
        return self._owned(address.sites)

    @cached_property
    def _hosts(self) -> tuple[str, ...]:
        return self._owned(address.hosts)

    def _owned(self, find: address.Finder) -> tuple[str, ...]:
        """The part of each host that its owner chose."""
        texts = (segment.text for segment in self.sheet.layout.segments if "." in segment.text)
        owned = (_own_part(host) for text in texts for host in find(text))
        return tuple(own for own in owned if len(own) >= 4 and own not in _FREE_MAIL)

    def domain(self, name: str, *, site: bool = False) -> float:
        """How plainly a mail or web address is made of a name; with `site` a web address."""
        key = _plain(name)
        hosts = self._sites if site else self._hosts
        return max((_made_of(host, key) for host in hosts), default=0.0) if len(key) >= 3 else 0.0

    def mentions(self, name: str, *, outside: Sequence[Block]) -> int:
        """How often the name stands elsewhere in the document."""
        return len(self._mentioning(name, outside))

    def signed(self, name: str, *, outside: Sequence[Block]) -> bool:
        """Whether the name stands behind a label for who is paid, such as an account's holder."""
        mentioning = self._mentioning(name, outside)
        kinds = (self.sheet.kinds(label) for s in mentioning for label in self.sheet.labels.of(s)[:1])
        return any(kind & _SIGNED for kind in kinds)

    def bought(self, name: str, *, outside: Sequence[Block]) -> bool:
        """Whether the name is, somewhere else, the whole of what stands beside a label for who buys."""
        key = fold(name).strip()
        alone = (s for s in self._mentioning(name, outside) if fold(s.text).strip() == key)
        return any(self._is_buyers(segment) for segment in alone)

    def _is_buyers(self, segment: Segment) -> bool:
        beside = (s for s in self.sheet.supports(whole(segment)) if s.label.span.segment.line == segment.line)
        return any("party.buyer" in s.kinds and s.label.whole and s.strength >= PLAIN for s in beside)

    def _mentioning(self, name: str, outside: Sequence[Block]) -> list[Segment]:
        key = fold(name).strip()
        if key not in self._holding:
            known = [s for s, text in self._folded if key in text] if len(key) >= SHORTEST else []
            self._holding[key] = known
        own = {id(span.segment) for block in outside for span in block.spans} if self._holding[key] else ()
        return [s for s in self._holding[key] if id(s) not in own]

    def monogram(self, name: str) -> bool:
        """Whether a logo at the top of the first page is made of the name's first letters."""
        words = _WORDS.findall(name)
        initials = "".join(word[0] for word in words if fold(word) not in _SMALL_WORDS).upper()
        return any(initials.startswith(letters) for text, letters in self._monograms if text not in name)

    @cached_property
    def _monograms(self) -> tuple[tuple[str, str], ...]:
        page = self.sheet.layout.pages[0]
        top = [segment.text for segment in page.segments if segment.box.y0 < 0.25 * page.height]
        return tuple((text, letters) for text in top if (letters := _monogram(text)))


def is_made_of(host: str, name: str) -> bool:
    """Whether a mail host or site is made of a name."""
    own, key = _own_part(host), _plain(name)
    plain = len(own) >= 4 and len(key) >= 3 and own not in _FREE_MAIL
    return plain and _made_of(own, key) > 0


@remembered
def _plain(name: str) -> str:
    """A name as a host has it."""
    return _NEVER_IN_HOSTS.sub("", fold(name))


def _own_part(host: str) -> str:
    parts = host.split(".")
    own = parts[-3] if len(parts) > 2 and parts[-2] in _SECOND_LEVEL else parts[-2]
    return own if own in _FREE_MAIL else _plain(own)


def _made_of(host: str, key: str) -> float:
    if key.startswith(host) or host.startswith(key):
        return 0.7 + 0.3 * min(len(host), len(key)) / max(len(host), len(key))
    return 0.7 if fuzz.partial_ratio(host, key) >= 90 else 0.0


def _monogram(text: str) -> str | None:
    letters = text.replace(" ", "").replace(".", "")
    return letters if 2 <= len(letters) <= 3 and letters.upper() == letters else None
