"""What could be a value: every amount, date, rate, identifier and account of a document, with its labels."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from extraction.engine.document import Source
from extraction.engine.labels import Label
from extraction.engine.layout import Segment
from extraction.engine.records import cached_property, record
from extraction.engine.spans import Span, whole
from extraction.engine.surroundings import Support, Surroundings
from extraction.engine.values import currencies, dates, ibans, identifiers, numbers, rates
from extraction.engine.values.dates import PrintedDate
from extraction.engine.values.numbers import Number

Value = TypeVar("Value")


@record()
class Candidate(Generic[Value]):
    """A value at its place with the labels that speak for it."""

    value: Value
    span: Span
    supports: tuple[Support, ...] = ()

    def strength(self, *kinds: str) -> float:
        """How plainly the best label of these kinds speaks for it."""
        return max([s.strength for s in self.supports if not s.kinds.isdisjoint(kinds)], default=0.0)

    def label(self, *kinds: str) -> Label | None:
        """The label of these kinds that speaks most plainly."""
        speaking = [s for s in self.supports if not s.kinds.isdisjoint(kinds)]
        return max(speaking, key=lambda s: s.strength).label if speaking else None


@dataclass(frozen=True)
class Sheet(Surroundings):
    """A document laid out, labelled and searched for values: what every later stage looks at."""

    @cached_property
    def decimal_mark(self) -> str | None:
        texts = [word.text for line in self.layout.lines for word in line.words]
        default = "." if self.languages[0] == "en" else ","
        return numbers.decide_mark([text for text in texts if text[:1].isdigit()], default=default)

    @cached_property
    def amounts(self) -> tuple[Candidate[Number], ...]:
        """The numbers that are not part of a date, a rate or an account."""
        return tuple(self._amounts())

    @cached_property
    def dates(self) -> tuple[Candidate[PrintedDate], ...]:
        """The dates printed; where none is, those of which a scan lost what parts their figures."""
        return tuple(self._dates()) or tuple(self._loose_dates())

    def dates_in(self, segment: Segment) -> Sequence[Candidate[PrintedDate]]:
        return self._dates_by_segment.get(id(segment), ())

    @cached_property
    def rates(self) -> tuple[Candidate[rates.Rate], ...]:
        return tuple(
            Candidate(rate, span, self.supports(span))
            for segment in self.with_digits
            for rate in rates.find(segment.text)
            for span in [Span(segment, rate.start, rate.end)]
        )

    @cached_property
    def accounts(self) -> tuple[Candidate[ibans.Account], ...]:
        return tuple(
            Candidate(account, Span(segment, account.start, account.end))
            for segment in self.with_digits
            for account in ibans.find(segment.text)
        )

    @cached_property
    def bics(self) -> tuple[Candidate[ibans.Account], ...]:
        return tuple(
            Candidate(account, span, self.supports(span))
            for segment in self.layout.segments
            for account in ibans.find_bics(segment.text)
            for span in [Span(segment, account.start, account.end)]
        )

    @cached_property
    def tax_ids(self) -> tuple[Candidate[identifiers.TaxId], ...]:
        return tuple(
            Candidate(tax_id, span, self.supports(span))
            for segment in self.with_digits
            for tax_id in identifiers.find(segment.text)
            for span in [Span(segment, tax_id.start, tax_id.end)]
        )

    @cached_property
    def currency_marks(self) -> tuple[Candidate[currencies.Printed], ...]:
        return tuple(
            Candidate(mark, Span(segment, mark.start, mark.end))
            for segment in self.layout.segments
            for mark in currencies.find(segment.text)
        )

    def tax_ids_in(self, segment: Segment) -> Sequence[Candidate[identifiers.TaxId]]:
        return self._tax_ids_by_segment.get(id(segment), ())

    @cached_property
    def with_digits(self) -> tuple[Segment, ...]:
        """The segments that can hold a date, an amount or a number."""
        return tuple([s for s in self.layout.segments if any(map(str.isdigit, s.text))])

    @cached_property
    def _dates_by_segment(self) -> dict[int, list[Candidate[PrintedDate]]]:
        return _by_segment(self.dates)

    @cached_property
    def _tax_ids_by_segment(self) -> dict[int, list[Candidate[identifiers.TaxId]]]:
        return _by_segment(self.tax_ids)

    def _amounts(self) -> Iterator[Candidate[Number]]:
        for segment in self.with_digits:
            taken = [(d.start, d.end) for d in dates.find(segment.text)]
            taken += [(r.start, r.end) for r in rates.find(segment.text)]
            taken += [(a.start, a.end) for a in ibans.find(segment.text)]
            scanned = segment.words[0].source is Source.OCR
            for found in numbers.find(segment.text, mark=self.decimal_mark, slips=scanned):
                if not any(found.start < end and start < found.end for start, end in taken):
                    span = Span(segment, found.start, found.end)
                    yield Candidate(found.number, span, self.supports(span))

    def _dates(self) -> Iterator[Candidate[PrintedDate]]:
        for segment in self.with_digits:
            found = dates.find(segment.text)
            bare = () if found else dates.find(segment.text, labelled=True)
            for printed in found or (bare if bare and self._speaks_of_dates(segment) else ()):
                span = Span(segment, printed.start, printed.end)
                yield Candidate(printed, span, self.supports(span))

    def _loose_dates(self) -> Iterator[Candidate[PrintedDate]]:
        for segment in self.with_digits:
            if segment.words[0].source is Source.OCR:
                for printed in dates.loosely(segment.text):
                    span = Span(segment, printed.start, printed.end)
                    yield Candidate(printed, span, self.supports(span))

    def _speaks_of_dates(self, segment: Segment) -> bool:
        kinds = {kind for support in self.supports(whole(segment)) for kind in support.kinds}
        kinds.update(kind for label in self.labels.of(segment) for kind in self.kinds(label))
        return any(kind.endswith("date") for kind in kinds)


def _by_segment(candidates: Iterable[Candidate[Value]]) -> dict[int, list[Candidate[Value]]]:
    found: defaultdict[int, list[Candidate[Value]]] = defaultdict(list)
    for candidate in candidates:
        found[id(candidate.span.segment)].append(candidate)
    return found
