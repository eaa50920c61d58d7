"""What a person should look at in a result, most telling first, each with its reason."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from extraction import bank_accounts
from extraction.review import checks, fields, words
from extraction.review.confidence import CHECK_FROM, SURE_FROM

# These warnings only say in general what a failed sum says in figures.
SAID_BY_SUMS = ("totals_do_not_balance", "lines_do_not_add_up")

# What every document says: where it was not found, somebody fills it in, or says that it is not there.
ESSENTIAL = ("total", "date", "invoice_number", "vendor.name")
MOSTLY_WITHOUT = {"receipt": ("invoice_number",)}

NOTHING_FOUND = "no_invoice_found"
NOT_FOUND = "Fill it in, or say that it is not there."
NOT_AS_BEFORE = "Not the account on earlier invoices."


@dataclass(frozen=True, slots=True)
class Doubt:
    """`path` is the field it concerns, if it is one; `tag` is the reason in short."""

    title: str
    tag: str
    why: str = ""
    path: str = ""
    icon: str = "eye"
    is_fault: bool = False

    @property
    def anchor(self) -> str:
        """The part of the page that this is about."""
        if self.path.startswith(fields.LINES) and self.path.rpartition(".")[2] not in fields.CELLS:
            return f"f-{fields.line_of(self.path)}"
        if self.path in fields.LABELS or self.path.startswith((fields.LINES, fields.TAXES)):
            return f"f-{self.path}"
        return "checks" if self.is_fault else "main"


def of(document: dict[str, Any]) -> list[Doubt]:
    """Sums that are off first, then warnings, what was not found, and values read with little confidence."""
    failed = _failed_sums(document)
    warnings = _warnings(document, without=SAID_BY_SUMS if any_failed(document) else ())
    lines_named = {fields.line_of(doubt.path) for doubt in failed}
    missing = _missing(document, without={doubt.path for doubt in warnings})
    return [
        *failed,
        *warnings,
        *missing,
        *_unsure_fields(document),
        *_unsure_lines(document, without=lines_named),
    ]


def is_missing(document: dict[str, Any], path: str) -> bool:
    """Whether a value that should be there was not found, and nobody said that it is not there."""
    needless = MOSTLY_WITHOUT.get(document.get("document_type") or "", ())
    if path not in ESSENTIAL or path in needless or fields.at(document, path) is not None:
        return False
    return not words.is_said(fields.evidence(document, path))


def any_failed(document: dict[str, Any]) -> bool:
    return any(not check["passed"] for check in document.get("checks") or [])


def _failed_sums(document: dict[str, Any]) -> list[Doubt]:
    """Those of lines first: with a line put right, the sums of all lines often are, too."""
    failed = [check for check in checks.of(document) if check.is_off]
    return [
        Doubt(
            title=fields.label(check.path) if check.path else check.sentence,
            tag="sum is off",
            why=check.why,
            path=check.path,
            icon="triangle-alert",
            is_fault=True,
        )
        for check in sorted(failed, key=lambda check: check.line is None)
    ]


def _warnings(document: dict[str, Any], *, without: tuple[str, ...]) -> list[Doubt]:
    """What nobody lets stand yet, what concerns payment first."""
    found = [
        each
        for each in document.get("warnings") or []
        if each["code"] not in without and not words.is_kept(fields.evidence(document, each["field"]))
    ]
    return [_warning(each) for each in sorted(found, key=lambda each: each["code"] != bank_accounts.CHANGED)]


def _warning(warning: dict[str, Any]) -> Doubt:
    is_changed = warning["code"] == bank_accounts.CHANGED
    return Doubt(
        title=fields.label(warning["field"]) if warning["field"] else "Document",
        tag="changed" if is_changed else "look",
        why=NOT_AS_BEFORE if is_changed else warning["message"],
        path=warning["field"] or "",
        icon="shield-alert" if is_changed else "eye",
    )


def _missing(document: dict[str, Any], *, without: set[str]) -> list[Doubt]:
    """None by itself where nothing was found: that is said of the whole."""
    if any(each["code"] == NOTHING_FOUND for each in document.get("warnings") or []):
        return []
    missing = [path for path in ESSENTIAL if path not in without and is_missing(document, path)]
    return [Doubt(title=fields.label(path), tag="not found", why=NOT_FOUND, path=path) for path in missing]


def _unsure_fields(document: dict[str, Any]) -> list[Doubt]:
    found = _below(document, SURE_FROM)
    unsure = [path for path in found if path in fields.LABELS and not is_missing(document, path)]
    return [_unsure(path, found[path], document.get("currency")) for path in unsure]


def _unsure_lines(document: dict[str, Any], *, without: set[str]) -> list[Doubt]:
    """One for each line, about its least certain part; the table itself shows the milder ones."""
    worst: dict[str, str] = {}
    found = _below(document, CHECK_FROM)
    for path in found:
        if path.startswith(fields.LINES):
            worst.setdefault(fields.line_of(path), path)
    return [_unsure(path, found[path], None) for line, path in worst.items() if line not in without]


def _below(document: dict[str, Any], per_cent: int) -> dict[str, dict[str, Any]]:
    """The evidence that is less certain than this, the least certain first."""
    evidence = (document.get("evidence") or {}).items()
    below = [each for each in evidence if words.per_cent(each[1]["confidence"]) < per_cent]
    return dict(sorted(below, key=lambda each: float(each[1]["confidence"])))


def _unsure(path: str, evidence: dict[str, Any], currency: str | None) -> Doubt:
    others = fields.alternatives(evidence, fields.KINDS.get(path, "text"), currency)[:2]
    if evidence["source"] == "derived":
        return Doubt(
            title=fields.label(path),
            tag="worked out",
            why=f"It is not printed. From the terms it would be {' or '.join(others)}.",
            path=path,
        )
    why = [f"Read from “{evidence['text']}”."] * bool(evidence["text"])
    why += [f"Or was it {' or '.join(others)}?"] * bool(others)
    return Doubt(
        title=fields.label(path),
        tag=f"{words.per_cent(evidence['confidence'])} %",
        why=" ".join(why),
        path=path,
    )
