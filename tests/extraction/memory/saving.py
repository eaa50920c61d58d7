"""What rules save: fields misread on a composed layout, a rule from the first invoice, and the next ones.

python manage.py shell -c "from tests.extraction.memory import saving as s; print(s.tallied(range(99)))"
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from extraction import page_words
from extraction.engine import pipeline, render, transcript
from extraction.engine.options import Options
from extraction.memory import effects, proposing
from extraction.memory.papers import Paper
from tests.invoices import composed
from tests.invoices.composed import Composed

LATER = (1, 2)
PATHS = (
    "vendor.name",
    "vendor.tax_id",
    "invoice_number",
    "date",
    "due_date",
    "currency",
    "subtotal",
    "tax",
    "total",
    "payment_terms",
    "purchase_order",
)


@dataclass
class Tally:
    """Misread fields of first invoices, and those for which there is a rule; of the later invoices the
    values that are wrong without it, those that it puts right, and those that it puts wrong."""

    misread: int = 0
    with_rule: int = 0
    wrong: int = 0
    fixed: int = 0
    spoilt: int = 0


def tallied(seeds: Iterable[int]) -> Tally:
    tally = Tally()
    for seed in seeds:
        first = composed.compose(seed)
        paper = read(first)
        for path in PATHS:
            wanted = truth(first, path)
            if wanted is not None and not is_right(first, path, effects.now(path, paper.document)):
                tally.misread += 1
                _try(seed, path, proposing.of(path, wanted, paper.sheet), tally)
    return tally


def _try(seed: int, path: str, rules: list[Any], tally: Tally) -> None:
    tally.with_rule += bool(rules)
    for issue in LATER if rules else ():
        later = composed.compose(seed, issue=issue)
        paper = read(later)
        now, effect = effects.now(path, paper.document), effects.of(path, rules[0], paper)
        before = is_right(later, path, now)
        after = is_right(later, path, effect.value) if effect else before
        tally.wrong += not before
        tally.fixed += after and not before
        tally.spoilt += before and not after


def read(page: Composed) -> Paper:
    examined = pipeline.examine(page.pdf, options=Options())
    result = render.to_json(render.document(examined.invoice, evidence=True))
    return Paper(result, page_words.pack(transcript.of(examined.pages)))


def truth(page: Composed, path: str) -> Any:
    return effects.now(path, page.truth)


def is_right(page: Composed, path: str, value: Any) -> bool:
    accepted = [truth(page, path), *page.truth.get("accept", {}).get(path, [])]
    return any(effects.same(_plain(value), _plain(each)) for each in accepted)


def _plain(value: Any) -> Any:
    return " ".join(value.split()).casefold() if isinstance(value, str) else value
