"""What a text says of when to pay: within days, at once, by the month, or in parts."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from extraction.engine import phrases, vocabulary
from extraction.engine.values import dates, ibans
from extraction.engine.values.remembering import remembered

LONGEST = 320  # characters
LONGEST_PHRASE = 5  # words
FEW_WORDS = 12  # of a sentence that says no more than when to pay
PLAINLY = 0.8
NEAR = 6  # words within which an account follows
_SENTENCE = re.compile(
    r"(?<=[^\W\d_]{2})[.!]\s+(?=[^\W\d_a-z])|(?<=[\d%)])\.\s+(?=[^\W\d_a-z])|\s+[|•·]\s+|(?<=%)\.\s+(?=\d)"
)
_MARK = re.compile(r"[.!]\s|[|•·]")  # without which no sentence ends within a text
_CLAUSE = re.compile(r"\s*[,;(]\s+|\s+[–—-]\s+|\s*\(")
_DAYS = re.compile(r"(?<![\d.,/])(\d[\doO]{0,2})\)?\s*([^\W\d_]+)(?:\s+([^\W\d_]+))?(?!\w)")
_SHORTHAND = re.compile(
    r"\b(?:net|nett|netto|neto)\s?\d{1,3}\b(?![.,]\d)|(?<![.,\d])\b\d{1,3}\s?(?:net|nett|netto)\b"
    r"|\b\d/\d\d\b(?=.{0,12}\bn)",
    re.IGNORECASE,
)
_SHARE = re.compile(r"\d\s?%")
_WORD = re.compile(r"\w+")
_FIGURE = re.compile(r"\d")


@remembered
def likeness(text: str) -> float:
    """1 for words of paying with a number of days, less for one of the two, 0 for neither."""
    words = phrases.tokens(text)
    if not words or len(text) > LONGEST or not _of("unrelated").isdisjoint(words):
        return 0.0
    if len(words) <= FEW_WORDS and _is_at_once(words):
        return 0.9
    if _SHORTHAND.search(text):
        return 1.0
    asks = not words_of_paying().isdisjoint(words)
    if not asks and len(words) > FEW_WORDS and not _FIGURE.search(text):
        return 0.0
    by_month = holds(words, "end_of_month")
    if _counts_days(text):
        return 1.0 if asks or by_month or holds(words, "from_invoice") else 0.75
    if asks and (by_month or _counts_in_words(words)):
        return 0.9
    return 0.9 if _is_in_parts(text, words) else 0.75 if by_month and len(words) <= FEW_WORDS else 0.0


def days(terms: str) -> int | None:
    """The number of days that terms such as "30 days net" give; None for several or none."""
    words = phrases.tokens(terms)
    found = {int(a) for a, b in itertools.pairwise(words) if a.isdecimal() and b in _of("days")}
    match = re.fullmatch(r"net\s?(\d{1,3})", terms.strip(), re.IGNORECASE)
    if match:
        found.add(int(match[1]))
    return found.pop() if len(found) == 1 else None


def names_occasion(text: str) -> bool:
    """Whether a few words name an occasion on which one pays, as "against delivery" does."""
    words = phrases.tokens(text)
    return (
        1 < len(words) <= FEW_WORDS and not _FIGURE.search(text) and bool(_of("stages").intersection(words))
    )


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Where the sentences of a text begin and end."""
    start = 0
    for match in _SENTENCE.finditer(text) if _MARK.search(text) else ():
        yield start, match.start()
        start = match.end()
    yield start, len(text)


def end_of(text: str) -> int:
    """Where a text that begins with terms stops speaking of them."""
    end = _before_other_label(text)
    end = _before_other_sentence(text[:end])
    end = _before_account(text[:end])
    return _before_date(text[:end])


def _before_other_label(text: str) -> int:
    found = phrases.find(text, scanned=False)
    return min((phrase.start for phrase in found if phrase.colon and phrase.start > 3), default=len(text))


def _before_other_sentence(text: str) -> int:
    (_, last), *others = sentences(text)
    if likeness(text[:last]) == 0.0:
        return _before_clause(text[:last], before=last) or last
    for start, end in others:
        if likeness(text[start:end]) < PLAINLY:
            break
        last = end
    return last


def _before_account(text: str) -> int:
    """Where a sentence goes on with the account to pay to, and its number."""
    numbers = [account.start for account in ibans.find(text)]
    named = [
        phrase.start
        for phrase in phrases.find(text, scanned=False)
        if any(m.kind == "party.bank" for m in phrase.meanings) and _FIGURE.search(text, phrase.end)
    ]
    end = min([*numbers, *named, *_onto_accounts(text)], default=len(text))
    kept = _without_small_words(text[:end]) if end < len(text) else text
    return len(kept) if likeness(kept) > 0.0 else len(text)


