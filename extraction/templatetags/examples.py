"""Examples on pages: programs of `templates/docs/snippets` in all their languages, and answers of the API."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import template
from django.template import Context
from django.template.exceptions import TemplateDoesNotExist
from django.template.loader import get_template
from django.utils.safestring import SafeString, mark_safe

from extraction.api.schema import examples
from extraction.web import prose
from extraction.web.highlighting import highlighted

register = template.Library()

LANGUAGES = {"curl": "curl", "python": "Python", "js": "JS", "php": "PHP"}
KEY = "YOUR_API_KEY"


@dataclass(frozen=True, slots=True)
class Program:
    """One example in one language."""

    language: str
    label: str
    code: SafeString


@register.inclusion_tag("docs/_programs.html", takes_context=True)
def programs(context: Context, name: str, title: str) -> dict[str, Any]:
    """The example in every language that it is written in."""
    found = [_program(context, name, language) for language in LANGUAGES]
    return {"name": name, "title": title, "programs": [program for program in found if program]}


@register.inclusion_tag("docs/_answer.html")
def answer(name: str, title: str, status: int | None = None) -> dict[str, Any]:
    """One of the reference's examples, by its name in `extraction.api.schema.examples`."""
    code = highlighted(getattr(examples, name), "json")
    badge = "look" if status and status >= 400 else "working" if status == 202 else "done"
    return {"name": name.lower(), "title": title, "status": status, "badge": badge, "code": code}


def _program(context: Context, name: str, language: str) -> Program | None:
    try:
        source = get_template(f"docs/snippets/{name}.{language}")
    except TemplateDoesNotExist:
        return None
    code = source.render({"base_url": context["base_url"]}).strip()
    return Program(language, LANGUAGES[language], _with_place_for_key(highlighted(code, language)))


def _with_place_for_key(code: SafeString) -> SafeString:
    return mark_safe(code.replace(KEY, f"<span data-key>{KEY}</span>"))  # noqa: S308 - both are ours


@register.simple_tag
def text_of(name: str, section: str = "") -> SafeString:
    """A text of the repository, or one section of it."""
    return prose.of(name, section=section)
