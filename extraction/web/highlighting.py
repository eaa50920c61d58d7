"""Colours for examples: comments, texts, numbers and words of the language, as marks around escaped text."""

from __future__ import annotations

import re

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

TEXT = r"\"(?:\\.|[^\"\\])*\"|'(?:\\.|[^'\\])*'"
NUMBER = r"\b\d+(?:\.\d+)?\b"
PYTHON = r"\b(?:import|from|as|with|for|in|if|else|while|def|return|raise|not|and|or|True|False|None)\b"
JAVASCRIPT = r"\b(?:import|from|const|let|new|await|async|for|of|if|while|function|return|throw|true|false)\b"
PHP = r"<\?php|\b(?:new|echo|foreach|as|if|while|do|function|return|throw|true|false|null|exit)\b"

# For each language what its parts look like; of two that begin at the same place the first is taken.
PARTS: dict[str, dict[str, str]] = {
    "json": {"k": r"\"[^\"]*\"(?=\s*:)", "s": r"\"[^\"]*\"", "n": rf"-?{NUMBER}|\b(?:true|false|null)\b"},
    "curl": {"c": r"(?m:^#.*$)", "s": TEXT, "k": r"(?m:^curl\b)"},
    "python": {"c": r"#.*", "s": rf"[bfr]?(?:{TEXT})", "k": PYTHON, "n": NUMBER},
    "js": {"c": r"(?<!:)//.*", "s": rf"{TEXT}|`[^`]*`", "k": JAVASCRIPT, "n": NUMBER},
    "php": {"c": r"(?<!:)//.*", "s": TEXT, "k": PHP, "n": NUMBER},
    "text": {},
}
PATTERNS = {
    language: re.compile("|".join(f"(?P<{name}>{part})" for name, part in parts.items()) or r"(?!)")
    for language, parts in PARTS.items()
}


def highlighted(code: str, language: str) -> SafeString:
    pieces, end = [], 0
    for found in PATTERNS[language].finditer(code):
        pieces += [("", code[end : found.start()]), (str(found.lastgroup), found[0])]
        end = found.end()
    pieces.append(("", code[end:]))
    return format_html_join("", "{}", ((_marked(kind, text),) for kind, text in pieces if text))


def _marked(kind: str, text: str) -> SafeString:
    return format_html('<span class="tok-{}">{}</span>', kind, text) if kind else format_html("{}", text)
