"""The e-invoice inside a document: CII or UBL, read exactly and held against the page."""

from extraction.engine.e_invoice.inside import Finding, find
from extraction.engine.e_invoice.merging import merge
from extraction.engine.e_invoice.warnings import unreadable

__all__ = ["Finding", "find", "merge", "unreadable"]
