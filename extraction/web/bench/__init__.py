"""The bench: one document, its pages beside its fields, to be checked, corrected and decided on."""
