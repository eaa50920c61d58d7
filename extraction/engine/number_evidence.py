"""What speaks for a number being the document's own: labels, words beside it, its place, its shape."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import lru_cache

from extraction.engine import paper, phrases, slips, vocabulary
from extraction.engine.candidates import Candidate, Sheet
from extraction.engine.labels import Label
from extraction.engine.layout import Segment
from extraction.engine.spans import Span
from extraction.engine.surroundings import Support
from extraction.engine.weighing import Evidence

TITLES = ("title.invoice", "title.credit_note", "title.receipt")
BARE = 0.15  # how much less a "No." says than the name of another number
PLAINLY = 0.8  # a label right beside a number, or right above it
SENTENCE = 6  # words before a number that are no label any more
_NUMBER, _BARE = "header.invoice_number", "header.number"
_OWN = frozenset((_NUMBER, _BARE, *TITLES))
_FACTS = frozenset(
    f"header.{kind}"
    for kind in ("date", "plain_date", "due_date", "other_date", "other_number", "purchase_order")
)
_OTHERS = ("header.other_number", "header.purchase_order", "header.payment_reference")
_LETTERS = re.compile(r"[A-Z]{2,}")
_YEAR = re.compile(r"(19|20)\d\d")


def of(sheet: Sheet, codes: Sequence[Candidate[str]]) -> list[tuple[Candidate[str], Label | None, Evidence]]:
    """Each candidate with the label that speaks most for it, and everything that speaks for or against it."""
    mentions, years = Counter(candidate.value for candidate in codes), _years(sheet)
    tills, taken = slips.pages(sheet), _tax_and_accounts(sheet)
    found: list[tuple[Candidate[str], Label | None, Evidence]] = []
    for candidate in codes:
        always = {
            **_of_shape(candidate, mentions, years),
            **_of_place(sheet, candidate, tills, taken),
            **_of_words(sheet, candidate),
        }
        for support, evidence in _of_labels(sheet, candidate, tills):
            found.append((candidate, support.label if support else None, {**always, **evidence}))
    return found


def _of_labels(
    sheet: Sheet, candidate: Candidate[str], tills: Collection[int]
) -> Iterator[tuple[Support | None, Evidence]]:
    """The evidence of each label that could name the document's number, or of there being none."""
    own = [support for support in candidate.supports if support.kinds & _OWN]
    for support in own:
        yield support, {**_of_label(sheet, candidate, support), **_of_rivals(candidate, support)}
    if candidate.span.page in tills and slips.numbers_sale(sheet, candidate.span):
        yield None, {"slip_label": 1.0, "says_own": 0.0, "says_other": 0.0}
    elif not own:
        yield None, {"unnamed": 1.0, **_of_rivals(candidate, None)}


def _of_label(sheet: Sheet, candidate: Candidate[str], support: Support) -> Evidence:
    place = support.label.span.segment
    heads_items = {"heads_items": float(sheet.heads_items(place))}
    if _NUMBER in support.kinds:
        return {"number_label": support.strength, **heads_items, **_of_few_figures(support)}
    if support.kinds.intersection(TITLES):
        return {**_of_title(sheet, candidate, support), **heads_items}
    near, label = _follows_title(sheet, place), support.label
    return {
        "bare_label": support.strength,
        "bare": 1.0,
        "bare_near_title": float(near),
        "bare_among_facts": float(not near and label.initial and _among_facts(sheet, label)),
        "bare_within": float(not label.initial),
        "bare_by_date_of_slip": float(_by_date_of_slip(sheet, candidate, label)),
        **heads_items,
    }


def _of_few_figures(support: Support) -> Evidence:
    """A number that is plainly named as the document's may have one figure like any other."""
    return {"single_figure": 0.0, "few_figures": 0.0} if support.strength >= PLAINLY else {}


def _of_title(sheet: Sheet, candidate: Candidate[str], support: Support) -> Evidence:
    place = support.label.span.segment
    inside = place is candidate.span.segment
    before = inside and support.label.initial
    return {
        "title_label": support.strength,
        "title_directly_before": float(before),
        "title_elsewhere": float(not before),
        "title_above_alone": float(not before and _only_titles(sheet, place) and _alone(candidate)),
        "title_above_text": float(not inside and _speaks(candidate.span.before)),
    }


