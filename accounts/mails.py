"""How a mail looks: its text, as somebody wrote it, and the same as a page of 600 pixels.

Only the text is written. A line of its own such as `Your plan: https://…` is a link, and the first of a mail
its button; indented lines are quoted as they are; the last paragraph is who writes.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string

LINK = re.compile(r"(?P<label>[^\n:]{2,80}): (?P<address>https?://\S+)")
QUOTE = "    "


@dataclass(frozen=True, slots=True)
class Link:
    label: str
    address: str
    is_button: bool


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Lines of text, or links, or a quotation."""

    lines: list[str] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    is_quote: bool = False


def send(*, to: str, subject: str, template: str, context: Mapping[str, object]) -> None:
    post(to=to, subject=subject, text=text_of(template, context))


def post(*, to: str, subject: str, text: str) -> None:
    message = EmailMultiAlternatives(subject=subject, body=text, to=[to])
    attach_page(message)
    message.send()


def text_of(template: str, context: Mapping[str, object]) -> str:
    """Templates may leave lines empty as they like: between paragraphs there is one."""
    text = render_to_string(template, {"site": settings.SITE_URL, **context})
    return re.sub(r"\n{3,}", "\n\n", text.strip()) + "\n"


def attach_page(message: EmailMultiAlternatives) -> None:
    """Beside the text that a message has, the page that says the same."""
    message.attach_alternative(page(subject=str(message.subject), text=str(message.body)), "text/html")


def page(*, subject: str, text: str) -> str:
    *paragraphs, signature = paragraphs_of(text)
    return render_to_string(
        "mails/letter.html", {"subject": subject, "paragraphs": paragraphs, "signature": signature.lines}
    )


def paragraphs_of(text: str) -> list[Paragraph]:
    found: list[Paragraph] = []
    for block in re.split(r"\n{2,}", text.strip("\n")):
        needs_button = not any(paragraph.links for paragraph in found)
        found.append(_paragraph(block.rstrip().split("\n"), needs_button=needs_button))
    return found


def _paragraph(lines: list[str], *, needs_button: bool) -> Paragraph:
    if all(line.startswith(QUOTE) for line in lines):
        return Paragraph(lines=[line.removeprefix(QUOTE) for line in lines], is_quote=True)
    matches = [LINK.fullmatch(line) for line in lines]
    links = [
        Link(match["label"], match["address"], is_button=needs_button and not place)
        for place, match in enumerate(matches)
        if match
    ]
    return Paragraph(links=links) if len(links) == len(lines) else Paragraph(lines=lines)
