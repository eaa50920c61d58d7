"""How invoices of the world place their two parties: each arrangement draws any seller and any buyer.

An arrangement is a function that puts text on a `Paper`; what a perfect reader finds there is in `Paper`
too, since some arrangements print no street or no tax number.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from extraction.engine.document import Document, Page, Word
from tests.engine.drawing import words_at

LEFT, MIDDLE, RIGHT = 50.0, 240.0, 380.0


@dataclass(frozen=True)
class Company:
    """`vat` and `to` are what its country prints before a tax number and over a buyer."""

    name: str
    street: str
    city: str
    country: str
    tax_id: str
    vat: str
    to: str
    title: str
    phone: str
    mail: str
    site: str
    brand: str = ""
    slogan: str = "Quality since 1987"
    person: str = "Robin Hale"

    @property
    def place(self) -> list[str]:
        return [line for line in (self.street, self.city, self.country) if line]

    @property
    def lines(self) -> list[str]:
        return [self.name, *self.place]

    @property
    def tax_line(self) -> str:
        return f"{self.vat}: {self.tax_id}"


@dataclass
class Paper:
    """A page being drawn, and what a perfect reader finds on it."""

    seller: Company
    buyer: Company
    words: list[Word] = field(default_factory=list)
    name: str = ""
    address: str | None = ""
    tax_id: str | None = None

    def __post_init__(self) -> None:
        self.name, self.address, self.tax_id = self.seller.name, ", ".join(self.seller.place), None

    def put(self, x: float, y: float, *lines: str, height: float = 10.0, bold: bool = False) -> None:
        for row, text in enumerate(lines):
            self.words.extend(words_at(x, y + 1.3 * height * row, text, height=height, bold=bold))

    def centred(self, y: float, *lines: str, height: float = 10.0) -> None:
        for row, text in enumerate(lines):
            width = 0.5 * height * (len(text) + 0.1 * text.count(" "))
            self.put(300 - width / 2, y + 1.3 * height * row, text, height=height)

    def flush(self, x1: float, y: float, *lines: str, height: float = 10.0) -> None:
        """Lines that end at x1."""
        for row, text in enumerate(lines):
            width = sum(0.5 * height * len(part) for part in text.split(" "))
            width += 0.3 * height * text.count(" ")
            self.put(x1 - width, y + 1.3 * height * row, text, height=height)

    def facts(self, x: float, y: float) -> None:
        """Number and dates in two columns."""
        for row, (label, value) in enumerate(
            (("Invoice no.", "2024-0117"), ("Date", "17.03.2024"), ("Due date", "16.04.2024"))
        ):
            self.put(x, y + 13 * row, label)
            self.put(x + 90, y + 13 * row, value)

    def table(self, y: float = 420) -> None:
        for x, text in ((LEFT, "Description"), (320, "Quantity"), (400, "Price"), (500, "Amount")):
            self.put(x, y, text)
        for row, text in enumerate(("Oak boards planed", "Delivery and fitting")):
            for x, cell in ((LEFT, text), (320, "2"), (400, "50.00"), (500, "100.00")):
                self.put(x, y + 18 + 15 * row, cell)
        for row, (label, amount) in enumerate(
            (("Subtotal", "200.00"), ("VAT 20%", "40.00"), ("Total", "240.00"))
        ):
            self.put(400, y + 70 + 15 * row, label)
            self.put(500, y + 70 + 15 * row, amount)

    def document(self) -> Document:
        return Document((Page(1, 600, 800, tuple(self.words)),))


Arrangement = Callable[[Paper], None]
ALL: dict[str, Arrangement] = {}


def arrangement(draw: Arrangement) -> Arrangement:
    ALL[draw.__name__] = draw
    return draw


def drawn(name: str, seller: Company, buyer: Company) -> Paper:
    """The page of an arrangement."""
    paper = Paper(seller, buyer)
    ALL[name](paper)
    return paper


@arrangement
def title_left_logo_right_seller_and_buyer_side_by_side(p: Paper) -> None:
    p.put(LEFT, 40, p.seller.title, height=20)
    p.flush(550, 40, p.seller.brand or p.seller.name, height=16)
    p.facts(LEFT, 80)
    p.put(LEFT, 150, *p.seller.lines, p.seller.mail)
    p.put(MIDDLE + 20, 150, p.buyer.to, *p.buyer.lines, p.buyer.mail)
    p.table()


@arrangement
def seller_left_without_label_buyer_right_with_a_person(p: Paper) -> None:
    p.facts(RIGHT, 40)
    p.put(LEFT, 140, *p.seller.lines)
    p.put(RIGHT, 140, p.buyer.name, p.buyer.person, p.buyer.mail)
    p.table()


@arrangement
def letterhead_then_bill_to_and_ship_to(p: Paper) -> None:
    p.put(LEFT, 40, p.seller.name, height=14)
    p.put(LEFT, 62, *p.seller.place, p.seller.phone, p.seller.mail, p.seller.site)
    p.flush(550, 40, p.seller.title, height=20)
    p.put(LEFT, 200, p.buyer.to, *p.buyer.lines)
    p.put(MIDDLE, 200, "Ship to", "Depot " + p.buyer.name, *p.buyer.place)
    p.facts(RIGHT, 200)
    p.table()


@arrangement
def buyer_first_on_the_left_seller_in_the_right_column(p: Paper) -> None:
    p.put(LEFT, 40, p.seller.title, height=20)
    p.put(LEFT, 100, *p.buyer.lines)
    p.facts(MIDDLE, 100)
    p.put(430, 100, *p.seller.lines)
    p.table()
    p.put(LEFT, 700, "Please pay within 30 days.")
    p.centred(760, f"{p.seller.name}, {', '.join(p.seller.place)}", height=8)


@arrangement
def seller_flush_right_under_the_title(p: Paper) -> None:
    p.flush(550, 30, p.seller.title, height=24)
    p.flush(550, 64, *p.seller.lines, p.seller.phone, p.seller.site)
    p.put(LEFT, 190, p.buyer.to, *p.buyer.lines, p.buyer.phone)
    p.facts(RIGHT, 190)
    p.table()


@arrangement
def logo_word_tagline_and_two_unlabelled_addresses_with_a_contact_footer(p: Paper) -> None:
    p.put(LEFT, 30, p.seller.brand or p.seller.name.split()[0], height=18)
    p.flush(550, 35, p.seller.slogan)
    p.put(LEFT, 70, *p.seller.lines)
    p.put(360, 170, *p.buyer.lines, p.buyer.tax_line)
    p.put(LEFT, 270, f"{p.seller.title} 2024-0117", height=16)
    p.table()
    p.centred(770, f"{p.seller.phone} {p.seller.mail} {p.seller.site} {p.seller.tax_line}", height=8)
    p.tax_id = p.seller.tax_id


@arrangement
def letter_with_a_window_and_columns_in_the_footer(p: Paper) -> None:
    p.flush(550, 40, p.seller.brand or p.seller.name, height=22)
    sender = " · ".join([p.seller.name, *p.seller.place])
    p.put(LEFT, 120, sender, height=7)
    p.put(LEFT, 140, *p.buyer.lines)
    p.facts(RIGHT, 140)
    p.put(LEFT, 300, f"{p.seller.title} 2024-0117", height=14)
    p.table()
    p.put(LEFT, 740, *p.seller.lines, height=7)
    p.put(220, 740, p.seller.phone, p.seller.mail, p.seller.site, height=7)
    p.put(400, 740, "IBAN DE89 3704 0044 0532 0130 00", "BIC COBADEFFXXX", p.seller.tax_line, height=7)
    p.tax_id = p.seller.tax_id


@arrangement
def letter_whose_legal_name_stands_in_the_footer_alone(p: Paper) -> None:
    p.put(LEFT, 40, p.seller.brand or p.seller.name, height=26)
    p.put(LEFT, 140, *p.buyer.lines)
    p.put(RIGHT, 140, "Customer no.", "10-4471")
    p.facts(RIGHT, 180)
    p.put(LEFT, 300, f"{p.seller.title} 2024-0117", height=14)
    p.table()
    p.put(LEFT, 740, *p.seller.lines, height=8)
    p.put(250, 740, p.seller.phone, p.seller.mail, p.seller.site, height=8)
    p.put(430, 740, p.seller.vat, p.seller.tax_id, height=8)
    p.tax_id = p.seller.tax_id


@arrangement
def two_labelled_boxes_each_with_its_tax_number(p: Paper) -> None:
    p.centred(40, p.seller.title, height=18)
    p.put(LEFT, 100, "Seller", *p.seller.lines, p.seller.tax_line)
    p.put(330, 100, "Buyer", *p.buyer.lines, p.buyer.tax_line)
    p.facts(LEFT, 220)
    p.table()
    p.tax_id = p.seller.tax_id


@arrangement
def from_and_to_as_the_heads_of_columns(p: Paper) -> None:
    p.put(LEFT, 40, p.seller.title, height=20)
    p.put(LEFT, 110, "From", bold=True)
    p.put(330, 110, "To", bold=True)
    p.put(LEFT, 128, *p.seller.lines)
    p.put(330, 128, *p.buyer.lines)
    p.facts(LEFT, 240)
    p.table()


@arrangement
def seller_with_contact_lines_between_and_a_buyer_at_the_right(p: Paper) -> None:
    p.put(
        LEFT, 40, p.seller.name, p.seller.street, p.seller.city, f"Tel. {p.seller.phone}", p.seller.tax_line
    )
    p.put(360, 120, *p.buyer.lines)
    p.put(LEFT, 230, f"{p.seller.title} 2024-0117", height=14)
    p.table()
    p.address = ", ".join((p.seller.street, p.seller.city))
    p.tax_id = p.seller.tax_id


@arrangement
def a_box_with_ids_under_the_address(p: Paper) -> None:
    p.centred(30, p.seller.title, height=14)
    p.put(LEFT, 60, *p.seller.lines, f"{p.seller.vat}: {p.seller.tax_id}", f"E-Mail: {p.seller.mail}")
    p.facts(330, 60)
    p.put(LEFT, 170, "Buyer (Bill to)", *p.buyer.lines, f"{p.seller.vat}: {p.buyer.tax_id}")
    p.table()
    p.flush(550, 640, f"for {p.seller.name}")
    p.flush(550, 690, "Authorised Signatory")
    p.tax_id = p.seller.tax_id


@arrangement
def swiss_letter_with_a_payment_part(p: Paper) -> None:
    p.put(LEFT, 40, *p.seller.lines)
    p.put(350, 130, *p.buyer.lines)
    p.put(LEFT, 230, f"{p.seller.city.split()[-1]}, 17.03.2024")
    p.put(LEFT, 260, f"{p.seller.title} 2024-0117", height=14)
    p.table(300)
    p.put(LEFT, 560, "Receipt", bold=True)
    p.put(LEFT, 580, "Account / Payable to", height=7)
    p.put(LEFT, 590, "CH93 0076 2011 6238 5295 7", *p.seller.lines, height=8)
    p.put(LEFT, 660, "Payable by", height=7)
    p.put(LEFT, 670, *p.buyer.lines, height=8)
    p.put(220, 560, "Payment part", bold=True)
    p.put(380, 560, "Account / Payable to", height=7)
    p.put(380, 570, "CH93 0076 2011 6238 5295 7", *p.seller.lines, height=8)
    p.put(380, 640, "Payable by", height=7)
    p.put(380, 650, *p.buyer.lines, height=8)


@arrangement
def bill_to_on_the_left_and_the_seller_unlabelled_at_the_right(p: Paper) -> None:
    p.put(LEFT, 40, p.seller.brand or p.seller.name, height=22)
    p.put(RIGHT, 40, p.seller.title, height=18)
    p.put(LEFT, 130, p.buyer.to, *p.buyer.lines)
    p.put(350, 130, *p.seller.lines, p.seller.tax_line)
    p.facts(LEFT, 230)
    p.table()
    p.tax_id = p.seller.tax_id


@arrangement
def utility_with_a_customer_number_and_small_print(p: Paper) -> None:
    p.put(LEFT, 30, p.seller.brand or p.seller.name, height=20)
    p.put(LEFT, 130, *p.buyer.lines)
    p.put(RIGHT, 90, "Your contact", p.seller.person, p.seller.phone, p.seller.site)
    p.put(RIGHT, 160, "Customer number", "4411 2234 9")
    p.facts(RIGHT, 200)
    p.table()
    place = ", ".join(p.seller.place)
    line = f"{p.seller.name}, {place} | {p.seller.tax_line} | Managing director {p.seller.person}"
    p.put(LEFT, 770, line, height=7)
    p.tax_id = p.seller.tax_id


@arrangement
def hotel_with_a_centred_head_and_a_guest(p: Paper) -> None:
    p.centred(30, p.seller.name, height=16)
    p.centred(54, ", ".join(p.seller.place), f"Tel {p.seller.phone} - {p.seller.site}", height=8)
    p.put(LEFT, 110, f"Mr {p.buyer.person}", *p.buyer.lines)
    p.put(RIGHT, 110, "Room", "214", "Arrival", "15.03.2024")
    p.facts(RIGHT, 180)
    p.table()


@arrangement
def name_on_two_lines_of_big_letters(p: Paper) -> None:
    head = p.seller.name.split()
    cut = max(1, len(head) // 2)
    p.put(LEFT, 30, " ".join(head[:cut]), " ".join(head[cut:]), height=20)
    p.put(LEFT, 90, *p.seller.place)
    p.flush(550, 40, p.seller.title, height=14)
    p.put(LEFT, 190, p.buyer.to, *p.buyer.lines)
    p.facts(RIGHT, 190)
    p.table()


@arrangement
def letter_spaced_name(p: Paper) -> None:
    x = LEFT
    for word in p.seller.name.upper().split():
        for letter in word:
            p.put(x, 40, letter, height=14)
            x += 12
        x += 14
    p.put(LEFT, 66, *p.seller.place)
    p.put(LEFT, 190, p.buyer.to, *p.buyer.lines)
    p.facts(RIGHT, 190)
    p.table()
    p.name = p.seller.name.upper()


@arrangement
def keys_and_values_for_each_party(p: Paper) -> None:
    p.centred(30, p.seller.title, height=16)
    for x, head, party in ((LEFT, "Supplier", p.seller), (320, "Customer", p.buyer)):
        p.put(x, 80, head, bold=True)
        rows = (
            ("Name:", party.name),
            ("Address:", f"{party.street}, {party.city}"),
            (f"{party.vat}:", party.tax_id),
        )
        for row, (label, value) in enumerate(rows):
            p.put(x, 100 + 15 * row, label)
            p.put(x + 80, 100 + 15 * row, value)
    p.facts(LEFT, 200)
    p.table()
    p.address = f"{p.seller.street}, {p.seller.city}"
    p.tax_id = p.seller.tax_id


@arrangement
def logo_above_and_cheques_payable_below(p: Paper) -> None:
    p.put(LEFT, 30, p.seller.name, height=22)
    p.put(LEFT, 58, p.seller.slogan, height=9)
    p.flush(550, 36, p.seller.title, height=18)
    p.put(LEFT, 110, p.buyer.to, *p.buyer.lines)
    p.facts(RIGHT, 110)
    p.table()
    p.put(LEFT, 660, f"Make all checks payable to {p.seller.name}")
    p.centred(770, f"{', '.join(p.seller.place)} | {p.seller.phone} | {p.seller.mail}", height=8)


@arrangement
def head_with_the_address_on_one_line_of_bullets(p: Paper) -> None:
    p.centred(30, p.seller.name, height=18)
    p.centred(56, " • ".join(p.seller.place), height=9)
    p.centred(70, f"{p.seller.phone} • {p.seller.mail}", height=9)
    p.put(LEFT, 120, p.buyer.to, *p.buyer.lines)
    p.facts(RIGHT, 120)
    p.table()


@arrangement
def seller_in_one_line_of_the_footer_only(p: Paper) -> None:
    p.flush(550, 36, p.seller.title, height=18)
    p.put(LEFT, 110, p.buyer.to, *p.buyer.lines)
    p.facts(RIGHT, 110)
    p.table()
    p.centred(750, f"{p.seller.name}, {', '.join(p.seller.place)}", height=8)
    p.centred(762, f"Company no. 4471922. {p.seller.vat} {p.seller.tax_id}", height=8)
    p.tax_id = p.seller.tax_id


@arrangement
def contact_columns_beside_the_name(p: Paper) -> None:
    p.put(LEFT, 40, p.seller.name, height=16)
    p.put(280, 40, p.seller.phone, p.seller.mail, p.seller.site)
    p.put(430, 40, *p.seller.place)
    p.put(LEFT, 130, p.seller.title, height=20)
    p.facts(LEFT, 170)
    p.put(MIDDLE + 40, 170, p.buyer.to, *p.buyer.lines)
    p.table()


@arrangement
def attention_of_a_person_at_the_buyers(p: Paper) -> None:
    p.put(360, 40, *p.seller.lines, f"Phone {p.seller.phone}", p.seller.mail)
    p.put(LEFT, 130, p.buyer.name, f"Attn: {p.buyer.person}", *p.buyer.place)
    p.put(LEFT, 230, p.seller.title, height=18)
    p.facts(LEFT, 270)
    p.table()


@arrangement
def freelancer_with_a_trade_under_the_name(p: Paper) -> None:
    p.put(LEFT, 30, p.seller.person, height=22)
    p.put(LEFT, 60, "Graphic Design & Illustration", height=10)
    p.put(RIGHT, 30, p.seller.street, p.seller.city, p.seller.phone, p.seller.mail)
    p.put(LEFT, 130, p.buyer.to, *p.buyer.lines)
    p.facts(RIGHT, 130)
    p.table()
    p.name, p.address = p.seller.person, f"{p.seller.street}, {p.seller.city}"


@arrangement
def title_before_the_party_and_its_word_behind(p: Paper) -> None:
    p.put(LEFT, 30, p.seller.title, height=26)
    p.put(LEFT, 80, "# 2024-0117", height=12)
    p.put(LEFT, 120, "Billed by", height=8)
    p.put(LEFT, 132, p.seller.name, height=12, bold=True)
    p.put(LEFT, 150, *p.seller.place, f"{p.seller.vat} {p.seller.tax_id}")
    p.put(330, 120, "Billed to", height=8)
    p.put(330, 132, p.buyer.name, height=12, bold=True)
    p.put(330, 150, *p.buyer.place, f"{p.buyer.vat} {p.buyer.tax_id}")
    p.table()
    p.tax_id = p.seller.tax_id


@arrangement
def seller_in_a_side_bar(p: Paper) -> None:
    p.put(20, 40, p.seller.brand or p.seller.name, height=12)
    p.put(20, 200, *p.seller.lines, height=8)
    p.put(20, 270, "Contact", p.seller.phone, p.seller.mail, height=8)
    p.put(20, 330, p.seller.vat, p.seller.tax_id, height=8)
    p.put(220, 60, p.seller.title, height=20)
    p.put(220, 110, p.buyer.to, *p.buyer.lines)
    p.facts(400, 110)
    p.table()
    p.tax_id = p.seller.tax_id


@arrangement
def head_repeated_in_small_print_with_bank(p: Paper) -> None:
    p.put(
        RIGHT,
        30,
        *p.seller.lines,
        f"Telephone: {p.seller.phone}",
        f"Fax: {p.seller.phone[:-1]}9",
        p.seller.site,
    )
    p.put(LEFT, 130, p.buyer.person, p.buyer.name, *p.buyer.place)
    p.put(RIGHT, 150, "Page 1 of 1")
    p.facts(RIGHT, 180)
    p.table()
    p.put(LEFT, 700, f"Bank: Sparkasse · Account holder: {p.seller.name}")
    p.put(LEFT, 713, f"IBAN DE89 3704 0044 0532 0130 00 · {p.seller.tax_line}")
    p.tax_id = p.seller.tax_id


@arrangement
def buyer_with_a_tax_number_before_the_seller(p: Paper) -> None:
    p.put(LEFT, 40, p.buyer.to, *p.buyer.lines, p.buyer.tax_line)
    p.facts(RIGHT, 40)
    p.put(LEFT, 160, "Remit to", *p.seller.lines, p.seller.tax_line)
    p.table()
    p.tax_id = p.seller.tax_id


@arrangement
def register_number_beside_the_tax_number(p: Paper) -> None:
    p.put(LEFT, 40, *p.seller.lines, "Company no. 07541193", p.seller.tax_line)
    p.flush(550, 40, p.seller.title, height=20)
    p.put(LEFT, 180, p.buyer.to, *p.buyer.lines)
    p.put(RIGHT, 180, "Your VAT no.", p.buyer.tax_id)
    p.facts(RIGHT, 220)
    p.table()
    p.tax_id = p.seller.tax_id


@arrangement
def seller_in_the_columns_of_the_footer_alone(p: Paper) -> None:
    p.put(RIGHT, 40, p.seller.title, height=20)
    p.facts(RIGHT, 80)
    p.put(LEFT, 130, *p.buyer.lines)
    p.table()
    p.put(LEFT, 720, "Address")
    p.put(LEFT, 732, *p.seller.lines)
    p.put(220, 720, "Telephone", p.seller.phone)
    p.put(330, 720, "IBAN", "DE89 3704 0044 0532 0130 00")
    p.put(500, 720, p.seller.vat, p.seller.tax_id, height=8)
    p.tax_id = p.seller.tax_id


@arrangement
def till_slip_that_thanks_before_it_signs(p: Paper) -> None:
    p.put(LEFT, 30, "Thank you for your visit", height=14)
    for row, (text, amount) in enumerate((("Parking", "20.00"), ("Service fee", "4.00"), ("Total", "24.00"))):
        p.put(LEFT, 90 + 15 * row, text)
        p.put(240, 90 + 15 * row, amount)
    p.put(LEFT, 160, f"{p.seller.name}, {p.seller.street}, {p.seller.city}", height=8)
    p.put(LEFT, 171, f"{p.seller.vat} {p.seller.tax_id}", height=8)
    p.address = f"{p.seller.street}, {p.seller.city}"
    p.tax_id = p.seller.tax_id


@arrangement
def street_phone_and_tax_number_on_one_line(p: Paper) -> None:
    p.put(LEFT, 40, p.seller.name, height=18)
    line = f"{p.seller.street}, {p.seller.city} – tel. {p.seller.phone} – {p.seller.vat} {p.seller.tax_id}"
    p.put(LEFT, 64, line)
    p.put(330, 130, *p.buyer.lines)
    p.facts(LEFT, 230)
    p.table()
    p.address = f"{p.seller.street}, {p.seller.city}"
    p.tax_id = p.seller.tax_id


@arrangement
def keys_of_the_seller_in_a_table_at_the_right(p: Paper) -> None:
    p.put(LEFT, 40, p.seller.brand or p.seller.name, height=20)
    p.put(LEFT, 120, p.buyer.to, *p.buyer.lines)
    rows = (("Company", p.seller.name), ("Address", f"{p.seller.street}, {p.seller.city}"))
    for row, (label, value) in enumerate((*rows, (p.seller.vat, p.seller.tax_id), ("E-Mail", p.seller.mail))):
        p.put(300, 120 + 14 * row, label)
        p.put(380, 120 + 14 * row, value)
    p.facts(LEFT, 230)
    p.table()
    p.address = f"{p.seller.street}, {p.seller.city}"
    p.tax_id = p.seller.tax_id


@arrangement
def buyer_column_before_the_seller_column(p: Paper) -> None:
    p.put(LEFT, 40, p.seller.title, height=20)
    p.put(LEFT, 110, "Customer", *p.buyer.lines, p.buyer.tax_line)
    p.put(330, 110, "Supplier", *p.seller.lines, p.seller.tax_line)
    p.facts(LEFT, 240)
    p.table()
    p.tax_id = p.seller.tax_id


@arrangement
def labels_in_two_languages(p: Paper) -> None:
    p.put(LEFT, 40, p.seller.title, height=20)
    p.put(LEFT, 110, "Supplier / Fournisseur", *p.seller.lines)
    p.put(330, 110, "Customer / Client", *p.buyer.lines)
    p.facts(LEFT, 240)
    p.table()


@arrangement
def footer_with_bank_and_register(p: Paper) -> None:
    p.put(LEFT, 40, *p.seller.lines)
    p.put(LEFT, 140, *p.buyer.lines)
    p.put(RIGHT, 140, "Our contact", p.seller.person)
    p.facts(RIGHT, 180)
    p.table()
    p.put(LEFT, 740, "Deutsche Bank AG", "Taunusanlage 12", "60325 Frankfurt", height=7)
    p.put(220, 740, "IBAN DE89 3704 0044 0532 0130 00", "BIC COBADEFFXXX", height=7)
    p.put(400, 740, "Amtsgericht Hamburg", "HRB 12345", p.seller.tax_line, height=7)
    p.tax_id = p.seller.tax_id


@arrangement
def suite_between_street_and_city(p: Paper) -> None:
    p.put(LEFT, 40, p.seller.name, p.seller.street, "Suite 400", p.seller.city, p.seller.phone)
    p.put(360, 40, p.seller.title, height=20)
    p.put(LEFT, 150, p.buyer.to, *p.buyer.lines)
    p.facts(360, 150)
    p.table()
    p.address = f"{p.seller.street}, Suite 400, {p.seller.city}"


@arrangement
def contact_person_between_name_and_street(p: Paper) -> None:
    p.put(LEFT, 40, p.seller.name, f"Contact: {p.seller.person}", *p.seller.place)
    p.put(LEFT, 150, p.buyer.to, *p.buyer.lines)
    p.facts(360, 150)
    p.table()


@arrangement
def department_under_the_name(p: Paper) -> None:
    p.put(LEFT, 40, p.seller.name, "Accounts Department", *p.seller.place, f"Tel: {p.seller.phone}")
    p.put(LEFT, 150, p.buyer.to, p.buyer.name, "Purchasing", *p.buyer.place)
    p.facts(360, 150)
    p.table()


@arrangement
def slogan_larger_than_the_name(p: Paper) -> None:
    p.put(LEFT, 30, p.seller.slogan, height=16)
    p.put(LEFT, 60, *p.seller.lines, p.seller.site)
    p.put(LEFT, 170, p.buyer.to, *p.buyer.lines)
    p.facts(360, 170)
    p.table()


@arrangement
def title_right_above_the_seller(p: Paper) -> None:
    p.put(LEFT, 40, p.seller.title, height=12)
    p.put(LEFT, 56, *p.seller.lines)
    p.put(LEFT, 150, p.buyer.to, *p.buyer.lines)
    p.facts(360, 150)
    p.table()


@arrangement
def sold_by_on_one_line(p: Paper) -> None:
    p.put(LEFT, 30, "Marketplace", height=20)
    p.put(LEFT, 80, f"Sold by {p.seller.name}")
    p.put(LEFT, 93, p.seller.tax_line)
    p.put(LEFT, 130, "Billing address", *p.buyer.lines)
    p.put(240, 130, "Delivery address", *p.buyer.lines)
    p.put(430, 130, "Sold by", *p.seller.lines)
    p.facts(LEFT, 230)
    p.table()
    p.tax_id = p.seller.tax_id


@arrangement
def letterhead_flush_right_with_labelled_contacts(p: Paper) -> None:
    p.flush(550, 30, p.seller.name, height=16)
    p.flush(550, 54, *p.seller.place, f"Tel: {p.seller.phone}", f"Email: {p.seller.mail}", p.seller.tax_line)
    p.put(LEFT, 150, *p.buyer.lines)
    p.facts(360, 190)
    p.table()
    p.tax_id = p.seller.tax_id


@arrangement
def two_addresses_of_the_seller(p: Paper) -> None:
    p.put(LEFT, 40, p.seller.name, height=16)
    p.put(LEFT, 64, *p.seller.place, p.seller.phone)
    p.put(LEFT, 170, p.buyer.to, *p.buyer.lines)
    p.facts(360, 170)
    p.table()
    p.put(
        LEFT, 690, "Payment details", f"Account holder: {p.seller.name}", "IBAN: DE89 3704 0044 0532 0130 00"
    )
    p.put(LEFT, 730, "Terms and conditions apply. Interest is charged on late payments.")


@arrangement
def everything_in_one_column(p: Paper) -> None:
    p.put(LEFT, 30, p.seller.title, height=18)
    p.facts(LEFT, 60)
    p.put(LEFT, 120, "From:", *p.seller.lines, p.seller.mail)
    p.put(LEFT, 220, f"{p.buyer.to}:", *p.buyer.lines, p.buyer.mail)
    p.table()


@arrangement
def customer_number_and_contact_beside_the_buyer(p: Paper) -> None:
    p.put(LEFT, 30, p.seller.name, height=18)
    p.put(LEFT, 52, " | ".join([*p.seller.place, p.seller.phone]), height=8)
    p.put(LEFT, 120, p.buyer.name, f"Mrs {p.buyer.person}", *p.buyer.place)
    p.put(360, 120, "Customer no.: 4711", "Your contact: " + p.seller.person, "Phone: " + p.seller.phone)
    p.put(LEFT, 230, f"{p.seller.title} 2024-0117", height=14)
    p.put(360, 230, "17.03.2024")
    p.table()


@arrangement
def numbers_in_paragraphs_under_the_sellers_column(p: Paper) -> None:
    p.put(LEFT, 40, p.seller.title, height=20)
    p.put(LEFT, 120, p.buyer.name, p.buyer.person, *p.buyer.place)
    p.put(400, 110, *p.seller.lines)
    p.put(400, 185, f"Tel. {p.seller.phone}", p.seller.mail)
    p.put(400, 226, p.seller.tax_line)
    p.put(400, 254, "IBAN DE89 3704 0044 0532 0130 00")
    p.facts(LEFT, 220)
    p.table()
    p.tax_id = p.seller.tax_id
