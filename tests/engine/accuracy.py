"""How many of a document's fields were read right, counted field by field."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from rapidfuzz import fuzz

HEADER = (
    "vendor.name",
    "vendor.address",
    "vendor.tax_id",
    "invoice_number",
    "date",
    "due_date",
    "currency",
    "subtotal",
    "tax",
    "tax_rate",
    "total",
    "payment_terms",
)


@dataclass
class Tally:
    """`rows` counts amounts of line items; `wrong` values that came back and are not the printed ones."""

    asked: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)
    wrong: int = 0

    def add(self, truth: dict[str, Any], answer: dict[str, Any]) -> None:
        for path in HEADER:
            want, got = _at(truth, path), _at(answer, path)
            good = any(_agree(path, each, got) for each in (want, *truth.get("accept", {}).get(path, ())))
            self.asked[path] += 1
            self.right[path] += good
            self.wrong += not good and got is not None
        self._add_rows(truth["line_items"], answer["line_items"])

    def share(self, *paths: str) -> float:
        paths = paths or HEADER
        return sum(self.right[path] for path in paths) / sum(self.asked[path] for path in paths)

    @property
    def share_wrong(self) -> float:
        return self.wrong / sum(self.asked[path] for path in HEADER)

    def _add_rows(self, truth: list[dict[str, Any]], answer: list[dict[str, Any]]) -> None:
        read = Counter(item["amount"] for item in answer)
        for item in truth:
            allowed = [item["amount"], *item.get("accept", {}).get("amount", [])]
            found = next((amount for amount in allowed if read[amount] > 0), None)
            read[found] -= 1
            self.asked["rows"] += 1
            self.right["rows"] += found is not None


def _agree(path: str, want: Any, got: Any) -> bool:
    return got is None if want is None else got is not None and _same(path, want, got)


def _at(document: dict[str, Any], path: str) -> Any:
    value: Any = document
    for part in path.split("."):
        value = (value or {}).get(part)
    return value


def _same(path: str, want: Any, got: Any) -> bool:
    rules: dict[str, Callable[[Any, Any], bool]] = {
        "vendor.name": lambda a, b: fuzz.ratio(_words(a), _words(b)) >= 90,
        "vendor.address": lambda a, b: fuzz.token_sort_ratio(_words(a), _words(b)) >= 80,
        "payment_terms": lambda a, b: fuzz.token_sort_ratio(_words(a), _words(b)) >= 80,
        "vendor.tax_id": lambda a, b: _signs(a) == _signs(b),
        "invoice_number": lambda a, b: _signs(a) == _signs(b),
    }
    return rules.get(path, lambda a, b: bool(a == b))(want, got)


def _words(text: str) -> str:
    folded = unicodedata.normalize("NFKD", text).casefold()
    plain = "".join(sign for sign in folded if not unicodedata.combining(sign))
    return " ".join("".join(sign if sign.isalnum() else " " for sign in plain).split())


def _signs(text: str) -> str:
    return _words(text).replace(" ", "")
