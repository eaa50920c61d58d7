"""The sums below the table, chosen together: the set that balances and is labelled most plainly wins."""

from extraction.engine.totals.choose import choose
from extraction.engine.totals.sums import Totals

__all__ = ["Totals", "choose"]
