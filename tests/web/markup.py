"""What can be told of a page from its source."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from django.http import HttpResponse

BLOCKS = (
    "article|aside|body|button|dd|details|dialog|div|dl|dt|fieldset|figcaption|figure|footer|form|g|h[1-6]|head|"
    "header|html|image|li|link|main|meta|nav|ol|option|p|script|section|select|summary|table|tbody|td|tfoot|th|"
    "thead|title|tr|ul"
)
AROUND_BLOCKS = re.compile(rf" ?(</?(?:{BLOCKS})\b[^<>]*>) ?")
BEFORE_END_OF_TAG = re.compile(r"(<[^<>]*?) (/?>)")
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
UNLABELLED = {"hidden", "submit", "button", "image", "reset"}


def source(answer: HttpResponse) -> str:
    """A page without the white space that means nothing in HTML and is in templates for their readers."""
    return tight(answer.content.decode())


def tight(text: str) -> str:
    text = re.sub(r"[ \t\n]+", " ", text)
    return AROUND_BLOCKS.sub(r"\1", BEFORE_END_OF_TAG.sub(r"\1\2", text))


class Markup(HTMLParser):
    """A page, with what is wrong with it in words."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.title, self.h1, self.landmarks = "", 0, 0
        self.ids: list[str] = []
        self.links: set[str] = set()
        self.described: str | None = None
        self.has_language = False
        self._inline: list[str] = []
        self._open: list[str] = []
        self._labelled: set[str] = set()
        self._inputs: list[tuple[str, dict[str, str | None], bool]] = []
        self._nameless: list[str] = []
        self.feed(source)

    @property
    def faults(self) -> list[str]:
        found = [f"inline {each}" for each in self._inline]
        found += [f"no label on {tag} {attrs}" for tag, attrs, inside in self._inputs if not inside]
        found += [f"no words on {each}" for each in self._nameless]
        found += [f"twice the id {each}" for each in {each for each in self.ids if self.ids.count(each) > 1}]
        found += [] if self.title.removesuffix("· Invoice OCR").strip() else ["no title"]
        found += [] if self.h1 == 1 else [f"{self.h1} h1"]
        found += [] if self.landmarks == 1 else [f"{self.landmarks} main"]
        found += [] if self.has_language else ["no language"]
        return found

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        self._note_inline(tag, named)
        self._note_input(tag, named)
        if named.get("id"):
            self.ids.append(str(named["id"]))
        if tag == "h1":
            self.h1 += 1
        elif tag == "main":
            self.landmarks += 1
        elif tag == "html":
            self.has_language = bool(named.get("lang"))
        elif tag == "img" and "alt" not in named:
            self._nameless.append(f"img {named.get('src')}")
        elif tag == "meta" and named.get("name") == "description":
            self.described = named.get("content")
        self.links |= {str(named[name]) for name in ("href", "hx-get") if tag != "link" and named.get(name)}
        if tag not in VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1] == "title" and "svg" not in self._open:
            self.title += data

    def _note_inline(self, tag: str, named: dict[str, str | None]) -> None:
        is_data = named.get("type") in {"application/json", "speculationrules"}
        if tag == "style" or (tag == "script" and "src" not in named and not is_data):
            self._inline.append(tag)
        self._inline += [f"{tag} {name}" for name in named if name == "style" or name.startswith("on")]

    def _note_input(self, tag: str, named: dict[str, str | None]) -> None:
        if tag == "label" and named.get("for"):
            self._labelled.add(str(named["for"]))
        if tag not in {"input", "select", "textarea"} or named.get("type") in UNLABELLED:
            return
        is_named = "label" in self._open or bool({"aria-label", "aria-labelledby", "title"} & named.keys())
        self._inputs.append((tag, named, is_named or named.get("id") in self._labelled))
