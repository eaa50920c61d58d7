"""The result document, key by key. What it says of a key is also what the page about the fields shows."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from extraction.api.schema.keys import Key, Shape


def text(name: str, meaning: str, example: str | None = None) -> Key:
    return Key(name, "text", meaning, example, nullable=True)


def day(name: str, meaning: str, example: str) -> Key:
    return Key(name, "date", meaning, example, nullable=True)


def amount(name: str, meaning: str, example: str | None = None) -> Key:
    unit = "In units of `currency`, with the decimals that are printed."
    return Key(name, "amount", meaning, Decimal(example) if example else None, nullable=True, unit=unit)


def rate(name: str, meaning: str) -> Key:
    unit = "A fraction: 0.0825 is 8.25 %."
    return Key(name, "fraction", meaning, Decimal("0.0825"), nullable=True, unit=unit)


def probability(name: str, meaning: str, example: str) -> Key:
    return Key(name, "number", meaning, Decimal(example), unit="From 0 to 1.", least=0, most=1)


def beyond(*keys: Key) -> tuple[Key, ...]:
    """Keys that the reference's example does not have. Results of earlier releases may lack some of them."""
    return tuple(replace(key, required=False) for key in keys)


PARTY = Shape(
    "Party",
    "Who sells, or who buys.",
    (
        text("name", "The name of the company or person.", "Acme Supply Co."),
        text(
            "address",
            "The address on one line, its parts separated by commas.",
            "123 Industrial Blvd, Austin, TX 78701",
        ),
        text("tax_id", "The number for tax or VAT, as it is printed.", "XX-XXXXXXX"),
    ),
)

LINE_ITEM = Shape(
    "LineItem",
    "One row of the invoice.",
    (
        text("description", "What was sold, as it is printed.", "Widget A - Premium Grade"),
        Key("quantity", "number", "How much of it, in `unit`.", 250, nullable=True),
        amount("unit_price", "The price of one.", "4.50"),
        amount("amount", "The sum of the row.", "1125.00"),
        *beyond(
            text("product_code", "The seller's number for it.", "WA-100"),
            text("unit", "What is counted, as it is printed.", "pcs"),
            rate("tax_rate", "The rate of tax on this row."),
            amount("discount", "What was taken off this row.", "12.50"),
        ),
    ),
)

TAX = Shape(
    "Tax",
    "One row of the tax table.",
    (
        rate("rate", "The rate."),
        amount("base", "The net sum that the rate is applied to.", "1125.00"),
        amount("amount", "The tax.", "92.81"),
    ),
)

PAYMENT = Shape(
    "Payment",
    "Where to pay to.",
    (
        text("iban", "The account, without spaces.", "DE89370400440532013000"),
        text("bic", "The bank.", "COBADEFFXXX"),
        text("reference", "What the payer is to quote.", "INV-2026-0847"),
    ),
)

PERIOD = Shape(
    "Period",
    "When the goods were delivered or the work was done.",
    (day("start", "The first day.", "2026-05-01"), day("end", "The last day.", "2026-05-31")),
)

CHECK = Shape(
    "Check",
    "One sum or rule that was tried on the values.",
    (
        Key("name", "text", "Which one.", "subtotal_plus_tax_is_total"),
        Key("passed", "flag", "Whether it holds.", True),
        amount("difference", "By how much the two sides differ; null where nothing is compared.", "0.00"),
        Key("operands", "map", "The figures, dates or numbers that took part, by name.", of="value"),
    ),
)

WARNING = Shape(
    "Warning",
    "Something that whoever uses the result should know.",
    (
        Key("code", "text", "For a program: it stays the same.", "ambiguous_date"),
        Key("message", "text", "For a person: a sentence.", "The date can be read in two ways."),
        text("field", "The path of the value that it is about.", "date"),
    ),
)

ENGINE = Shape(
    "Engine",
    "Which reader wrote this result: the same file read by the same digest gives the same result.",
    (
        Key("version", "text", "Its version.", "0.1.0"),
        Key("digest", "text", "A fingerprint of its code and data.", "72ea565c1b26"),
    ),
)

REPEATED = Shape(
    "Repeated",
    "The earlier document that this one repeats.",
    (
        Key("id", "text", "The name of its extraction.", "ext_a1b2c3d4"),
        Key(
            "reason",
            "text",
            "`same_file`: equal to the last byte. `same_invoice`: vendor, number, total and currency are "
            "the same.",
            "same_invoice",
            choices=("same_file", "same_invoice"),
        ),
    ),
)

SOURCE = Key(
    "source",
    "text",
    "`text` of the file, `ocr` of a picture, an `e_invoice` in the PDF, or `derived` from other values; a "
    "`person` who corrected or confirmed it, or a `rule` of yours for this vendor.",
    "text",
    choices=("text", "ocr", "e_invoice", "derived", "person", "rule"),
)

