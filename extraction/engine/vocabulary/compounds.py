"""Labels made of parts: who knows "number" and "invoice" knows "invoice number" and "number of the invoice".

The parts are a language's `[words]`, tried in both orders; the links between them ("of the") are passed
over where labels are looked for.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

LONGEST_ABBREVIATION = 3  # behind "no", "FV" is not what is numbered but where the number begins

Words = Mapping[str, Sequence[str]]

# the label's kind, what it says, and of what
_COMPOUNDS = (
    ("header.invoice_number", "number", "document"),
    ("header.invoice_number", "code", "document"),
    ("header.date", "date", "document"),
    ("header.date", "date", "issue"),
    ("header.due_date", "date", "due"),
)


def phrases(words: Words) -> Iterator[tuple[str, str]]:
    """The labels that a language's words make, each with its kind."""
    for kind, says, of in _COMPOUNDS:
        for head in words.get(says, ()):
            for noun in words.get(of, ()):
                if len(noun) > LONGEST_ABBREVIATION:
                    yield kind, head + noun
                yield kind, noun + head
