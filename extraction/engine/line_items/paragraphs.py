"""How lines of text hang together: whether one goes on in the next, and how likely two belong to one item."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median

from extraction.engine.document import Word
from extraction.engine.layout import Line
from extraction.engine.line_items import words
from extraction.engine.values import dates, numbers

TIGHT = 0.75  # the most space between two lines of one paragraph, in line heights
FULL = 0.6  # a line is full when the next word would have come this near to the edge, in line heights
INDENT = 2.5  # the most by which a wrapped line is set in, in line heights
UNFINISHED = frozenset(
    {"and", "or", "with", "for", "to", "und", "oder", "mit", "et", "y", "con", "e", "en", "i", "och", "og"}
)
MOST_LETTERS = 6  # beside the days of a period
MOSTLY = 0.5  # a line that is broken in mid-sentence fills at least this share of the width
SPACE_COUNTS = 2.0  # how much more than other signs the space between two lines tells


@dataclass(frozen=True, slots=True)
class TextLine:
    """The words of one line in the column of descriptions. `row` is the row whose numbers stand beside
    it; `marked` tells whether a position, code or date stands before it.
    """

    words: tuple[Word, ...]
    line: Line
    row: int | None
    marked: bool = False

    @property
    def top(self) -> float:
        return min(word.box.y0 for word in self.words)

    @property
    def bottom(self) -> float:
        return max(word.box.y1 for word in self.words)

    @property
    def left(self) -> float:
        return self.words[0].box.x0

    @property
    def right(self) -> float:
        return self.words[-1].box.x1

    @property
    def height(self) -> float:
        return median(word.box.height for word in self.words)

    @property
    def bold(self) -> bool:
        return sum(word.bold for word in self.words) * 2 > len(self.words)


@dataclass(frozen=True, slots=True)
class Measure:
    """The width in which the descriptions of a table are set, and the height of its lines. In a `roomy`
    column no line is full: there was more room than any of them took.
    """

    left: float
    right: float
    line_height: float
    roomy: bool = False


def is_close(upper: TextLine, lower: TextLine) -> bool:
    return lower.top - upper.bottom <= TIGHT * max(upper.height, lower.height)


def wraps(upper: TextLine, lower: TextLine, measure: Measure) -> bool:
    """Whether the lower line goes on where the upper one had no more room."""
    if not is_close(upper, lower) or not _of_one_style(upper, lower) or begins_anew(lower) or lower.marked:
        return False
    if not -measure.line_height <= lower.left - upper.left <= INDENT * measure.line_height:
        return False
    aligned = lower.left - upper.left <= measure.line_height
    if aligned and _is_full(upper, lower, measure):
        return True
    if measure.roomy and not _is_unfinished(upper):
        return False
    return _in_mid_sentence(upper, lower) and (
        upper.right - measure.left >= MOSTLY * (measure.right - measure.left)
    )


def link(upper: TextLine, lower: TextLine, measure: Measure) -> float:
    """How likely two lines below each other belong to one item; only comparisons of links tell."""
    strength = -SPACE_COUNTS * (lower.top - upper.bottom) / max(upper.height, lower.height)
    if lower.marked:
        strength -= 2.0
    if lower.bold != upper.bold:
        strength -= 0.7 if lower.bold else -0.2
    if begins_anew(lower):
        return strength + 0.3
    if _in_mid_sentence(upper, lower):
        strength += 1.0
    return strength + (0.5 if _is_full(upper, lower, measure) else -0.3)


def begins_anew(text: TextLine) -> bool:
    """A dash, a bullet or a label such as "GTIN:" begins another paragraph."""
    first = text.words[0].text
    label = any(word.text.endswith(":") for word in text.words[:2]) and not first.startswith("(")
    return label or first[0] in "-–•*·+" or _is_code(text) or _is_period(text) or _is_priced(text)


def _is_code(text: TextLine) -> bool:
    """A number alone, or one behind the name of a code: "SKU 4411-B"."""
    last = text.words[-1].text
    if len(text.words) == 1:
        return sum(map(str.isdigit, last)) >= 5
    named = words.column_kind(" ".join(word.text for word in text.words[:-1])) == "product_code"
    return named and any(map(str.isdigit, last))


def _is_priced(text: TextLine) -> bool:
    """An amount with cents at the end: a list price, the value of a matter."""
    ends = (numbers.parse(word.text) for word in text.words[-2:])
    return any(number is not None and number.decimals == 2 for number in ends)


def _is_period(text: TextLine) -> bool:
    """Days and what joins them, no other text."""
    whole = " ".join(word.text for word in text.words)
    rest = whole
    for day in dates.find(whole):
        rest = rest.replace(day.text, "")
    return rest != whole and sum(map(str.isalpha, rest)) <= MOST_LETTERS


def _of_one_style(upper: TextLine, lower: TextLine) -> bool:
    return upper.bold == lower.bold and 0.85 <= upper.height / lower.height <= 1.18


def _is_full(upper: TextLine, lower: TextLine, measure: Measure) -> bool:
    reach = upper.right + lower.words[0].box.width + FULL * measure.line_height
    return not measure.roomy and reach >= measure.right


def _in_mid_sentence(upper: TextLine, lower: TextLine) -> bool:
    if upper.words[-1].text[-1] in ".:;!?":
        return False
    return lower.words[0].text[0].islower() or _is_unfinished(upper)


def _is_unfinished(text: TextLine) -> bool:
    last = text.words[-1].text
    return last[-1] in ",-–&/+(" or last.lower() in UNFINISHED