def _of_rivals(candidate: Candidate[str], own: Support | None) -> Evidence:
    """Labels that say the number is something else's."""
    bare = own is not None and _NUMBER not in own.kinds and _BARE in own.kinds
    strength = own.strength - BARE * bare if own else 0.0
    others = [s for s in candidate.supports if not s.kinds & _OWN]
    rival = max((s.strength for s in others), default=0.0)
    known = max((s.strength for s in others if s.label.key in vocabulary.load().meanings), default=0.0)
    return {
        "other_label_is_plainer": float(rival > strength),
        "other_label": max(0.0, rival - 0.5),
        "other_is_known": max(0.0, known - strength),
        "quoted_in_payment": candidate.strength("header.payment_reference"),
    }


def _of_shape(candidate: Candidate[str], mentions: Mapping[str, int], years: Collection[str]) -> Evidence:
    text = candidate.value
    figures = sum(map(str.isdigit, text))
    letters = _LETTERS.match(text)
    return {
        "single_figure": float(len(text) < 2),
        "few_figures": float(figures < 3),
        "many_figures": float(figures > 12),
        "has_letters": float(any(map(str.isalpha, text))),
        "own_letters": float(letters is not None and _begins(letters[0].lower())),
        "has_year": float(figures > 4 and any(year in text for year in years)),
        "is_a_year": float(_YEAR.fullmatch(text) is not None),
        "counts_days": float(_counts_days(candidate)),
        "repeated": float(len(text) > 3 and mentions[text] > 1),
    }


def _of_place(
    sheet: Sheet, candidate: Candidate[str], tills: Collection[int], taken: Sequence[Span]
) -> Evidence:
    span = candidate.span
    page = sheet.page(span.page)
    first = next(iter(sheet.item_heads), None)
    return {
        "pages_before": span.page - 1.0,
        "depth": span.box.y0 / page.height,
        "among_items": float(first is not None and (span.page, span.box.y0) > first),
        "alone": float(_alone(candidate)),
        "large": min(1.0, max(0.0, span.segment.height / page.line_height - 1)),
        "beside_fact": float(_beside_fact(sheet, span.segment)),
        "of_a_party": float(any(span.overlaps(other) for other in taken)),
        "of_goods": float(span.page in tills and slips.is_of_goods(sheet, span)),
        "of_a_card": float(span.page in tills and slips.is_of_card(sheet, span)),
    }


def _of_words(sheet: Sheet, candidate: Candidate[str]) -> Evidence:
    """What the words say that stand where a label would, whether they are known as one or not."""
    keys = [key for key in phrases.tokens(sheet.words_beside(candidate.span)) if key.isalpha()]
    own, other = _vocabulary()
    return {
        "says_own": float(any(key in own or key.startswith(_stems()) for key in keys)),
        "says_other": float(not other.isdisjoint(keys)),
        "says_nothing": float(not keys),
        "says_much": float(len(keys) >= SENTENCE),
    }


@lru_cache(maxsize=1)
def _vocabulary() -> tuple[frozenset[str], frozenset[str]]:
    """The words that labels of the document's number are made of, and those of other labels alone."""
    own = _words_of("words.document", *TITLES)
    small = _words_of("words.number", "words.link", "words.code", _BARE)
    parties = {kind for kind, _ in vocabulary.load().phrases if kind.startswith("party.")}
    return own - small, _words_of(*_OTHERS, *parties) - own - small


def _words_of(*kinds: str) -> frozenset[str]:
    """The words of two letters or more in the phrases of some kinds, in all languages."""
    known = vocabulary.load().phrases
    texts = (text for (kind, _), texts in known.items() if kind in kinds for text in texts)
    return frozenset(key for text in texts for key in phrases.tokens(text) if len(key) > 1)


@lru_cache(maxsize=1)
def _stems() -> tuple[str, ...]:
    """The words for invoices that compounds begin with."""
    texts = vocabulary.load().of("title.invoice")
    return tuple(sorted(key for key in texts if len(key) > 5))


