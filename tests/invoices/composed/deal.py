"""What is sold, by whom, to whom and for how much, before anybody lays it out."""

from __future__ import annotations

import datetime as dt
import random
import re
import unicodedata
from dataclasses import dataclass, field, replace
from decimal import ROUND_HALF_UP, Decimal

from tests.invoices.composed import numbers_of
from tests.invoices.composed.picking import Pick
from tests.invoices.composed.voice import Voice
from tests.invoices.spec import Company

CENT = Decimal("0.01")
ZERO = Decimal("0.00")
_SIZES = {"one": (1, 1), "few": (2, 4), "some": (4, 9), "many": (18, 55)}
_DETAILS = {"none": (0,), "some": (0, 0, 1), "many": (1, 2, 3)}
_DIVISIBLE = frozenset(("h", "hrs", "Std", "uur", "tim", "timer", "godz.", "m", "m2"))


def cents(value: Decimal) -> Decimal:
    return value.quantize(CENT, ROUND_HALF_UP)


@dataclass(frozen=True)
class Row:
    description: str
    details: tuple[str, ...]
    code: str
    quantity: Decimal
    unit: str
    price: Decimal
    rebate: Decimal
    rate: Decimal

    @property
    def amount(self) -> Decimal:
        return cents(self.quantity * self.price * (1 - self.rebate))


@dataclass(frozen=True)
class TaxRow:
    rate: Decimal
    base: Decimal
    amount: Decimal


@dataclass(frozen=True)
class Deal:
    """Amounts are positive; `sign` turns those of a credit note. `inclusive` prices hold their tax.

    The total is rounded to the next `step`: whole crowns, five rappen.
    """

    kind: str
    seller: Company
    buyer: Company
    ship_to: Company | None
    number: str
    date: dt.date
    due: dt.date | None
    days: int
    rows: tuple[Row, ...]
    taxed: bool
    inclusive: bool
    shipping: Decimal = ZERO
    discount: Decimal = ZERO
    paid: Decimal = ZERO
    prior: Decimal = ZERO
    step: Decimal = CENT
    sign: int = 1
    codes: dict[str, str] = field(default_factory=dict)

    @property
    def lines_sum(self) -> Decimal:
        return sum((row.amount for row in self.rows), ZERO)

    @property
    def taxes(self) -> tuple[TaxRow, ...]:
        if not self.taxed:
            return ()
        sums: dict[Decimal, Decimal] = {}
        for row in self.rows:
            sums[row.rate] = sums.get(row.rate, ZERO) + row.amount
        first = self.rows[0].rate
        sums[first] += self.shipping - self.discount
        return tuple(self._tax(rate, sums[rate]) for rate in sorted(sums, reverse=True))

    @property
    def tax(self) -> Decimal:
        return sum((tax.amount for tax in self.taxes), ZERO)

    @property
    def total(self) -> Decimal:
        return self._exact + self.rounding

    @property
    def rounding(self) -> Decimal:
        return cents((self._exact / self.step).quantize(Decimal(1), ROUND_HALF_UP) * self.step) - self._exact

    @property
    def _exact(self) -> Decimal:
        charged = self.lines_sum + self.shipping - self.discount
        return charged if self.inclusive else charged + self.tax

    @property
    def subtotal(self) -> Decimal:
        return self.total - self.tax if self.inclusive else self.lines_sum

    @property
    def due_amount(self) -> Decimal:
        return self.total - self.paid + self.prior

    def _tax(self, rate: Decimal, charged: Decimal) -> TaxRow:
        if self.inclusive:
            amount = cents(charged * rate / (1 + rate))
            return TaxRow(rate, charged - amount, amount)
        return TaxRow(rate, charged, cents(charged * rate))


