"""What every template may use: icons, and form controls that speak the stylesheet's language."""

from __future__ import annotations

from django import template
from django.conf import settings
from django.forms import BoundField, CheckboxInput
from django.template import RequestContext
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

from accounts import agents

register = template.Library()


@register.simple_tag
def icon(name: str, extra: str = "") -> SafeString:
    """One symbol of `icons.svg`. Decoration only: the words beside it carry the meaning."""
    classes = f"i {extra}".strip()
    return format_html(
        '<svg class="{}" aria-hidden="true"><use href="{}#i-{}"/></svg>', classes, static("icons.svg"), name
    )


@register.simple_tag
def control(field: BoundField, hint: str = "") -> SafeString:
    """The input of a form field, tied to the hint and the errors that `parts/field.html` prints under it."""
    widget = field.field.widget
    widget.attrs.pop("placeholder", None)  # the label already says it, and stays
    attrs: dict[str, str | bool] = {} if is_checkbox(field) else {"class": "input"}
    described = [f"{field.auto_id}-hint"] * bool(hint or field.help_text)
    described += [f"{field.auto_id}-error"] * bool(field.errors)
    if described:
        attrs["aria-describedby"] = " ".join(described)
    return field.as_widget(attrs=attrs)


@register.filter
def agent(text: str) -> str:
    """A browser by its name, of all that it says about itself."""
    return agents.named(text)


@register.filter
def is_checkbox(field: BoundField) -> bool:
    return isinstance(field.field.widget, CheckboxInput)


@register.filter
def share(whole: int, percent: int) -> int:
    return whole * percent // 100


@register.simple_tag
def mails_are_sent() -> bool:
    """False when the service only prints its mails, so that no page promises one."""
    return bool(settings.MAILS_ARE_SENT)


@register.simple_tag(takes_context=True)
def site_address(context: RequestContext) -> str:
    """For what must name the site in full: as it was set, or as the page was asked for."""
    return str(settings.SITE_URL) or context["request"].build_absolute_uri("/").rstrip("/")
