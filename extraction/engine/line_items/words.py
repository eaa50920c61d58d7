"""What the vocabulary says about a piece of text in or around a table."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice, pairwise, takewhile

from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from extraction.engine import vocabulary
from extraction.engine.layout import Segment
from extraction.engine.values import currencies
from extraction.engine.values.remembering import remembered

_LABEL = re.compile(r"[^:]+(?=\s*:)")
_AT_END = re.compile(r"\W*\b(?:at|of|on|@|à|zu|von|de|del|di|van|på|af|da)\W*$", re.IGNORECASE)
_EACH = re.compile(r"/\s?(?:\d{1,4}|[^\W\d_]{1,6})\.?")
_SLIPS = str.maketrans({"1": "i", "l": "i", "0": "o", "5": "s"})
_LONGEST = 4  # words of a column's title as the vocabulary knows it
_PER = re.compile(rf"{currencies.PATTERN}\s?/\s?[^\W\d_]{{1,5}}\.?")  # "€/L", "RM/kg"
MOST_WORDS = 6  # a longer text is a sentence and no title
_LONG = 12  # letters from which on a title can have a second slip
APART = 0.42  # a wider space than this, in line heights, can part two titles
_NOISE = re.compile(r"\(.*?\)|[%:*]|\b(?:in|en)\b")
# Where a word is the title of several kinds of column, the first of these is meant.
KINDS = (
    "description",
    "amount",
    "unit_price",
    "quantity",
    "product_code",
    "position",
    "tax_rate",
    "tax_amount",
    "gross",
    "discount",
    "unit",
    "date",
)
_QUALIFYING = ("tax_rate", "gross")  # kinds that a part of a title can name without being its subject
_NUMBERS = frozenset({"number", "no", "nr", "num", "#"})  # of things that have one, no quantities
# Words after which a title only says what it is of.
_LINKS = frozenset(
    {
        "per",
        "of",
        "for",
        "in",
        "de",
        "di",
        "du",
        "des",
        "del",
        "da",
        "pro",
        "je",
        "pr",
        "za",
        "por",
        "par",
        "til",
        "av",
        "van",
        "excl",
        "incl",
        "ohne",
        "inkl",
    }
)
_HEADS = ("description", "unit_price", "quantity", "amount", "product_code", "discount")
SUMS = ("total", "subtotal", "tax", "balance", "paid", "discount", "shipping", "rounding")


@lru_cache(maxsize=1)
def _titles() -> dict[str, str]:
    """Key of a column's title -> kind of column."""
    words = vocabulary.load()
    return {key: kind for kind in reversed(KINDS) for key in words.of(f"columns.{kind}")}


@lru_cache(maxsize=1)
def _slipped_titles() -> dict[str, str]:
    return {key.translate(_SLIPS): kind for key, kind in _titles().items() if len(key) >= 4}


def _beginning(start: str) -> Iterator[str]:
    """The folded titles that begin so."""
    titles = _sorted_titles()
    return takewhile(lambda title: title.startswith(start), islice(titles, bisect_left(titles, start), None))


@lru_cache(maxsize=1)
def _sorted_titles() -> tuple[str, ...]:
    return tuple(sorted(_slipped_titles()))


@lru_cache(maxsize=1)
def _sums() -> dict[str, str]:
    words = vocabulary.load()
    return {key: kind for kind in reversed(SUMS) for key in words.of(f"totals.{kind}")}


@remembered
def column_kind(text: str) -> str | None:
    """The kind of column that a title stands for, exactly or nearly."""
    if _PER.fullmatch(text.strip()):
        return "unit_price"
    key = vocabulary.key(_NOISE.sub(" ", text)) or vocabulary.key(text)
    return _titles().get(key) or _titles().get(vocabulary.key(text)) or _nearly(key)


def _nearly(key: str) -> str | None:
    """An abbreviation of at least four letters, or a title with a slip in it."""
    if len(key) < 4 or any(map(str.isdigit, key[1:-1])):
        return None
    slipped = _slipped_titles()
    folded = key.translate(_SLIPS)
    if folded in slipped:
        return slipped[folded]
    longer = [slipped[title] for title in _beginning(folded)]
    if longer:
        return min(longer, key=KINDS.index)
    if len(folded) < 5:
        return None
    slips = 1 if len(folded) < _LONG else 2
    alike = _as_long(len(folded), slips)
    close = process.extractOne(folded, alike, scorer=Levenshtein.distance, score_cutoff=slips)
    return slipped[close[0]] if close else None


@lru_cache(maxsize=256)
def _as_long(length: int, slips: int) -> tuple[str, ...]:
    """The titles that can be made of so many letters by so many slips."""
    return tuple(title for title in _slipped_titles() if abs(len(title) - length) <= slips)


def titles_of(segment: Segment) -> list[tuple[str | None, Segment]]:
    """The titles in a segment: usually one; several when known titles stand close to each other."""
    whole = _of_currency(segment.text) or column_kind(without_currency(segment.text))
    if whole is not None or len(segment.words) == 1:
        return [(whole, segment)]
    texts = tuple([word.text for word in segment.words])
    tiles = _tiles(texts)
    if all(tile.kind for tile in tiles):
        parts = [(tile.kind, segment_of(segment, tile.start, tile.end)) for tile in tiles]
        if _stand_apart(parts):
            return parts
    return [(_of_compound(texts), segment)]


