"""Who sells and who buys: whole parties are found on the page and compared with each other."""

from extraction.engine.parties.roles import Parties, decide, proven

__all__ = ["Parties", "decide", "proven"]
