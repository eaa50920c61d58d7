"""The trial: what a rule would say of its vendor's past documents, before it says anything of new ones."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Any

from django.db.models import Prefetch

from accounts.models import User
from extraction import facts
from extraction.memory import effects, papers, vendors
from extraction.memory.effects import Effect
from extraction.memory.papers import Paper
from extraction.memory.saying import Beside, Saying
from extraction.memory.vendors import Known, Likeness
from extraction.models import Correction, Extraction

LATEST = 50  # documents that a rule is tried on
MOST_WORDS = 20_000  # of these: to lay out more takes seconds


class Outcome(StrEnum):
    """How a rule stands to what is known of a document."""

    CONTRADICTS = "contradicts"
    CHANGES = "changes"
    AGREES = "agrees"
    SILENT = "silent"
    STATED = "stated"
    WORDLESS = "wordless"


@dataclass(frozen=True, slots=True)
class Try:
    """One past document. `now` is the value that it has, `effect` what the rule says; `is_settled`: a person
    corrected the value or approved the document."""

    extraction: Extraction
    outcome: Outcome
    now: Any
    effect: Effect | None
    is_settled: bool
    currency: str | None

    @property
    def revision(self) -> int:
        """Which steps it knows of."""
        return max((step.pk for step in self.extraction.corrections.all()), default=0)


@dataclass(frozen=True)
class Trial:
    """The latest first."""

    tries: Sequence[Try]

    @cached_property
    def counts(self) -> Counter[Outcome]:
        return Counter(each.outcome for each in self.tries)

    @property
    def settled_agreements(self) -> int:
        return sum(each.outcome is Outcome.AGREES and each.is_settled for each in self.tries)

    @property
    def changing(self) -> list[Try]:
        return [each for each in self.tries if each.outcome is Outcome.CHANGES]


def of(user: User, vendor: Known, path: str, saying: Saying) -> Trial:
    return Trial(list(_tries(user, vendor, path, saying)))


def _tries(user: User, vendor: Known, path: str, saying: Saying) -> Iterator[Try]:
    """The latest first, until so much was laid out that whoever waits has waited long enough."""
    words = 0
    for extraction in past(user, vendor):
        paper = papers.of(extraction)
        yield _try(extraction, paper, path, saying)
        words += paper.words_laid_out
        if words > MOST_WORDS:
            return


def past(user: User, vendor: Known) -> Iterator[Extraction]:
    """The vendor's latest documents, by what was read or by what it was corrected to; not those rejected."""
    steps = Prefetch("corrections", queryset=Correction.objects.only("extraction_id", "path", "by_id"))
    own = user.extractions.completed().exclude(review=Extraction.Review.REJECTED)
    latest = own.filter(vendors.may_be(vendor)).select_related("page_words").prefetch_related(steps)
    for extraction in latest.order_by("-created_at", "-id")[:LATEST]:
        known = (
            vendors.of_facts(facts.of_row(extraction)),
            vendors.of_facts(facts.of(extraction.result or "{}")),
        )
        if vendors.surest(vendor, known) > Likeness.NONE:
            yield extraction


def _try(extraction: Extraction, paper: Paper, path: str, saying: Saying) -> Try:
    now = effects.now(path, paper.document)
    effect = None if effects.is_stated(path, paper.document) else effects.of(path, saying, paper)
    settled = _is_settled(extraction, path)
    return Try(
        extraction=extraction,
        outcome=_outcome(paper, path, saying, now, effect, is_settled=settled),
        now=now,
        effect=effect,
        is_settled=settled,
        currency=paper.document.get("currency"),
    )


def _outcome(
    paper: Paper, path: str, saying: Saying, now: Any, effect: Effect | None, *, is_settled: bool
) -> Outcome:
    if effect is not None:
        if effects.same(now, effect.value):
            return Outcome.AGREES
        return Outcome.CONTRADICTS if is_settled else Outcome.CHANGES
    if effects.is_stated(path, paper.document):
        return Outcome.STATED
    return Outcome.WORDLESS if isinstance(saying, Beside) and paper.sheet is None else Outcome.SILENT


def _is_settled(extraction: Extraction, path: str) -> bool:
    """Whether a person has said what it is."""
    if extraction.review == Extraction.Review.APPROVED:
        return True
    return any(step.by_id and _concerns(step.path, path) for step in extraction.corrections.all())


def _concerns(corrected: str, path: str) -> bool:
    return corrected == path or (path == effects.LINES and corrected.startswith(f"{path}."))
