"""What stands on a paper beside its seller: the buyer, title and facts, a short table, the small print."""

from __future__ import annotations

from tests.invoices.placed import payees
from tests.invoices.placed.paper import LEFT, RIGHT, Paper
from tests.invoices.placed.sellers import Room

LOWEST_ITEMS = 300.0
FACTS = ("rows", "rows", "inline", "strip", "stacked", "in title", "under title", "flush")


def draw(paper: Paper, room: Room) -> None:
    end = _buyer(paper, *room.buyer)
    end = max(end, _facts(paper, room, end + 18))
    end = _items(paper, room.items, max(end + 25, LOWEST_ITEMS))
    payees.draw(paper, end + 55)
    iban = f"IBAN {paper.seller.iban}" if paper.seller.iban else ""
    if paper.prints("bank"):
        paper.put(LEFT, end + 12, paper.voice.label("bank"), iban, paper.tax_line)
    elif paper.prints("foot"):
        paper.put(330, 760, paper.tax_line, size=7.5)
    elif paper.prints("top"):
        paper.flush(18, paper.tax_line, size=7.5)


def _buyer(paper: Paper, x: float, y: float) -> float:
    buyer, pick = paper.buyer, paper.pick
    if pick.choices["labels"] != "none":
        y = paper.put(x, y, paper.voice.label("buyer") + pick.one("buyer's colon", ("", ":")), bold=True)
    taxed = [f"{buyer.tax_label}: {buyer.tax_id}"] if pick.chance("buyer's tax number", 0.35) else []
    mail = [str(buyer.email)] if pick.chance("buyer's mail", 0.25) else []
    return paper.put(x, y, *buyer.lines, *taxed, *mail)


def _facts(paper: Paper, room: Room, below: float) -> float:
    """Title, number and dates; where they end."""
    voice, made, pick = paper.voice, paper.deal, paper.pick
    way, title, (x, y) = pick.of("facts", FACTS), voice.label("invoice"), room.facts
    number = [] if way in ("in title", "under title") else [(voice.label("number"), made.number)]
    days = [
        (voice.label("date"), voice.day(made.date)),
        (voice.label("due"), voice.day(made.due or made.date)),
    ]
    found = [*number, *days]
    if pick.chance("customer's number", 0.5):
        found.append((voice.label("customer_no"), made.codes["customer_no"]))
    if paper.prints("facts"):
        found.append((paper.seller.tax_label, paper.seller.tax_id))
    head = f"{title} {made.number}" if way == "in title" else title
    end = paper.put(*room.title, head, size=pick.one("title size", (14.0, 18.0, 24.0)), bold=True)
    if way == "under title":
        end = paper.put(room.title[0], end, f"{voice.label('number_alone')} {made.number}")
    return _listed(paper, way, found, (x, y + (34 if abs(y - room.title[1]) < 34 <= x - 266 else 0)), below)


def _listed(
    paper: Paper, way: str, found: list[tuple[str, str]], at: tuple[float, float], below: float
) -> float:
    (x, y), step = at, 1.4 * paper.size
    for number, (label, value) in enumerate(found):
        if way == "strip":
            column = LEFT + number * (RIGHT - LEFT) / len(found)
            y = paper.put(column, paper.put(column, below, label, size=7.5, bold=True), value)
        elif way == "stacked":
            y = paper.put(x, paper.put(x, y, label, size=7.5), value) + 4
        elif way == "inline":
            y = paper.put(x, y, f"{label}: {value}")
        elif way == "flush":
            y = paper.flush(y, f"{label}: {value}")
        else:
            paper.put(x, y, label)
            paper.put(x + 105, y, value)
            y += step
    return y


def _items(paper: Paper, left: float, y: float) -> float:
    voice, made = paper.voice, paper.deal
    columns = [left + share * (RIGHT - left) for share in (0, 0.45, 0.65, 0.85)]
    heads = [voice.label(name) for name in ("description", "quantity", "price", "amount")]
    rows = [
        [
            row.description[:24],
            voice.quantity(row.quantity),
            voice.number(row.price),
            voice.number(row.amount),
        ]
        for row in made.rows[:3]
    ]
    sums = [("subtotal", made.subtotal), ("tax", made.tax), ("total", made.total)]
    for cells in (heads, *rows, *(["", "", voice.label(name), voice.money(sum_)] for name, sum_ in sums)):
        for x, cell in zip(columns, cells, strict=True):
            paper.put(x, y, cell)
        y += 15
    return y