def made_up(pick: Pick, voice: Voice, *, kind: str) -> Deal:
    rng, till = pick.rng("deal"), kind == "receipt"
    shipped = pick.chance("shipping", 0.15) and not till
    date = dt.date(2024, 1, 1) + dt.timedelta(days=rng.randrange(900))
    days = rng.choice((7, 10, 14, 20, 30, 45, 60))
    inclusive = till or pick.chance("inclusive", 0.12)
    rows = _rows(pick, voice, kind=kind)
    simple = len({row.rate for row in rows}) == 1 and not till
    reduced = pick.chance("discount", 0.12) and simple and not inclusive
    worth = sum((row.amount for row in rows), ZERO)
    deal = Deal(
        kind=kind,
        seller=_company(pick, voice, "seller"),
        buyer=_company(pick, voice, "buyer"),
        ship_to=_company(pick, voice, "ship to") if pick.chance("delivery address", 0.2) else None,
        number=_number(pick, date),
        date=date,
        due=date + dt.timedelta(days=days),
        days=days,
        rows=rows,
        taxed=till or not pick.chance("untaxed", 0.07),
        inclusive=inclusive,
        shipping=cents(Decimal(rng.randrange(400, 4900)) / 100) if shipped else ZERO,
        discount=cents(worth * Decimal("0.05")) if reduced else ZERO,
        step=Decimal(voice.world.get("step", CENT)) if pick.chance("rounded", 0.3) and not till else CENT,
        sign=-1 if kind == "credit" and pick.chance("minus", 0.6) else 1,
        codes=_codes(pick, date),
    )
    return _settled(pick, deal)


def later(first: Deal, issue: int) -> Deal:
    """The next deals with the same buyer: a month later each, under the next numbers."""
    if not issue:
        return first
    month, digits = dt.timedelta(days=31 * issue), max(re.findall(r"\d+", first.number), key=len)
    number = f"{int(digits) + 7 * issue:0{len(digits)}}".join(first.number.rsplit(digits, 1))
    due = first.due + month if first.due else None
    return replace(first, number=number, date=first.date + month, due=due)


def _settled(pick: Pick, deal: Deal) -> Deal:
    state = pick.of("payment", ("open", "open", "open", "open", "deposit", "prior", "due repeated"))
    if deal.kind != "invoice":
        return deal
    if state == "deposit":
        return replace(deal, paid=cents(deal.total * Decimal("0.3")))
    return replace(deal, prior=Decimal("48.20")) if state == "prior" else deal


def _rows(pick: Pick, voice: Voice, *, kind: str) -> tuple[Row, ...]:
    rng = pick.rng("rows")
    sizes = ("few", "some") if kind == "receipt" else ("one", "few", "few", "some", "some", "many")
    low, high = _SIZES[pick.of("rows", sizes)]
    goods = [goods for _ in range(6) for goods in rng.sample(voice.words["goods"], 12)]
    rates = [Decimal(rate) for rate in voice.world["rates"]]
    several = pick.chance("several rates", 0.25) and len(rates) > 1
    wrapped = pick.of("details", ("none", "none", "some", "many"))
    rebates = pick.chance("rebates", 0.15) and kind != "receipt"
    return tuple(
        _row(
            rng,
            good,
            details=tuple(rng.sample(voice.words["details"], rng.choice(_DETAILS[wrapped]))),
            rebate=Decimal(rng.choice(("0", "0.05", "0.1"))) if rebates else Decimal(0),
            rate=rng.choice(rates) if several else rates[0],
        )
        for good in goods[: rng.randint(low, high)]
    )


def _row(rng: random.Random, good: str, *, details: tuple[str, ...], rebate: Decimal, rate: Decimal) -> Row:
    text, unit, cheap, dear = good.split("|")
    quantity = Decimal(rng.choice((1, 1, 2, 3, 4, 5, 8, 10, 12, 24)))
    if unit in _DIVISIBLE:
        quantity += rng.choice((Decimal("0.5"), Decimal("0.25"), Decimal(0)))
    return Row(
        description=text,
        details=details,
        code=f"{rng.choice('ABKMRT')}{rng.randrange(1000, 99999)}",
        quantity=quantity,
        unit=unit,
        price=max(cents(Decimal(rng.uniform(float(cheap), float(dear)))), Decimal("0.15")),
        rebate=rebate,
        rate=rate,
    )