ALTERNATIVE = Shape(
    "Alternative",
    "Another value that the field could have.",
    (
        Key("value", "text", "The value, as text in the form of the field.", "2026-06-05"),
        probability("confidence", "How sure it is.", "0.41"),
        SOURCE,
    ),
)

EVIDENCE = Shape(
    "Evidence",
    "Why a field has its value, and where on the page it stands.",
    (
        probability("confidence", "The probability that the value is right.", "0.98"),
        Key("page", "integer", "The page, from 1.", 1, nullable=True, least=1),
        Key(
            "bbox",
            "list",
            "Left, top, right and bottom of its box, as fractions of the page from its top left.",
            [Decimal("0.796"), Decimal("0.717"), Decimal("0.893"), Decimal("0.748")],
            nullable=True,
            of="number",
        ),
        text("text", "The words that it was read from.", "593.35"),
        SOURCE,
        text("label", "The words that named it.", "Total EUR"),
        Key("alternatives", "list", "Other values that it could have.", of=ALTERNATIVE),
        *beyond(
            Key(
                "corrected",
                "flag",
                "Whether it is another value than was read. Only where somebody has said what it is.",
                True,
            ),
            Key(
                "confirmed",
                "flag",
                "Whether somebody lets it stand as it is, whatever speaks against it, and nothing that it is "
                "compared with has changed since. Only where somebody has said what it is.",
                False,
            ),
        ),
    ),
)

RESULT = Shape(
    "Result",
    "What was read in a document. A value that is not on the page is null, never a guess.",
    (
        Key("id", "text", "The name of this extraction.", "ext_a1b2c3d4"),
        Key("status", "text", "The document was read.", "completed", choices=("completed",)),
        Key("processing_time_ms", "integer", "How long it took to read, in milliseconds.", 1847, least=0),
        probability("confidence", "The probability that the header fields are right, all together.", "0.97"),
        Key("vendor", "object", "Who sells.", of=PARTY),
        text("invoice_number", "The number of the invoice.", "INV-2026-0847"),
        day("date", "When it was issued.", "2026-05-15"),
        day(
            "due_date",
            "When it is to be paid, if that is printed. A day that only follows from the terms is offered "
            "as an alternative in its evidence.",
            "2026-06-14",
        ),
        text("currency", "The currency of all sums, as ISO 4217 writes it.", "USD"),
        Key("line_items", "list", "The rows of the invoice, in their order. May be empty.", of=LINE_ITEM),
        amount("subtotal", "The net sum before tax.", "1125.00"),
        amount("tax", "All tax together.", "92.81"),
        rate("tax_rate", "The rate, if there is one; null with several, which are in `taxes`."),
        amount(
            "total",
            "The grand total with tax, not what is left after payments: that is `amount_due`. "
            "A credit note keeps its printed sign.",
            "1217.81",
        ),
        text("payment_terms", "The terms of payment, as they are printed.", "Net 30"),
        Key("pages_processed", "integer", "How many pages were read.", 1, least=0),
        *beyond(
            replace(
                text("document_type", "What the document calls itself.", "invoice"),
                choices=("invoice", "credit_note", "receipt"),
            ),
            Key("language", "text", "The language it is written in, by ISO 639-1.", "en"),
            Key("customer", "object", "Who buys.", of=PARTY),
            text("purchase_order", "The buyer's number for the order.", "PO-77318"),
            Key("taxes", "list", "The tax table, a row for each rate. May be empty.", of=TAX),
            amount("discount", "What was taken off the whole.", "25.00"),
            amount("shipping", "What is charged for sending.", "9.90"),
            amount("amount_paid", "What has been paid already.", "0.00"),
            amount("amount_due", "What is left to pay.", "1217.81"),
            Key("payment", "object", "Where to pay to.", of=PAYMENT),
            Key("service_period", "object", "When it was delivered or done.", of=PERIOD),
            Key("checks", "list", "The sums and rules that were tried.", of=CHECK),
            Key("warnings", "list", "What to know before using it. May be empty.", of=WARNING),
            Key("engine", "object", "Which reader wrote it.", of=ENGINE),
            Key(
                "evidence",
                "map",
                "For each value, by its path (`total`, `vendor.name`, `line_items.0.amount`), why it is what "
                "it is. Only with `include=evidence`.",
                of=EVIDENCE,
            ),
            Key("corrected", "flag", "Whether a value, or the rows, are other than was read.", False),
            Key("duplicate_of", "object", "The document that it repeats.", nullable=True, of=REPEATED),
        ),
    ),
)
