"""XML from a stranger as a tree of few, plain elements.

A document type is refused at its first sign, and with it every entity there could be; nothing is ever
fetched. Names are kept without their namespace, and elements of namespaces not asked for are left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.parsers import expat

MOST_ELEMENTS = 300_000
DEEPEST = 64
LONGEST_TEXT = 20_000  # of one element: pictures and papers packed into an invoice are not kept
_SEPARATOR = " "


class Refused(Exception):
    """The file is not XML that is read here; the message ends the sentence "It …"."""


@dataclass(slots=True)
class Element:
    """`name` has no namespace; that of the root is `namespace`."""

    name: str
    namespace: str = ""
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[Element] = field(default_factory=list)
    text: str = ""

    def all(self, path: str) -> Iterator[Element]:
        """The elements at a path such as "Party/PostalAddress"."""
        first, _, rest = path.partition("/")
        for child in self.children:
            if child.name == first:
                yield from child.all(rest) if rest else (child,)

    def first(self, *paths: str) -> Element | None:
        """The first element at the first of these paths that leads anywhere."""
        return next((found for path in paths for found in self.all(path)), None)

    def said(self, *paths: str) -> str | None:
        """The text there, its blanks made single; None where there is none."""
        for path in paths:
            for found in self.all(path):
                text = " ".join(found.text.split())
                if text:
                    return text
        return None


def parse(data: bytes, *, families: tuple[str, ...]) -> Element | None:
    """The tree, or None when the root is of no namespace that starts like one of `families`."""
    builder = _Builder(families)
    try:
        builder.parser.Parse(data, True)
    except _OfAnotherKind:
        return None
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise Refused("is not well-formed XML") from error
    return builder.root


class _OfAnotherKind(Exception):
    pass


class _Builder:
    def __init__(self, families: tuple[str, ...]) -> None:
        self.root: Element | None = None
        self._families = families
        self._open: list[Element | None] = []
        self._texts: list[list[str]] = []
        self._count = 0
        self.parser = expat.ParserCreate(namespace_separator=_SEPARATOR)
        self.parser.buffer_text = True
        self.parser.StartDoctypeDeclHandler = self._refuse_doctype
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._characters

    def _refuse_doctype(self, *_declared: object) -> None:
        raise Refused("declares a document type")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._count += 1
        if self._count > MOST_ELEMENTS or len(self._open) >= DEEPEST:
            raise Refused("has more elements than any invoice")
        namespace, _, local = name.rpartition(_SEPARATOR)
        ours = namespace.startswith(self._families)
        if not self._open and not ours:
            raise _OfAnotherKind
        inside = ours and (not self._open or self._open[-1] is not None)
        element = Element(local, namespace, attributes) if inside else None
        if element is not None and self._open and (parent := self._open[-1]) is not None:
            parent.children.append(element)
        self.root = self.root or element
        self._open.append(element)
        self._texts.append([])

    def _end(self, _name: str) -> None:
        element, texts = self._open.pop(), self._texts.pop()
        if element is not None and sum(map(len, texts)) <= LONGEST_TEXT:
            element.text = "".join(texts)

    def _characters(self, text: str) -> None:
        if self._texts:
            self._texts[-1].append(text)
