"""What makes a line part of an address, a company's name, or a line of contact."""

from __future__ import annotations

import re
from collections.abc import Callable

from extraction.engine import vocabulary
from extraction.engine.parties import streets
from extraction.engine.parties.places import PLACES, UPPER, WORDS
from extraction.engine.values.folding import fold
from extraction.engine.values.remembering import remembered

_COUNTRIES = {name: code for code, names in PLACES["countries"].items() for name in names}
_REGIONS = {name: code for code, names in PLACES["regions"].items() for name in names}
_FORMS = {*PLACES["legal_forms"], *(f.rstrip(".") for f in PLACES["legal_forms"] if f != "co.")}
_JOINS = frozenset(PLACES["joins"])
MISREAD = 3  # letters of a form in which a figure may stand for an o
MISREAD_MORE = 6  # and for other letters


def _as_read(form: str) -> str:
    """The pattern of a company's form; a scan may show some letters as figures ("z 0.o.", "5DN 8HD")."""
    letters = sum(map(str.isalpha, form))
    alike = {"o": "[o0]"} if letters >= MISREAD else {}
    alike |= {"b": "[b8]", "s": "[s5]", "d": "[do0]"} if letters >= MISREAD_MORE else {}
    return "".join(alike.get(character, re.escape(character)) for character in form)


