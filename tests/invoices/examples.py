"""Specs to begin with: the reference's own example, and made-up ones that are the same for a seed."""

from __future__ import annotations

import datetime as dt
import random
from decimal import Decimal

from tests.invoices.layouts import LAYOUTS
from tests.invoices.spec import Company, Item, Spec

ACME = Company(
    name="Acme Supply Co.",
    street="123 Industrial Blvd",
    city="Austin, TX 78701",
    tax_id="74-2853621",
    email="billing@acmesupply.example",
    phone="+1 512 555 0142",
)

_WORLD = {
    "en": ("USD", "1,234.50", "%B %d, %Y", "letter", ("0.0825", "0.07", "0.06"), "Net {days}"),
    "de": ("EUR", "1.234,50", "%d.%m.%Y", "a4", ("0.19", "0.07"), "{days} Tage netto"),
    "fr": ("EUR", "1 234,50", "%d/%m/%Y", "a4", ("0.20", "0.055"), "{days} jours net"),
    "es": ("EUR", "1.234,50", "%d/%m/%Y", "a4", ("0.21", "0.10"), "{days} días"),
}
_VENDORS = {
    "en": Company(
        "Harbor Light Electric LLC",
        "48 Pier Street",
        "Portland, ME 04101",
        "",
        "01-5550199",
        None,
        "pay@harborlight.example",
        "+1 207 555 0117",
    ),
    "de": Company(
        "Nordwind Bürotechnik GmbH",
        "Lindenallee 14",
        "20095 Hamburg",
        "",
        "DE136695976",
        None,
        "post@nordwind.example",
        "+49 40 5550142",
        "DE89 3704 0044 0532 0130 00",
    ),
    "fr": Company(
        "Ateliers Beaumont SARL",
        "12 rue des Tanneurs",
        "69002 Lyon",
        "France",
        "FR40303265045",
        None,
        "compta@beaumont.example",
        "+33 4 55 50 01 42",
        "FR14 2004 1010 0505 0001 3M02 606",
    ),
    "es": Company(
        "Talleres Miraflor S.L.",
        "Calle del Olmo 7",
        "28012 Madrid",
        "España",
        "B58378431",
        None,
        "hola@miraflor.example",
        "+34 91 555 01 42",
        "ES91 2100 0418 4502 0005 1332",
    ),
}
_CUSTOMERS = {
    "en": (
        Company("Northgate Foods Inc.", "900 Market Avenue", "Denver, CO 80202"),
        Company("Blue Heron Books", "77 Elm Road", "Madison, WI 53703"),
    ),
    "de": (
        Company("Kanzlei Sommer und Partner", "Am Markt 3", "04109 Leipzig"),
        Company("Gasthof Zur Post", "Hauptstraße 21", "83022 Rosenheim"),
    ),
    "fr": (
        Company("Librairie du Canal", "5 quai de Valmy", "75010 Paris"),
        Company("Garage Lefort", "31 avenue Foch", "54000 Nancy"),
    ),
    "es": (
        Company("Hotel Las Dunas", "Paseo Marítimo 40", "29016 Málaga"),
        Company("Panadería Sol y Trigo", "Calle Mayor 2", "50001 Zaragoza"),
    ),
}
_GOODS = {
    "en": (
        "Copper cable 2.5 mm",
        "Site inspection",
        "LED panel 60x60",
        "Junction box",
        "Desk lamp, black",
        "Repair of entry door",
    ),
    "de": (
        "Bürostuhl ergonomisch",
        "Druckerpapier A4",
        "Wartung vor Ort",
        "Netzwerkkabel 5 m",
        "Aktenschrank grau",
        "Tonerkartusche schwarz",
    ),
    "fr": (
        "Étagère en chêne",
        "Pose et livraison",
        "Vernis mat 1 L",
        "Table basse",
        "Poignée laiton",
        "Réparation de tiroir",
    ),
    "es": (
        "Cambio de aceite",
        "Filtro de aire",
        "Mano de obra",
        "Pastillas de freno",
        "Batería 70 Ah",
        "Revisión general",
    ),
}


def acme() -> Spec:
    """The example that the API reference prints: INV-2026-0847 over 1217.81 dollars."""
    return Spec(
        vendor=ACME,
        customer=Company("Lone Star Hardware LLC", "2200 Congress Ave", "Houston, TX 77002"),
        invoice_number="INV-2026-0847",
        date=dt.date(2026, 5, 15),
        due_date=dt.date(2026, 6, 14),
        terms="Net 30",
        tax_rate=Decimal("0.0825"),
        items=(Item("Widget A - Premium Grade", Decimal(250), Decimal("4.50")),),
        paper="letter",
    )


def example(seed: int, *, language: str = "en", layout: str | None = None, items: int | None = None) -> Spec:
    """An invoice nobody thought up; without a `layout` the seed chooses that too."""
    rng = random.Random(f"{seed} {language}")
    currency, number_format, date_format, paper, rates, terms = _WORLD[language]
    date = dt.date(2025, 1, 1) + dt.timedelta(days=rng.randrange(700))
    days = rng.choice((14, 30, 45))
    return Spec(
        vendor=_VENDORS[language],
        customer=rng.choice(_CUSTOMERS[language]),
        invoice_number=rng.choice(("{y}-{n:04}", "RE{n:05}", "F{y}/{n:03}")).format(
            y=date.year, n=rng.randrange(1, 999)
        ),
        date=date,
        due_date=date + dt.timedelta(days=days),
        terms=terms.format(days=days),
        currency=currency,
        language=language,
        tax_rate=Decimal(rng.choice(rates)),
        number_format=number_format,
        date_format=date_format,
        paper=paper,
        layout=layout or rng.choice(sorted(LAYOUTS)),
        purchase_order=rng.choice((None, f"PO-{rng.randrange(1000, 9999)}")),
        items=_items(rng, language, count=items or rng.randint(1, 6)),
    )


def _items(rng: random.Random, language: str, *, count: int) -> tuple[Item, ...]:
    """Every good once before any comes again, so that a short invoice has no row twice."""
    goods = [
        good for _ in range(count // len(_GOODS[language]) + 1) for good in rng.sample(_GOODS[language], 6)
    ]
    return tuple(_item(rng, good) for good in goods[:count])


def _item(rng: random.Random, description: str) -> Item:
    price = Decimal(rng.randrange(150, 48_000)) / 100
    return Item(description, Decimal(rng.randint(1, 40)), price.quantize(Decimal("0.01")))
