"""The tops of slips: who sells and where, between logos, slogans, registers, phones and terminals' lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.invoices.composed.slips import Roll

HEADS = ("plain", "plain", "plain", "brand first", "brand then owner", "two lines", "welcome", "slogan",
         "stray above", "title first", "logo", "branch", "terminal")  # fmt: skip
BETWEEN = ("nothing", "register", "register", "tax id", "phone", "branch", "register and tax id", "site")


def draw(roll: Roll) -> None:
    """Everything above the items."""
    pick = roll.pick
    names = _names(roll)
    side = pick.of("head side", ("centre", "centre", "centre", "left"))
    big, bold = pick.one("name size", (1.0, 1.0, 1.3, 1.7)), pick.chance("bold name", 0.4)
    _above(roll, side)
    for at, name in enumerate(names):
        roll.put(name, side=side, size=big if at == 0 or _split(roll) else 1.0, bold=bold)
    _between(roll, side)
    _address(roll, side)
    _below(roll, side)
    _facts(roll)


def _names(roll: Roll) -> list[str]:
    """The lines of the name, and what counts as it."""
    pick, rng, world = roll.pick, roll.pick.rng("name"), roll.world
    head = pick.of("head", HEADS)
    brand = rng.choice(world["first"])
    trade = rng.choice(world["trade"])
    form = rng.choice(world["form"])
    name = f"{rng.choice(world['before'])} {brand}" if rng.random() < 0.3 else f"{brand} {trade}"
    if pick.chance("capitals", 0.4):
        name = name.upper()
    whole = f"{name} {form}".strip()
    person = rng.choice(("Anna Koller", "Paul Brandt", "Maria Moreau", "Jan Silva"))
    roll.truth["vendor"] = {"name": whole}
    roll.truth["accept"] = {"vendor.name": [name]}
    if head == "two lines":
        words = whole.split()
        cut = max(1, len(words) - len(form.split()) if form else len(words) // 2)
        return [" ".join(words[:cut]), " ".join(words[cut:])]
    if head in ("brand first", "brand then owner"):
        legal = (
            f"{rng.choice(world['first'])} {rng.choice(world['trade'])} {form or world['form'][0]}".strip()
        )
        line = rng.choice(world["owner"]).format(legal=legal, person=person, brand=brand)
        if head == "brand first" and pick.chance("bare legal", 0.6):
            line = legal
        roll.truth["accept"]["vendor.name"] += [legal, line] if legal in line else []
        return [name, line]
    return [whole]


def _split(roll: Roll) -> bool:
    return roll.pick.choices["head"] == "two lines"


def _above(roll: Roll, side: str) -> None:
    pick, rng = roll.pick, roll.pick.rng("above")
    head = pick.choices["head"]
    if head == "welcome":
        roll.put(roll.word("welcome"), side=side)
    elif head == "slogan":
        roll.put(roll.word("slogans"), side=side)
    elif head == "stray above":
        roll.put(
            rng.choice(("31803014", "A03121", "3 18 0217", "0E", "paid", "7/3", "*** COPY ***", "#1")),
            gap=2.2,
        )
    elif head == "title first":
        for part in roll.word("titles").split("|"):
            roll.put(part, side=side)
    elif head == "logo":
        letters = "".join(rng.choice("aegoALDVItnwM") for _ in range(rng.randrange(2, 6)))
        roll.put(letters, side=side, size=2.0, gap=1.5)
    elif head == "terminal":
        for text in (f"TERMINAL ID : {rng.randrange(10**7, 10**8)}", f"MID: {rng.randrange(10**9, 10**10)}"):
            roll.put(text)


def _between(roll: Roll, side: str) -> None:
    between = roll.pick.of("between", BETWEEN)
    if roll.pick.choices["head"] == "branch":
        rng = roll.pick.rng("branch")
        roll.put(
            rng.choice(("BRANCH: {}", "{} BRANCH", "({})", "{}")).format(
                rng.choice(("RIVERSIDE", "CENTRAL", "NORTH MALL"))
            ),
            side=side,
        )
    if "register" in between:
        roll.put(roll.word("register"), side=side)
    if "tax id" in between:
        roll.put(roll.word("tax_ids"), side=side)
    if between == "phone":
        roll.put(roll.word("phones"), side=side)
    if between == "branch":
        roll.put(f"Store {roll.pick.rng('store').randrange(100, 9999)}", side=side)
    if between == "site":
        roll.put("www.shop-online.example", side=side)


def _address(roll: Roll, side: str) -> None:
    lines = roll.filled(str(roll.pick.one("place", roll.world["places"])), "place").split("|")
    for line in lines:
        roll.put(line, side=side)
    roll.truth["vendor"]["address"] = " ".join(lines)


def _below(roll: Roll, side: str) -> None:
    pick = roll.pick
    between = pick.choices["between"]
    if between != "phone" and pick.chance("phone below", 0.7):
        roll.put(roll.word("phones"), side=side)
    if "tax id" not in between and pick.chance("tax id below", 0.7):
        roll.put(roll.word("tax_ids"), side=side)
    if pick.chance("title below", 0.6):
        for part in roll.word("titles").split("|"):
            roll.put(part, side="centre", gap=1.8)


def _facts(roll: Roll) -> None:
    """Number, date, who served: in lines of their own or shared, or the date only at the foot."""
    pick, rng = roll.pick, roll.pick.rng("facts")
    form = pick.of("slip facts", ("labelled", "two ends", "number and date", "foot", "printed too", "bare"))
    time = f"{rng.randrange(7, 23):02}:{rng.randrange(60):02}"
    clock = rng.choice((time, f"{time}:{rng.randrange(60):02}", f"{rng.randrange(1, 12)}:{time[3:]} PM"))
    day, number = roll.day(), roll.word("number")
    roll.truth["date"] = roll.date.isoformat()
    if form == "labelled":
        roll.put(number)
        roll.put(f"{roll.word('date').rstrip(':')}{rng.choice((': ', ' : ', ' ', ':'))}{day} {clock}")
    elif form == "two ends":
        roll.put(number, f"{day} {clock}")
    elif form == "number and date":
        roll.put(f"{number} {day} {clock}")
    elif form == "printed too":
        roll.put(f"{roll.word('date').rstrip(':')}: {day}", clock)
        roll.put(number)
    elif form == "bare":
        roll.put(day, clock)
    if pick.chance("served", 0.5):
        roll.put(roll.word("person"))
    roll.put("-" * 32)
