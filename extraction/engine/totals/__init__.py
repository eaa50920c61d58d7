"""The sums below the table, chosen together: the set that balances and is labelled most plainly wins."""

from extraction.engine.totals.choose import Totals, choose

__all__ = ["Totals", "choose"]