def _company(pick: Pick, voice: Voice, role: str) -> Company:
    rng, world = pick.rng(role), voice.world
    last, first = rng.choice(voice.words["last"]), rng.choice(voice.words["first"])
    trade, suffix = rng.choice(voice.words["trades"]), rng.choice(world["suffixes"])
    forms = [f"{last} {trade} {suffix}", f"{last} {suffix}", f"{trade} {last} {suffix}"]
    forms += [f"{last} & {rng.choice(voice.words['last'])} {suffix}", f"{first} {last}", f"{last} {trade}"]
    weights = (5, 2, 2, 1, 0.7, 0.7) if role == "seller" else (2, 2, 2, 1, 2, 1)
    name = rng.choices(forms, weights)[0]
    code, town = rng.choice(world["places"]).split("|")
    street = rng.choice(world["streets"]).format(n=rng.randrange(2, 190), m=rng.randrange(1, 30))
    city = world["city"].format(town=town, code=code)
    domain = f"{_plain(last)}-{_plain(trade.split()[0])}.example"
    phone = world["phone"].format(a=rng.randrange(200, 799), b=rng.randrange(10, 99), c=rng.randrange(1, 8))
    return Company(
        name=name,
        street=street,
        city=city,
        tax_id=numbers_of.tax_id(rng, voice.country, grouped=rng.random() < 0.4),
        tax_label=rng.choice(world["tax_labels"]),
        email=f"{rng.choice(('info', 'office', 'mail', 'accounts'))}@{domain}",
        phone=phone,
        iban=numbers_of.account(rng, voice.country),
    )


def _plain(text: str) -> str:
    text = text.replace("ł", "l").replace("ø", "o").replace("Ø", "O").replace("æ", "ae").replace("ß", "ss")
    folded = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return "".join(sign for sign in folded.lower() if sign.isalnum())


def _number(pick: Pick, date: dt.date) -> str:
    rng = pick.rng("number")
    n = rng.randrange(3, 98765)
    forms = ("{n:05}", "{y}-{n:04}", "RE-{y}/{n}", "{n}/{m:02}/{y}", "INV{n:06}", "F{y2}{n:04}", "{y}{n:05}")
    forms += ("{n}", "A-{n}-{m}", "{k}", "FV {k}/{m:02}/{y}", "{n} / {y}", "RE {y} {n}", "{y2}.{m:02}.{k}")
    forms += ("{y}{m:02}00{n:06}", "R{n}-{y2}", "INV-{y}-{m:02}-{n}", "{k}/{y2}", "C-{n}/{k}")
    k = rng.randrange(2, 400)
    n = n % 9000 + 1000 if rng.random() < 0.5 else n + 1000
    return rng.choice(forms).format(n=n, k=k, y=date.year, y2=date.year % 100, m=date.month)


def _codes(pick: Pick, date: dt.date) -> dict[str, str]:
    rng = pick.rng("codes")
    shapes = {
        "order": ("PO-{}", "45000{}", "B{}", "{}", "{y}/{}"),
        "our_order": ("SO{}", "{}", "{}-01", "A{y}-{}"),
        "customer_no": ("{}", "C{}", "D-{}"),
        "delivery_no": ("LS{}", "{}", "8{}", "{y}/{}"),
        "project": ("P{}", "{} / B", "{y}-{}"),
        "quote": ("{}", "AN-{y}-{}", "Q{}", "{y}{}"),
        "contract": ("{}", "1000{}", "V-{}"),
        "original": ("{}", "RE{}", "2025-{}"),
    }
    return {
        name: rng.choice(forms).format(rng.randrange(10_000, 99_999), y=date.year)
        for name, forms in shapes.items()
    }