def _of_currency(text: str) -> str | None:
    """A currency for each of something ("EUR/1000", "$ / h") is a price, a currency alone the amount."""
    left = without_currency(text).strip(" ()[]")
    if left == text.strip(" ()[]"):
        return None
    if not left:
        return "amount"
    return "unit_price" if _EACH.fullmatch(left) else None


@dataclass(frozen=True, slots=True)
class _Tile:
    """The words from `start` to `end`, and the kind of column that they are the title of."""

    kind: str | None
    key: str
    start: int
    end: int


@remembered
def _of_compound(texts: tuple[str, ...]) -> str | None:
    """What a title of several words is about, given what each of them alone would stand for: "Charge
    description" is a description, "Price excl. VAT" and "Price per item" are prices.
    """
    tiles = _tiles(texts)
    if sorted(str(tile.kind) for tile in tiles) == ["amount", "tax_rate"]:
        return "tax_amount"
    if len(texts) > MOST_WORDS:
        return None
    linked = next((i for i, tile in enumerate(tiles) if tile.key in _LINKS), None)
    if len(tiles) > 1 and any(tile.key in _NUMBERS for tile in tiles):
        return "product_code"
    known = [tile.kind for tile in tiles[:linked] if tile.kind] or [tile.kind for tile in tiles if tile.kind]
    known = [kind for kind in known if kind not in _QUALIFYING] or known
    if not known:
        return None
    return known[-1] if known[-1] in _HEADS else known[0]


def title_kind(texts: Sequence[str]) -> str | None:
    """The kind of column that words, one after the other, are the title of."""
    return column_kind(without_currency(" ".join(texts))) or _of_compound(tuple(texts))


def _stand_apart(tiles: list[tuple[str | None, Segment]]) -> bool:
    """Whether the space between titles is wider than one between words."""
    boxes = [part.box for _, part in tiles]
    return all(right.x0 - left.x1 > APART * left.height for left, right in pairwise(boxes))


@remembered
def _tiles(texts: tuple[str, ...]) -> tuple[_Tile, ...]:
    """The words cut into the longest known titles, from left to right."""
    tiles: list[_Tile] = []
    keys = [vocabulary.key(text) for text in texts]
    known = _titles()
    start = 0
    while start < len(keys):
        for end in range(min(start + _LONGEST, len(keys)), start, -1):
            key = "".join(keys[start:end])
            kind = known.get(key)
            if kind or end == start + 1:
                tiles.append(_Tile(kind, key, start, end))
                start = end
                break
    return tuple(tiles)


@remembered
def can_be_title(text: str) -> bool:
    """Whether a text or any word of it stands for a kind of column."""
    if _of_currency(text) or column_kind(without_currency(text)) is not None:
        return True
    return any(vocabulary.key(part) in _first_words() for part in text.split())


@lru_cache(maxsize=1)
def _first_words() -> frozenset[str]:
    """The keys of the words by which the titles of columns begin."""
    words = vocabulary.load()
    phrases = (
        phrase
        for language in words.languages
        for kind in KINDS
        for phrase in words.phrases.get((f"columns.{kind}", language), ())
    )
    return frozenset(vocabulary.key(phrase.replace("/", " ").split()[0]) for phrase in phrases)


def segment_of(segment: Segment, start: int, end: int) -> Segment:
    """Some of a segment's words as a segment of their own."""
    words = segment.words[start:end]
    box = words[0].box
    for word in words[1:]:
        box = box.union(word.box)
    return Segment(words, box, " ".join(word.text for word in words), segment.page, segment.line)


def without_currency(text: str) -> str:
    """A title without the currency in it: "Amount (EUR)", "Price €"."""
    for printed in reversed(currencies.find(text)):
        text = text[: printed.start] + text[printed.end :]
    return text


@remembered
def sum_kind(text: str) -> str | None:
    """The kind of sum that a label stands for ("Sub-total:", "VAT 19 %"), or None."""
    bare = re.sub(r"\(.*?\)", " ", without_currency(text))
    bare = _AT_END.sub("", re.sub(r"[-+]?\d[\d.,]*\s*%?", " ", bare))
    return _sums().get(vocabulary.key(bare)) or _sums().get(vocabulary.key(text))


@remembered
def charge_kind(text: str) -> str | None:
    """The kind of discount or charge by which a text begins or ends ("Trade discount", "Freight to Oslo")."""
    label = _LABEL.match(text)
    parts = without_currency(label[0] if label else text).split()
    pieces = (
        parts[a:b] for a in range(len(parts)) for b in range(len(parts), a, -1) if not a or b == len(parts)
    )
    kinds = (_charges().get(vocabulary.key(" ".join(piece))) for piece in pieces)
    return next((kind for kind in kinds if kind), None)


@lru_cache(maxsize=1)
def _charges() -> dict[str, str]:
    words = vocabulary.load()
    return {key: kind for kind in ("discount", "shipping", "charge") for key in words.of(f"totals.{kind}")}


@remembered
def leading_sum_kind(text: str) -> str | None:
    """The kind of sum by whose words a longer text begins ("Subtotal usage", "Total before tax")."""
    parts = without_currency(text).split()
    for length in range(min(_LONGEST, len(parts)), 0, -1):
        kind = _sums().get(vocabulary.key(" ".join(parts[:length])))
        if kind:
            return kind
    return None
