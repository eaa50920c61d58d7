"""Whatever way an invoice places its parties, the seller's name, address and tax number are the seller's."""

from __future__ import annotations

import pytest

from extraction.engine import layout, understanding
from extraction.engine.options import Options
from tests.engine.arrangements import ALL, drawn
from tests.engine.companies import PAIRS


@pytest.mark.parametrize(("seller", "buyer"), PAIRS, ids=("en", "de", "fr"))
@pytest.mark.parametrize("name", sorted(ALL))
def test_the_seller_is_read_whole(name, seller, buyer):
    paper = drawn(name, seller, buyer)
    laid_out = layout.analyze(paper.document())
    found = understanding.understand(laid_out, options=Options()).parties.seller
    values = [choice.value if choice else None for choice in (found.name, found.address, found.tax_id)]
    assert values == [paper.name, paper.address, paper.tax_id]
