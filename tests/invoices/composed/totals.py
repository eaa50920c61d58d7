"""The sums below the table, and what the page says about tax."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from tests.invoices.composed.page import Page

SHAPES = ("right", "right", "full width", "left", "horizontal", "tax table")


@dataclass(frozen=True)
class Sum:
    name: str
    label: str
    value: Decimal


def printed(page: Page) -> list[Sum]:
    """From the net to what is to be paid, in the order in which they are printed."""
    deal, voice = page.deal, page.voice
    sums: list[Sum] = []
    if (deal.taxed and not deal.inclusive) or (not deal.inclusive and (deal.discount or deal.shipping)):
        sums.append(Sum("subtotal", voice.label("subtotal"), deal.lines_sum))
    if deal.discount:
        sums.append(Sum("discount", voice.label("discount"), -deal.discount))
    if deal.shipping:
        sums.append(Sum("shipping", voice.label("shipping"), deal.shipping))
    if not deal.inclusive:
        sums += _taxes(page)
    if deal.rounding:
        sums.append(Sum("rounding", voice.label("rounding"), deal.rounding))
    sums.append(Sum("total", voice.label("total"), deal.total))
    if deal.inclusive and deal.taxed:
        sums += [
            Sum("tax", f"{voice.label('included')} {voice.percent(t.rate)}", t.amount) for t in deal.taxes
        ]
    if deal.paid:
        sums.append(Sum("paid", voice.label("paid"), -deal.paid))
    if deal.prior:
        sums.append(Sum("prior", voice.label("prior"), deal.prior))
    if deal.paid or deal.prior or page.pick.choices["payment"] == "due repeated":
        sums.append(Sum("due_amount", voice.label("due_amount"), deal.due_amount))
    return sums


def draw(page: Page) -> None:
    sums, shape = printed(page), page.pick.of("totals", SHAPES)
    page.room((len(sums) + len(page.deal.taxes) + 3) * page.leading * 1.5)
    if has_table(page):
        _tax_table(page)
    if shape == "horizontal" and len(sums) <= 4 and _narrow_enough(page, sums):
        _horizontal(page, sums)
    else:
        _stacked(page, sums, shape)
    if not page.deal.taxed and page.pick.chance("says why", 0.6):
        page.put(page.left, page.y + 4, page.voice.sentence("exempt"), width=page.width)
        page.y += page.leading * 1.8


def has_table(page: Page) -> bool:
    return page.pick.choices["totals"] == "tax table" and bool(page.deal.taxes)


def money(page: Page, value: Decimal) -> str:
    return page.voice.money(value * page.deal.sign)


def _taxes(page: Page) -> list[Sum]:
    voice, style = (
        page.voice,
        page.pick.of("tax label", ("rate behind", "rate before", "in brackets", "no rate")),
    )
    single = len(page.deal.taxes) == 1
    forms = {"rate behind": "{l} {r}", "rate before": "{r} {l}", "in brackets": "{l} ({r})"}
    form = forms.get(style, "{l}" if single else "{l} {r}")
    label = voice.label("tax")
    return [Sum("tax", form.format(l=label, r=voice.percent(t.rate)), t.amount) for t in page.deal.taxes]


def _stacked(page: Page, sums: list[Sum], shape: str) -> None:
    width = page.width if shape == "full width" else max(_widest(page, sums), page.width * 0.4)
    x = page.left if shape in ("left", "full width") else page.right - width
    mark = page.pick.one("sum mark", ("", ":", ""))
    for each in sums:
        bold = each.name in ("total", "due_amount") and page.pick.choices["bold total"] == "yes"
        page.put(x, page.y, each.label + mark, width=width, bold=bold)
        page.put(x, page.y, money(page, each.value), width=width, side="right", bold=bold)
        if each.name == "total":
            page.sheet.line(x, page.y - page.leading * 0.95, x + width)
        page.y += page.leading * 1.3
    page.y += 8


def _widest(page: Page, sums: list[Sum]) -> float:
    texts = [f"{each.label}:    {money(page, each.value)}" for each in sums]
    return max(page.sheet.width_of(text, size=page.size, bold=True) for text in texts)


def _narrow_enough(page: Page, sums: list[Sum]) -> bool:
    each = page.width / len(sums) - 8
    return all(page.sheet.width_of(one.label, size=page.size, bold=True) < each for one in sums)


def _horizontal(page: Page, sums: list[Sum]) -> None:
    width = page.width / len(sums)
    for index, each in enumerate(sums):
        x = page.left + width * index
        page.sheet.frame(x, page.y - page.leading, width, page.leading * 2.7)
        page.put(x + 4, page.y, each.label, width=width - 8, bold=True)
        page.put(x + 4, page.y + page.leading * 1.3, money(page, each.value), width=width - 8, side="right")
    page.y += page.leading * 3.2


def _tax_table(page: Page) -> None:
    voice, width = page.voice, min(260.0, page.width / 2)
    xs = [page.left, page.left + width * 0.3, page.left + width * 0.65]
    wide = [width * 0.25, width * 0.32, width * 0.33]
    names = ("rate", "net", "tax")
    heads = [page.wrapped(voice.label(n), width=w, bold=True) for n, w in zip(names, wide, strict=True)]
    for x, each, lines in zip(xs, wide, heads, strict=True):
        for index, line in enumerate(lines):
            page.put(x, page.y + index * page.leading, line, width=each, side="right", bold=True)
    page.y += page.leading * max(map(len, heads)) + 2
    for tax in page.deal.taxes:
        amounts = (tax.base, tax.amount)
        texts = [voice.percent(tax.rate), *(voice.number(each * page.deal.sign) for each in amounts)]
        for x, each, text in zip(xs, wide, texts, strict=True):
            page.put(x, page.y, text, width=each, side="right")
        page.y += page.leading * 1.2
    page.y += 8
