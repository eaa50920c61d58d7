"""The middles and feet of slips: items, the ways to the total, how it was paid, and what is printed after."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.invoices.composed.slips import Roll

CENT = Decimal("0.01")
ZERO = Decimal("0.00")


def draw(roll: Roll) -> None:
    """Everything below the letterhead."""
    added = _items(roll)
    total = _sums(roll, added)
    roll.truth["total"] = total
    _paid(roll, total)
    _summary(roll, total)
    _foot(roll, total)


def _items(roll: Roll) -> Decimal:
    pick, rng = roll.pick, roll.pick.rng("items")
    form = pick.of("item form", ("one line", "one line", "quantity below", "code above", "letters"))
    added = ZERO
    for _ in range(rng.choice((1, 1, 2, 3, 4, 6, 9, 14))):
        quantity, price = rng.choice((1, 1, 1, 2, 3, 10)), Decimal(rng.randrange(45, 4900)) / 100
        if roll.world["language"] == "sv":
            price *= 10
        amount, good = quantity * price, rng.choice(roll.world["goods"])
        added += amount
        shown = roll.number(amount)
        if form == "quantity below":
            roll.put(good)
            roll.put(f"  {quantity} x {roll.number(price)}", shown)
        elif form == "code above":
            roll.put(f"{rng.randrange(10**12, 10**13)}")
            roll.put(f"{quantity} {good}", shown)
        else:
            roll.put(f"{quantity} {good}", shown + (f" {rng.choice('AB')}" if form == "letters" else ""))
    roll.put("-" * 32)
    return added


def _sums(roll: Roll, added: Decimal) -> Decimal:
    """The lines from the sum of the items to what is to be paid."""
    pick, world = roll.pick, roll.world
    ways = ["plain", "plain", "subtotal", "discount", "service", "saved above"]
    ways += ["tax", "tax"] if world.get("exclusive") or world["mark"] == "RM" else ["net and tax"]
    ways += ["rounding", "rounding", "rounding"] if "step" in world else []
    way = pick.of("way", ways)
    if pick.chance("count above", 0.3):
        roll.put(_count(roll))
    if way == "plain":
        return _total(roll, added)
    if way == "saved above":
        _line(roll, "saved", -_share(added, "0.07"))
        return _total(roll, added)
    if way == "net and tax":
        tax = _share(added, "1") - _share(added / (1 + Decimal(world["rate"])), "1")
        _line(roll, "subtotal", added - tax)
        _line(roll, "tax", tax)
        return _total(roll, added)
    _line(roll, "subtotal", added)
    if way == "discount":
        less = _share(added, "0.1")
        roll.put(roll.word("saved"), roll.number(-less))
        return _total(roll, added - less)
    if way == "service":
        more = _share(added, "0.1")
        _line(roll, "service", more)
        return _total(roll, added + more)
    if way == "tax":
        tax = _share(added, str(world["rate"]))
        _line(roll, "tax", tax)
        return (
            _rounded(roll, added + tax)
            if "step" in world and pick.chance("tax, rounded", 0.6)
            else _total(roll, added + tax)
        )
    return _rounded(roll, added) if way == "rounding" else _total(roll, added)


def _rounded(roll: Roll, exact: Decimal) -> Decimal:
    rounded = _to_step(exact, Decimal(str(roll.world["step"])))
    if roll.pick.chance("total before rounding", 0.6):
        _line(roll, "total", exact)
    _line(roll, "rounding", rounded - exact)
    _line(roll, "rounded", rounded, big=True)
    return rounded


def _share(value: Decimal, share: str) -> Decimal:
    return _to_step(value * Decimal(share), CENT)


def _to_step(value: Decimal, step: Decimal) -> Decimal:
    return ((value / step).quantize(Decimal(1), ROUND_HALF_UP) * step).quantize(CENT)


def _total(roll: Roll, value: Decimal) -> Decimal:
    _line(roll, "total", value, big=True)
    return value


def _line(roll: Roll, name: str, value: Decimal, *, big: bool = False) -> None:
    form = roll.pick.one(f"{name} form", ("ends", "ends", "ends", "colon", "inline", "mark", "glued mark"))
    size = roll.pick.one("total size", (1.0, 1.3, 1.8)) if big else 1.0
    label, number, mark = roll.word(name), roll.number(value), str(roll.world["mark"])
    if form == "inline":
        roll.put(f"{label} {number}", size=size)
    elif form == "colon":
        roll.put(f"{label.rstrip(' :')}:", number, size=size)
    elif form == "mark":
        roll.put(label, f"{mark} {number}", size=size)
    elif form == "glued mark":
        roll.put(label, f"{mark}{number}" if mark != "kr" else f"{number} {mark}", size=size)
    else:
        roll.put(label, number, size=size)


def _paid(roll: Roll, total: Decimal) -> None:
    pick, rng = roll.pick, roll.pick.rng("paid")
    paid = pick.of("paid", ("cash", "cash", "exact cash", "card", "card slip", "tip line", "none"))
    if paid == "cash":
        given = (total // 50 + 1) * 50 if rng.random() < 0.5 else total + rng.choice((1, 5, Decimal("0.50")))
        _line(roll, "cash", given)
        _line(roll, "change", given - total)
    elif paid == "exact cash":
        _line(roll, "cash", total)
        _line(roll, "change", ZERO)
    elif paid in ("card", "card slip", "tip line"):
        _line(roll, "card", total)
    if paid == "card slip":
        _card_slip(roll, total)
    elif paid == "tip line":
        roll.put("TIP", "_______", gap=1.8)
        roll.put(roll.world["total"][0], "_______", gap=1.8)


def _card_slip(roll: Roll, total: Decimal) -> None:
    """What the payment terminal prints, with the name of its maker."""
    rng = roll.pick.rng("card slip")
    roll.put(
        rng.choice(("** CARD PAYMENT **", "PAYTERM EUROPE", "K-U-N-D-E-N-B-E-L-E-G", "FISERV TERMINAL")),
        side="centre",
    )
    roll.put(f"Terminal-ID: {rng.randrange(10**7, 10**8)}")
    roll.put(f"AID: A0000000{rng.randrange(10**6, 10**7)}")
    roll.put(f"XXXXXXXXXXXX{rng.randrange(1000, 9999)}", "EXP **/**")
    roll.put(
        rng.choice(("AMOUNT", "SALE", "Betrag", "MONTANT", "Amount")),
        f"{roll.world['mark']} {roll.number(total)}",
    )
    roll.put(f"AUTH CODE {rng.randrange(10**5, 10**6)}", "APPROVED")


def _summary(roll: Roll, total: Decimal) -> None:
    """The table of taxes: base, tax, perhaps both together, by rate or by letter."""
    pick, world = roll.pick, roll.world
    if not world["summary"] or not pick.chance("summary", 0.5):
        return
    heads = str(pick.one("summary heads", world["summary"])).split("|")
    rate = Decimal(world["rate"])
    base = _share(total / (1 + rate), "1")
    values = [base, total - base, total][: len(heads) - 1]
    roll.put("  ".join(heads))
    percent = f"{(rate * 100).normalize():f}"
    first = pick.one("summary first", (f"A {percent}%", f"{percent}%", f"SR @ {percent}%", f"A={percent}%"))
    roll.put("  ".join([first, *map(roll.number, values)]))
    if pick.chance("summary total", 0.4):
        roll.put("  ".join(["Total", *map(roll.number, values)]))


def _count(roll: Roll) -> str:
    return roll.word("count")


def _foot(roll: Roll, total: Decimal) -> None:
    pick, rng = roll.pick, roll.pick.rng("foot")
    if pick.chance("count below", 0.3):
        roll.put(_count(roll))
    if pick.chance("saved below", 0.2):
        _line(roll, "saved", _share(total, "0.08"))
    if pick.choices["slip facts"] == "foot":
        roll.put(roll.day(), f"{rng.randrange(7, 23):02}:{rng.randrange(60):02}", gap=1.8)
    if pick.chance("thanks", 0.8):
        roll.put(roll.word("thanks"), side="centre", gap=1.8)
    if pick.chance("points", 0.2):
        roll.put("Points earned", str(rng.randrange(3, 900)))
        roll.put("Points balance", str(rng.randrange(900, 9000)))
    if pick.chance("software", 0.15):
        roll.put("Powered by TillWorks POS", side="centre")
