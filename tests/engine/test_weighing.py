"""What pieces of evidence count is data, and every name in it is one that is weighed."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from extraction.engine import dating, number_evidence, numbering, weighing

ENGINE = Path(weighing.__file__).parent
WEIGHTS = tomllib.loads((ENGINE / "weights.toml").read_text(encoding="utf-8"))


def test_evidence_is_summed_by_its_weights():
    assert weighing.total("date", {"date_label": 0.5, "in_items": 1.0}) == pytest.approx(0.2)


def test_evidence_without_a_weight_is_an_error():
    with pytest.raises(KeyError):
        weighing.total("date", {"never_heard_of": 1.0})


@pytest.mark.parametrize(
    ("field", "modules"),
    [("invoice_number", [number_evidence, numbering]), ("date", [dating]), ("due_date", [dating])],
)
def test_every_weight_is_of_something_that_is_looked_at(field, modules):
    source = "".join(Path(module.__file__).read_text(encoding="utf-8") for module in modules)
    assert [name for name in WEIGHTS[field] if f'"{name}"' not in source] == []
