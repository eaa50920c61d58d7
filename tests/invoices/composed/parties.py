"""Where the seller and the buyer stand on the page, and under which words, if any."""

from __future__ import annotations

from tests.invoices.composed.page import Page
from tests.invoices.spec import Company

SELLERS = ("left", "right", "centre", "band", "two columns", "window line", "foot only", "beside big word")
WITHOUT_HEAD = ("foot only", "window line", "brand alone")
BUYERS = ("labelled", "labelled", "window", "right labelled", "label on line")


def head(page: Page) -> None:
    """The letterhead: whatever of the seller stands above everything else."""
    where = page.pick.choices["seller"]
    if where == "band":
        _band(page)
    elif where in ("left", "right", "centre"):
        _letterhead(page, side=where)
    elif where == "beside big word":
        _beside_title(page)
    elif where == "window line" or where == "foot only":
        _logo_picture(page)


def both(page: Page, *, facts_beside: bool) -> float:
    """Buyer, and what stands beside; the width that is left for the facts."""
    seller_beside = page.pick.choices["seller"] == "two columns"
    where = page.pick.of("buyer", BUYERS)
    half = page.width / 2 - 14
    top = max(page.y, 126.0) if where == "window" else page.y
    if page.pick.choices["seller"] == "window line":
        top = max(page.y, 120.0)
        _sender_line(page, top, half)
        top += 14
    x = page.left
    if where == "right labelled" and not facts_beside and not seller_beside:
        x = page.left + half + 28
    ends = [_buyer(page, x, top, half, where)]
    if seller_beside:
        ends.append(_seller_block(page, page.left + half + 28, top, half))
    elif page.deal.ship_to and not facts_beside:
        other = page.left if x > page.left else page.left + half + 28
        ends.append(_labelled(page, other, top, half, "ship", page.deal.ship_to.lines))
    page.y = max(ends) + 10
    return top


def contact_lines(page: Page) -> list[str]:
    seller, voice = page.deal.seller, page.voice
    lines = [f"{voice.label('phone')} {seller.phone}"]
    if page.pick.chance("mail in head", 0.6):
        lines.append(f"{seller.email}")
    return lines


def tax_line(seller: Company) -> str:
    return f"{seller.tax_label}: {seller.tax_id}"


def tax_in_head(page: Page) -> bool:
    seller = page.pick.choices["seller"]
    return page.pick.of("tax id", ("head", "foot")) == "head" and seller not in WITHOUT_HEAD


def seller_lines(page: Page) -> list[str]:
    seller = page.deal.seller
    lines = [*seller.address_lines, *contact_lines(page)]
    return [*lines, tax_line(seller)] if tax_in_head(page) else lines


def _letterhead(page: Page, *, side: str) -> None:
    seller, width = page.deal.seller, page.width * (1.0 if side == "centre" else 0.55)
    x = page.right - width if side == "right" else page.left
    size = page.fitting(
        seller.name, width=width, size=page.pick.one("name size", (page.size + 1, 13, 18, 24))
    )
    page.put(x, page.y + size * 0.4, seller.name, width=width, side=side, bold=True, size=size)
    y = page.y + size * 0.5 + page.leading + 2
    if side == "centre":
        y = page.lines(x, y, [", ".join(seller.address_lines)], width=width, side=side)
        y = page.lines(x, y, seller_lines(page)[2:], width=width, side=side)
    else:
        y = page.lines(x, y, seller_lines(page), width=width, side=side)
    page.y = y + 16


def _band(page: Page) -> None:
    seller, sheet = page.deal.seller, page.sheet
    sheet.box(0, 0, sheet.width, 62, fill=page.colour)
    size = page.fitting(seller.name, width=page.width, size=22)
    sheet.text(page.left, 40, seller.name, size=size, bold=True, colour="#ffffff")
    page.y = 62 + page.leading + 4
    rest = " | ".join([*seller.address_lines, *contact_lines(page)])
    page.y = page.lines(page.left, page.y, [rest], width=page.width)
    if tax_in_head(page):
        page.y = page.lines(page.left, page.y, [tax_line(seller)], width=page.width)
    page.y += 16


def _beside_title(page: Page) -> None:
    """A logo word of two letters at the left, the seller's lines at the far right."""
    seller, half = page.deal.seller, page.width / 2
    page.sheet.text(page.left, page.y + 20, _initials(seller.name), size=34, bold=True, colour=page.colour)
    y = page.lines(page.left + half, page.y, [seller.name, *seller_lines(page)], width=half, bold_first=True)
    page.y = max(y, page.y + 40) + 14


def _logo_picture(page: Page) -> None:
    """A mark without letters."""
    canvas, top = page.sheet.canvas, page.sheet.height - 40
    canvas.setFillColor(page.colour)
    canvas.circle(page.right - 30, top - 20, 18, stroke=0, fill=1)
    canvas.rect(page.right - 90, top - 36, 40, 30, stroke=0, fill=1)
    page.y = 96.0


def _initials(name: str) -> str:
    return "".join(word[0] for word in name.split() if word[0].isalpha())[:2].upper()


def _sender_line(page: Page, y: float, width: float) -> None:
    text = page.pick.one("sender mark", (" · ", ", ", " - ", " | ")).join(page.deal.seller.lines)
    size = page.fitting(text, width=width, size=7, bold=False)
    page.sheet.text(page.left, y, text, size=size)
    page.sheet.line(page.left, y + 3, page.left + width, width=0.25)


def _seller_block(page: Page, x: float, y: float, width: float) -> float:
    lines = [page.deal.seller.name, *seller_lines(page)]
    if page.pick.chance("seller label", 0.7):
        return _labelled(page, x, y, width, "seller", lines)
    return page.lines(x, y, lines, width=width, bold_first=True)


def _buyer(page: Page, x: float, y: float, width: float, where: str) -> float:
    lines = buyer_lines(page)
    if where == "window":
        return page.lines(x, y, lines, width=width)
    if where == "label on line":
        return page.lines(x, y, [f"{page.voice.label('buyer')}: {lines[0]}", *lines[1:]], width=width)
    return _labelled(page, x, y, width, "buyer", lines)


def buyer_lines(page: Page) -> list[str]:
    """The buyer's block: a person to whom it is sent, a tax id, an e-mail, each or none."""
    buyer, pick, words = page.deal.buyer, page.pick, page.voice.words
    lines = list(buyer.lines)
    if pick.chance("buyer's person", 0.25):
        rng = pick.rng("buyer's person is")
        lines.insert(1, f"{rng.choice(words['first'])} {rng.choice(words['last'])}")
    if pick.chance("buyer tax id", 0.35):
        lines.append(f"{buyer.tax_label}: {buyer.tax_id}")
    if pick.chance("buyer's mail", 0.2):
        lines.append(str(buyer.email))
    return lines


def _labelled(page: Page, x: float, y: float, width: float, name: str, lines: list[str]) -> float:
    label = page.voice.label(name)
    style = page.pick.one("party label", ("bold", "plain", "colon", "capitals"))
    text = {"colon": f"{label}:", "capitals": label.upper()}.get(style, label)
    page.put(x, y, text, width=width, bold=style != "plain")
    return page.lines(
        x, y + page.leading * 1.15, lines, width=width, bold_first=page.pick.chance("bold names", 0.4)
    )