def _onto_accounts(text: str) -> Iterator[int]:
    """Where a text goes on to point at an account ("to the account below"); "to our account" stays."""
    words = list(_WORD.finditer(text))
    keys = [vocabulary.key(word[0]) for word in words]
    ours = vocabulary.load().of("text.pronouns")
    for account in (at for at, key in enumerate(keys) if key in _of("accounts")):
        before = (at for at in range(account - 1, max(account - NEAR, -1), -1) if keys[at] in _of("onto"))
        onto = next(before, None)
        if onto is not None and keys[onto + 1] not in ours:
            yield words[onto].start()


def _without_small_words(text: str) -> str:
    """A text without the small words that would lead on to what was cut off."""
    words = text.split()
    while words and vocabulary.key(words[-1]) in _small_words():
        words.pop()
    return text[: text.rfind(words[-1]) + len(words[-1])] if words else ""


def _before_date(text: str) -> int:
    """Where terms go on with the date that follows from them: "30 days, that is by 12 May"."""
    printed = dates.find(text)
    return (_before_clause(text, before=printed[0].start) if printed else 0) or len(text)


def _before_clause(sentence: str, *, before: int) -> int:
    """The end of the clauses that plainly are terms by themselves."""
    ends = (match.start() for match in _CLAUSE.finditer(sentence, 0, before))
    return max((end for end in ends if likeness(sentence[:end]) >= PLAINLY), default=0)


def _counts_days(text: str) -> bool:
    units, between = _of("days"), _of("qualified")
    for _, word, after in _DAYS.findall(text):
        first = vocabulary.key(word)
        if first in units or (first in between and vocabulary.key(after) in units):
            return True
    return False


def _counts_in_words(words: Sequence[str]) -> bool:
    """Whether some weeks or months follow, or days whose number is a word: "within two weeks"."""
    if not _of("within").intersection(words):
        return False
    longer, counted = _of("weeks") | _of("months"), _of("counted")
    return any(
        (b in longer and (a.isdecimal() or a in counted)) or (b in _of("days") and a in counted)
        for a, b in itertools.pairwise(words)
    )


def counts_longer(text: str) -> bool:
    """Whether a few words count weeks or months: "2 weeks", "one month after receipt"."""
    words = phrases.tokens(text)
    longer, counted = _of("weeks") | _of("months"), _of("counted")
    return len(words) <= FEW_WORDS and any(
        b in longer and (a.isdecimal() or a in counted) for a, b in itertools.pairwise(words)
    )


def _is_in_parts(text: str, words: Sequence[str]) -> bool:
    """Whether shares of a sum fall due at stages: "50 % with the order, the balance on delivery"."""
    return bool(_SHARE.search(text)) and len(_of("stages").intersection(words)) > 1


def _is_at_once(words: Sequence[str]) -> bool:
    """Whether a phrase for paying at once stands in a text; a single word only if it is all of it."""
    return holds(words, "immediately", least=2) or (len(words) == 1 and words[0] in _of("immediately"))


def holds(words: Sequence[str], kind: str, *, least: int = 1) -> bool:
    """Whether a phrase of a kind stands among some words."""
    known, begin = _of(kind), _beginnings(kind)
    starts = (at for at, word in enumerate(words) if word in begin)
    runs = (
        "".join(words[i:j]) for i in starts for j in range(i + least, min(len(words), i + LONGEST_PHRASE) + 1)
    )
    return any(run in known for run in runs)


@lru_cache(maxsize=1)
def words_of_paying() -> frozenset[str]:
    return _of("payable") | _of("collected")


def units() -> frozenset[str]:
    """The words that count days."""
    return _of("days")


def prepositions() -> frozenset[str]:
    """The words that lead on to the time that there is to pay."""
    return _of("within")


def leads_on(text: str) -> bool:
    """Whether a line ends with a small word, so that the next one goes on with it."""
    words = phrases.tokens(text)
    return bool(words) and (words[-1] in _small_words() or words[-1] in _of("within"))


@lru_cache(maxsize=1)
def _small_words() -> frozenset[str]:
    return vocabulary.load().of("text.stop_words") - _of("days")


@lru_cache(maxsize=16)
def _of(kind: str) -> frozenset[str]:
    return vocabulary.load().of(f"terms.{kind}")


@lru_cache(maxsize=4)
def _beginnings(kind: str) -> frozenset[str]:
    """All that such a key may begin with."""
    return frozenset(key[:end] for key in _of(kind) for end in range(len(key) + 1))
