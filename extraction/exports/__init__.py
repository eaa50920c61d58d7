"""Results as files for other programs: a batch as a table or a workbook."""

from extraction.exports.csv import to_csv
from extraction.exports.xlsx import to_xlsx

__all__ = ["to_csv", "to_xlsx"]
