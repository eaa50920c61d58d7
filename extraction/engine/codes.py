"""Runs of letters and figures that number something, and which one numbers this document."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from extraction.engine.candidates import Candidate, Sheet
from extraction.engine.choice import Choice, best
from extraction.engine.layout import Segment, overlap
from extraction.engine.spans import Span
from extraction.engine.values.dates import PrintedDate

LEAST = 0.42
PLAINLY = 0.6
TITLES = ("title.invoice", "title.credit_note", "title.receipt")
_NUMBER_KINDS = ("header.invoice_number", *TITLES, "header.number")
_NUMBER_SET = frozenset(_NUMBER_KINDS)
_PIECE = re.compile(r"[^\W_](?:[\w\-/.#]*[^\W_])?|#")
_JOINS = re.compile(r"\s?[/\-]?\s?")


def find(sheet: Sheet) -> tuple[Candidate[str], ...]:
    """Every such run that is no date, rate or price and that a label speaks for."""
    return tuple(_identifiers(sheet))


def invoice_number(sheet: Sheet, codes: Sequence[Candidate[str]]) -> Choice[str] | None:
    """The number that the document gives itself."""
    return best(_numbers(sheet, codes), least=LEAST)


def labelled(codes: Sequence[Candidate[str]], kind: str) -> Choice[str] | None:
    """A number of another kind (an order, a payment reference), if it is labelled plainly."""
    options = [
        Choice(c.value, (c.span,), c.strength(kind), label=_label_text(c, kind))
        for c in codes
        if c.strength(kind) >= PLAINLY and c.strength(kind) >= max(s.strength for s in c.supports)
    ]
    return best(options)


def _numbers(sheet: Sheet, codes: Sequence[Candidate[str]]) -> Iterator[Choice[str]]:
    for candidate in codes:
        score, kind = max((_number_score(sheet, candidate, kind), kind) for kind in _NUMBER_KINDS)
        if score > 0:
            rival = max((s.strength for s in candidate.supports if not s.kinds & _NUMBER_SET), default=0.0)
            score -= 0.45 if rival > candidate.strength(*_NUMBER_KINDS) else 0.0
            yield Choice(candidate.value, (candidate.span,), score, label=_label_text(candidate, kind))


def _number_score(sheet: Sheet, candidate: Candidate[str], kind: str) -> float:
    strength = candidate.strength(kind)
    label = candidate.label(kind)
    if not strength or (label is not None and sheet.heads_items(label.span.segment)):
        return 0.0
    if kind in TITLES:
        inline = label is not None and label.span.segment is candidate.span.segment
        if not inline or label is None or not label.initial:
            strength -= 0.3
        else:
            strength -= 0.15
    if kind == "header.number":
        strength -= 0.4
        if label is not None and _follows_title(sheet, label.span.segment):
            strength += 0.3
    return strength * _shape(candidate) - 0.02 * (candidate.span.page - 1)


def _follows_title(sheet: Sheet, segment: Segment) -> bool:
    """Whether a bare "No." stands beside or right under the title of the document."""
    page = sheet.page(segment.page)
    for line in page.lines[max(0, segment.line - 2) : segment.line + 1]:
        for other in line.segments:
            for label in sheet.labels.of(other):
                if sheet.kinds(label).intersection(TITLES) and label.initial:
                    return True
    return False


def _shape(candidate: Candidate[str]) -> float:
    """How much the text looks like a number given to a document."""
    text = candidate.value
    if len(text) < 2:
        return 0.7
    if re.fullmatch(r"(19|20)\d\d", text):
        return 0.75
    return 1.0


def _label_text(candidate: Candidate[str], kind: str) -> str | None:
    label = candidate.label(kind)
    return label.span.text if label else None


def _identifiers(sheet: Sheet) -> Iterator[Candidate[str]]:
    """Runs of letters and figures with a digit in them that are no date, rate or price."""
    for segment in sheet.layout.segments:
        if not any(c.isdigit() for c in segment.text):
            continue
        blocked = [(c.span.start, c.span.end) for c in _dates_in(sheet, segment)]
        labels = [(label.span.start, label.span.end) for label in sheet.labels.of(segment)]
        for start, end in _runs(segment.text, blocked + labels):
            span = Span(segment, start, end)
            supports = sheet.supports(span)
            if supports:
                value = segment.text[start:end] + _continuation(sheet, span)
                yield Candidate(value, span, supports)


def _continuation(sheet: Sheet, span: Span) -> str:
    """The rest of a number that a narrow column broke after its dash."""
    segment = span.segment
    if span.after.strip() != "-":
        return ""
    page = sheet.page(span.page)
    for line in page.lines[segment.line + 1 : segment.line + 3]:
        for other in line.segments:
            near = other.box.y0 - segment.box.y1 < 0.6 * page.line_height
            shared = overlap(segment.box.x0, segment.box.x1, other.box.x0, other.box.x1)
            if near and shared > 0 and _PIECE.fullmatch(other.text) and _code(other.text):
                return f"-{other.text}"
    return ""


def _dates_in(sheet: Sheet, segment: Segment) -> list[Candidate[PrintedDate]]:
    return [
        candidate
        for candidate in sheet.dates
        if candidate.span.segment is segment
        and not re.fullmatch(r"\d{8}", candidate.span.text)
        and candidate.strength("header.invoice_number") <= candidate.strength("header.date")
    ]


def _runs(text: str, blocked: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Neighbouring pieces that make one number: "RE 2020 / 17", "INV-0042", "4711"."""
    start = 0
    for begin, end in (*sorted(blocked), (len(text), len(text))):
        if begin > start:
            yield from _runs_within(text, start, begin)
        start = max(start, end)


def _runs_within(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    run: list[tuple[int, int]] = []
    for match in _PIECE.finditer(text, start, end):
        piece = match.span()
        joins = run and _JOINS.fullmatch(text[run[-1][1] : piece[0]])
        if not _code(match[0]) or (run and not joins):
            yield from _closed(text, run)
            run = []
        if _code(match[0]):
            run.append(piece)
    yield from _closed(text, run)


def _code(piece: str) -> bool:
    if piece == "#" or re.fullmatch(r"\d{1,3}(?:[.,]\d{3})*[.,]\d\d", piece):
        return False
    if any(c.isdigit() for c in piece):
        return True
    return piece.isupper() and len(piece) <= 5


def _closed(text: str, run: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """A run as one stretch; words without figures at its end, such as a currency, do not belong."""
    while run and text[run[-1][0] : run[-1][1]].isalpha() and text[run[-1][0] - 1] == " ":
        run = run[:-1]
    if run and any(c.isdigit() for c in text[run[0][0] : run[-1][1]]):
        yield run[0][0], run[-1][1]
