"""The list of all documents: found, sorted, picked, and taken along or away together."""
