"""What printed values mean: numbers, dates, currencies, rates, identifiers. Text in, typed values out."""
