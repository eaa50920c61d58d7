"""The invoice reader: bytes in, an `Invoice` out. Plain Python, without Django, settings or network."""