_LEGAL = re.compile(
    r"(?<![\w.])(?:"
    + "|".join(_as_read(f) for f in sorted(_FORMS, key=lambda f: (-len(f), f)))
    + r")(?![\w])"
)
_PARTNERS = re.compile(r"[^\W\d_A-Z][.,]? O[EH]?G$")  # "Moser & Sohn OG": in small letters a Danish "and"
_HONORIFIC = re.compile(r"^(?:" + "|".join(re.escape(h) for h in PLACES["honorifics"]) + r")[.\s]")
_ATTENTION = re.compile(r"^(?:" + "|".join(re.escape(a) for a in PLACES["attention"]) + r")(?:\W|$)")
_BANK = re.compile(
    r"(?:bank(?:en)?|spar(?:e)?kasse|\bbanque|\bbanco|\bbanca|\bcaixa|\bcaja|\bcassa di|\bcaisse d"
    r"|\bcredit (?:agricole|mutuel))\b"
)
_AUTHORITY = re.compile(r"^(?:" + "|".join(re.escape(a) for a in PLACES["authorities"]) + r")(?:\W|$)")
_COUNTY = re.compile(
    r"^(?:co\.|county|provincia|province|prov\.|kreis|departement)\s[^\W\d]"
    r"|^(?:(?:north|south|west|east) )?[^\W\d_]+shire$"
    r"|^\([^\W\d_]+(?:[ '-][^\W\d_]+)*\)$"
)
_IN_COUNTY = re.compile(r",\s?Co\.? (?!K[Gg]\b)[A-Z][a-z]{2,}$")  # "Kinsale, Co. Cork"
_TITLE = re.compile(r"^(?:" + "|".join(re.escape(t) for t in PLACES["titles"]) + r")\s")
_STATES = (
    "AL|AK|AZ|AR|CA|CO|CT|DE|DC|FL|GA|HI|ID|IL|IN|IA|KS|KY|LA|ME|MD|MA|MI|MN|MS|MO|MT|NE|NV|NH|NJ|NM|"
    "NY|NC|ND|OH|OK|OR|PA|RI|SC|SD|TN|TX|UT|VT|VA|WA|WV|WI|WY|PW|PR|GU|VI|AS|MP|FM|MH|AE|AP|AA"
)
_US = re.compile(rf"\b(?:{_STATES})\.?,?\s+\d{{5}}(?:-\d{{4}})?\b")
_UK = re.compile(r"\b[A-Z]{1,2}\d{1,2}[A-Z]?\s?\d[A-Z]{2}\b")
_CA = re.compile(r"\b[A-Z]\d[A-Z]\s?\d[A-Z]\d\b")
_AU = re.compile(r"\b(?:ACT|NSW|NT|QLD|SA|TAS|VIC|WA)\.?,?\s+\d{4}$")
_POSTCODES = (
    _US,
    _UK,
    _CA,
    re.compile(r"\b[AC-FHKNPRTV-Y]\d[\dW]\s[\dAC-FHKNPRTV-Y]{4}\b"),
    re.compile(rf"\b\d{{4}}\s?[A-Z]{{2}}\s+[{UPPER}'’]"),
    re.compile(rf"^[A-HJ-NP-Z]\d{{4}}(?:[A-Z]{{3}})?,?\s[{UPPER}][^\W\d]+(?:\s[^\W\d]+){{0,2}}$"),
    re.compile(rf"\b(?:[A-Z]{{1,3}}[-\s])?\d{{2}}-\d{{3}}\s+[{UPPER}]|^\d{{2}}-\d{{3}}\s[^\W\d_]{{3,}}$"),
    re.compile(rf"\b\d{{4}}-\d{{3}}\s+[{UPPER}]"),
    re.compile(rf"(?:^|[,·|•]\s*|\s-\s|[a-z]\s+)(?:[A-Z]{{1,3}}[-\s])?\d{{3}}\s\d{{2}},?\s+[{UPPER}]"),
    re.compile(
        rf"(?:^|[,.·|•/]\s*|\s-\s|\s)(?:[A-Z]{{1,3}}[-\s])?\d{{4,5}},?\s+(?!(?:EUR|Euro|EURO|CHF)\b)(?:[{UPPER}][^\W\d]+\b|[a-zÀ-ÿ]+[-\s'][{UPPER}])"
    ),
)
_SG = re.compile(r"\bS\s?\(\d{6}\)|(?<=[^\W\d_][ ,])S\s?\d{6}$|\bS'pore\b", re.IGNORECASE)
_COUNTRY_CODE = re.compile(
    rf"\b(?:{'|'.join(PLACES['country_labels'])})\W{{1,3}}([A-Z]{{2}})$", re.IGNORECASE
)  # "Nazione: IT"
_BY_POSTCODE = (("US", _US), ("SG", _SG), ("AU", _AU), ("CA", _CA), ("GB", _UK))
_CODE_BEFORE = re.compile(r"^\s*\d{5}\s+")  # "50250 Kuala Lumpur"
_CODE_BEHIND = re.compile(r"\s\(?\d{4,6}\)?$")  # "Singapore 539207"
_TOWN_FIRST = re.compile(
    rf"\b(?!KM\b)([{UPPER}][\w.]+),?\s+(?:-\s?)?(?:(?:\d{{5,6}}|\d{{3}}\s\d{{3}})\b\.?(?!\s?\d|-[A-Z])|\d{{3}}-\d{{4}}$)"
)  # "Pune - 411026", "Tokyo 160-0022"
_BEFORE_YEAR = re.compile(r"\d{1,2}[./-]\d{1,2}[./-](?:19|20)\d\d\b")
_NUMBERED_THING = re.compile(
    r"(?i)^(?:store|reg|registration|lic|licen[cs]e|till|terminal|order|ref)\b\.?\s+(?:no\.?\s*|#\s*|[A-Z]{2,6}\s)?\d[^,]*$"
)  # "Store 2948", "Reg. NZDC 40188"
_BOX = re.compile(
    r"^(?:p\.? ?o\.? box|postfach|postbus|b\.?p\.? \d|boite postale|apartado|postboks|box \d|skr)"
)
_CONTACT = re.compile(
    r"[\w.+-]+@[\w-]+\.\w|\b(?:www\.|https?:)|^\+\d[\d\s()/.-]{6,}$|^\(?0\d[\d\s()/.-]{6,}$|^\(\d{3}\)\s?\d{3}"
    r"|^\W{0,2}\d{3}[-. ]\d{3}[-. ]\d{4}$|^[TMF][.:]?\s+[+(0]+\d[\d\s()/.-]{6,}$"
)
_HOURS = re.compile(
    r"\d{1,2}[:.]?\d\d\s*(?:hrs?|uhr|h|am|pm)\b|\d{1,2}[:.]\d\d\s*[-–]\s*\d{1,2}[:.]\d\d", re.IGNORECASE
)
_REGISTERED = re.compile(
    r"\W*[(\[](?:[^()\[\]]*\d){4}[^()\[\]]*[)\]]?\W*$|\s+\d{5,}-[A-Z0-9]\W*$|(?:^|\s+)(?:[A-Z]-)?\d{6,}[A-Z]?\W*$"
)
_HOST = re.compile(r"@([\w-]+(?:\.[\w-]+)+)")
_SITE = re.compile(r"(?:\bwww\.|https?://(?:www\.)?)([\w-]+(?:\.[\w-]+)+)", re.IGNORECASE)
_BARE_SITE = re.compile(
    r"(?<![\w@.-])([a-z][\w-]+\.(?:com|net|org|de|fr|es|it|nl|pt|pl|se|dk|at|ch|be|co\.uk|io|eu|in|my|example|test))\b"
)


@remembered
def likeness(text: str) -> float:
    """How much a line looks like part of an address: 1.0 with a postcode or as a country's name."""
    numbered = any(map(str.isdigit, text))
    if numbered and (_HOURS.search(text) or _NUMBERED_THING.match(text)):
        return 0.0
    if country(text) or has_postcode(text):
        return 1.0
    words = WORDS.findall(fold(text))
    if not words or len(words) > 14 or (not numbered and has_title(text)):
        return 0.0
    if "," in text and (country(text.rpartition(",")[2]) or _IN_COUNTY.search(text)):
        return 1.0
    return streets.likeness(text, words, numbered=numbered)


