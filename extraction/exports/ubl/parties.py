"""Seller and buyer as EN 16931 wants them: a name, an address with its country, and the VAT number."""

from __future__ import annotations

from dataclasses import dataclass

from extraction.engine import invoice
from extraction.exports.ubl import addresses, vat_numbers
from extraction.exports.ubl.core import Address, Party
from extraction.exports.ubl.terms import Gaps


@dataclass(frozen=True, slots=True)
class _Role:
    """Where a party's values stand in a result, and their terms."""

    who: str
    at: str
    name: str
    address: str
    country: str


_SELLER = _Role("seller", "vendor", "BT-27", "BG-5", "BT-40")
_BUYER = _Role("buyer", "customer", "BT-44", "BG-8", "BT-55")


def seller(party: invoice.Party, gaps: Gaps) -> Party | None:
    """The seller, whose VAT number the standard asks for wherever VAT is charged."""
    number = vat_numbers.written(party.tax_id) if party.tax_id and vat_numbers.is_one(party.tax_id) else None
    country = vat_numbers.country_of(number) if number else None
    place = _address(party, _SELLER, country, gaps)
    if number is None and party.tax_id:
        number = vat_numbers.completed(party.tax_id, place.country if place else None)
    if number is None:
        gaps.note("BT-31", _no_vat_number(party.tax_id), at="vendor.tax_id", rule="BR-S-2")
    return _party(party, place, number, _SELLER, gaps)


def buyer(party: invoice.Party, gaps: Gaps) -> Party | None:
    """The buyer. A number that is no VAT number has no term of its own here, and is left out."""
    number = party.tax_id
    country = vat_numbers.country_of(number) if number else None
    if number and country and not vat_numbers.is_one(number):
        gaps.note("BT-48", f"The check digits of {number} do not hold.", at="customer.tax_id")
    written = vat_numbers.written(number) if number and country else None
    return _party(party, _address(party, _BUYER, country, gaps), written, _BUYER, gaps)


def _no_vat_number(tax_id: str | None) -> str:
    if tax_id is None:
        return "The document names no VAT number of the seller."
    if vat_numbers.country_of(tax_id):
        return f"The form or the check digits of {tax_id} do not hold."
    return f"{tax_id} is no VAT number that begins with its country's letters."


def _address(party: invoice.Party, role: _Role, vat_country: str | None, gaps: Gaps) -> Address | None:
    at = f"{role.at}.address"
    if party.address is None:
        gaps.note(role.address, f"The document has no address of the {role.who}.", at=at)
        return None
    place = addresses.read(party.address, vat_country=vat_country)
    if place is None:
        gaps.note(role.country, f"The {role.who}'s address does not say in which country it is.", at=at)
    return place


def _party(
    party: invoice.Party, place: Address | None, vat_number: str | None, role: _Role, gaps: Gaps
) -> Party | None:
    if party.name is None:
        gaps.note(role.name, f"The document does not name the {role.who}.", at=f"{role.at}.name")
    return Party(party.name, place, vat_number) if party.name and place else None