@lru_cache(maxsize=1024)
def _begins(letters: str) -> bool:
    """Whether letters are the beginning of a word for an invoice: INV, RE, FA."""
    return any(word.startswith(letters) for word in _nouns())


@lru_cache(maxsize=1)
def _nouns() -> tuple[str, ...]:
    known: Mapping[tuple[str, str], tuple[str, ...]] = vocabulary.load().phrases
    return tuple(
        sorted({vocabulary.key(t) for (kind, _), texts in known.items() if kind in TITLES for t in texts})
    )


def _years(sheet: Sheet) -> frozenset[str]:
    return frozenset(str(value.year) for found in sheet.dates for _, value in found.value.readings)


def _tax_and_accounts(sheet: Sheet) -> list[Span]:
    taken = [tax_id.span for tax_id in sheet.tax_ids if tax_id.value.valid and tax_id.value.distinctive]
    return [*taken, *(account.span for account in sheet.accounts)]


def _beside_fact(sheet: Sheet, segment: Segment) -> bool:
    """Whether the lines next to a number's hold a labelled date or another fact."""
    return any(
        label.initial and sheet.kinds(label) & _FACTS
        for other in _near(sheet, segment)
        for label in sheet.labels.of(other)
    )


def _among_facts(sheet: Sheet, own: Label) -> bool:
    """Whether a bare "No." stands in a list or a row of facts, next to a date or to another number."""
    return any(
        label.initial and label is not own and sheet.kinds(label) & _FACTS
        for other in _near(sheet, own.span.segment)
        for label in sheet.labels.of(other)
    )


def _by_date_of_slip(sheet: Sheet, candidate: Candidate[str], own: Label) -> bool:
    """Whether a till printed "#4711" or "No. 4711" on the line of the date, and no word of whose it is."""
    segment = own.span.segment
    dated = any(
        day.span.page == segment.page and day.span.segment.line == segment.line for day in sheet.dates
    )
    if not dated or segment is not candidate.span.segment or sum(map(str.isdigit, candidate.value)) < 3:
        return False
    before = own.span.before.split()
    word = before[-1] if before else ""
    return not any(map(str.isalpha, word)) and paper.is_receipt(sheet.page(segment.page))


def _near(sheet: Sheet, segment: Segment) -> list[Segment]:
    lines = sheet.page(segment.page).lines[max(0, segment.line - 1) : segment.line + 2]
    return [other for line in lines for other in line.segments]


def _follows_title(sheet: Sheet, segment: Segment) -> bool:
    """Whether a bare "No." stands beside or right under the title of the document."""
    lines = sheet.page(segment.page).lines[max(0, segment.line - 2) : segment.line + 1]
    return any(
        sheet.kinds(label).intersection(TITLES) and _opens(label)
        for line in lines
        for other in line.segments
        for label in sheet.labels.of(other)
    )


def _opens(label: Label) -> bool:
    """Whether a title begins what its segment says, in the first or in the next language."""
    return label.initial or label.span.before.rstrip().endswith(("/", "|"))


def _only_titles(sheet: Sheet, segment: Segment) -> bool:
    """Whether a segment says what the document is, in one language or in several, and nothing else."""
    labels = sheet.labels.of(segment)
    said = sum(len(label.key) for label in labels if sheet.kinds(label).intersection(TITLES))
    return bool(said) and said == len(vocabulary.key(segment.text))


def _alone(candidate: Candidate[str]) -> bool:
    """Whether the number is all that its segment says."""
    return not _speaks(candidate.span.before + candidate.span.after)


def _speaks(text: str) -> bool:
    return any(map(str.isalnum, text))


def _counts_days(candidate: Candidate[str]) -> bool:
    """Whether a number is that of days, as in terms."""
    following = phrases.tokens(candidate.span.after[:16])
    return candidate.value.isdigit() and bool(following) and following[0] in _days()


@lru_cache(maxsize=1)
def _days() -> frozenset[str]:
    return frozenset(unit for unit in vocabulary.load().of("terms.days") if len(unit) > 1)