@remembered
def has_postcode(text: str) -> bool:
    if not any(map(str.isdigit, text)):
        return False
    undated = _BEFORE_YEAR.sub("", text)
    if any(pattern.search(undated) for pattern in _POSTCODES):
        return True
    return any(
        vocabulary.key(town[1]) not in vocabulary.load().meanings for town in _TOWN_FIRST.finditer(text)
    )


def without_postcode(text: str) -> str:
    """A text without a postcode of letters and figures."""
    return _UK.sub("", text)


def country(text: str) -> str | None:
    """The country that a text as a whole names."""
    return _COUNTRIES.get(fold(text).strip(" .,;()"))


def country_within(text: str) -> str | None:
    """The country that an address ends with, or that its region or its postcode belongs to."""
    last = re.split(r"[,\n·|•]", text.strip(" .,"))[-1]
    named = country(last) or country(_CODE_BEHIND.sub("", last))
    named = named or _REGIONS.get(fold(_CODE_BEFORE.sub("", last)).strip(" .,;()"))
    if named is not None:
        return named
    if (coded := _COUNTRY_CODE.search(last)) is not None and coded[1] in PLACES["countries"]:
        return coded[1]
    return next((code for code, postcode in _BY_POSTCODE if postcode.search(text)), None)


@remembered
def has_legal_form(text: str) -> bool:
    return bool(_LEGAL.search(fold(text)) or _PARTNERS.search(text))


def has_honorific(text: str) -> bool:
    return bool(_HONORIFIC.match(fold(text)))


def is_bank(text: str) -> bool:
    """Whether a name is a bank's, which stands with accounts and seldom writes invoices."""
    return bool(_BANK.search(fold(text)))


def is_authority(text: str) -> bool:
    """Whether a name is that of an office that takes taxes or keeps a register."""
    return bool(_AUTHORITY.match(fold(text)))


def is_county(text: str) -> bool:
    """Whether a line says that it is a county or a province, as some addresses have below the town."""
    return bool(_COUNTY.match(fold(text).strip(" ,")))


def has_title(text: str) -> bool:
    """Whether a name begins with a profession's title, as those who work under their own name write it."""
    return bool(_TITLE.match(fold(text)))


def is_box(text: str) -> bool:
    """Whether a line is a post office's box, not a street."""
    return bool(_BOX.match(fold(text).strip()))


@remembered
def is_attention(text: str) -> bool:
    """Whether a line says for whose eyes a letter is."""
    return bool(_ATTENTION.match(fold(text)))


@remembered
def is_contact(text: str) -> bool:
    return bool(_CONTACT.search(text) or _BARE_SITE.fullmatch(text.strip().lower()))


Finder = Callable[[str], list[str]]


def hosts(text: str) -> list[str]:
    """The mail hosts and sites in a text."""
    return [host.lower() for host in _HOST.findall(text)] + sites(text)


def sites(text: str) -> list[str]:
    """The web sites in a text."""
    return [host.lower().removeprefix("www.") for host in _SITE.findall(text) + _BARE_SITE.findall(text)]


def goes_on(text: str, following: str) -> bool:
    """Whether a line breaks off where a name goes on: at a small word that joins, or at a comma before the
    company's form.
    """
    last, first = fold(text).split()[-1:], following.split()[:1]
    if {*last, *first} & _JOINS and not {*last, *first} & _FORMS:
        return True
    return text.rstrip().endswith(",") and not has_legal_form(text) and ends_in_legal_form(following)


def ends_in_legal_form(text: str) -> bool:
    """Whether a company's form closes a text; a name goes on behind it only where it is part of a word."""
    folded = fold(text).strip(" ,")
    return len(folded) in legal_form_ends(folded) or bool(_PARTNERS.search(text.strip(" ,")))


def legal_form_ends(folded: str) -> list[int]:
    """Where companies' forms end in a folded text, but for one that it begins with."""
    return [match.end() for match in _LEGAL.finditer(folded)]


def without_register_number(text: str) -> str:
    """A name as it was before the number behind it, "(126926-H)"."""
    return _REGISTERED.sub("", text)


def is_legal_form(text: str) -> bool:
    """Whether a line is a company form, or several joined ("mbH & Co. KG"), and nothing else."""
    folded = fold(text).strip(" ,")
    return bool(_LEGAL.search(folded)) and not any(map(str.isalnum, _LEGAL.sub("", folded)))
