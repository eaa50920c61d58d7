"""Results as files for other programs: one document, some, or a whole batch, as tables, workbooks, JSON and
electronic invoices. What can be long is written piece by piece."""

from extraction.exports import batches, csv, invoices, json, ubl, xlsx

__all__ = ["batches", "csv", "invoices", "json", "ubl", "xlsx"]
