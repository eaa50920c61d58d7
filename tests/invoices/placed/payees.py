"""Who is paid or signs, below the items: the seller, somebody of it, or a house that collects for it."""

from __future__ import annotations

from collections.abc import Callable

from tests.invoices.placed.paper import LEFT, Paper
from tests.invoices.placed.words import CALLED

COLLECTORS = ("Nordfactor", "Kredia Factoring", "Finvera Inkasso", "Capital Factor")
PLACES = (LEFT, 200.0, 330.0)


def draw(paper: Paper, y: float) -> None:
    """Below `y`, in one of the ways companies put it."""
    WAYS[paper.pick.choices["payee"]](paper, y)


def _not_at_all(paper: Paper, y: float) -> None:
    del paper, y


def _behind_its_label(paper: Paper, y: float) -> None:
    paper.put(LEFT, y, f"{_label(paper)}: {paper.seller.name}", f"IBAN {_account(paper)}")


def _beside_its_label(paper: Paper, y: float) -> None:
    paper.put(LEFT, y, _label(paper), "IBAN")
    paper.put(LEFT + 130, y, paper.seller.name, _account(paper))


def _owner(paper: Paper, y: float) -> None:
    paper.put(LEFT, y, f"{_label(paper)}: {_person(paper)}", f"IBAN {_account(paper)}")


def _collector(paper: Paper, y: float) -> None:
    name = paper.pick.one("collector", COLLECTORS)
    paper.put(LEFT, y, f"{_label(paper)}: {name}", f"IBAN {_account(paper)}")


def _signed(paper: Paper, y: float) -> None:
    paper.put(_place(paper), y, _closing(paper), paper.seller.name)


def _signed_by_somebody(paper: Paper, y: float) -> None:
    paper.put(_place(paper), y, _closing(paper), _person(paper))


def _signed_for_the_company(paper: Paper, y: float) -> None:
    names = [paper.seller.name, _person(paper)]
    ordered = names if paper.pick.chance("company first", 0.5) else reversed(names)
    paper.put(_place(paper), y, _closing(paper), *ordered)


def _label(paper: Paper) -> str:
    return paper.pick.one("holder's label", CALLED["holders"][paper.voice.language])


def _closing(paper: Paper) -> str:
    return paper.pick.one("closing", CALLED["closings"][paper.voice.language])


def _person(paper: Paper) -> str:
    rng, words = paper.pick.rng("who signs"), paper.voice.words
    return f"{rng.choice(words['first'])} {rng.choice(words['last'])}"


def _account(paper: Paper) -> str:
    return paper.seller.iban or "DE89 3704 0044 0532 0130 00"


def _place(paper: Paper) -> float:
    return paper.pick.one("signed at", PLACES)


WAYS: dict[str, Callable[[Paper, float], None]] = {
    "none": _not_at_all,
    "behind label": _behind_its_label,
    "beside label": _beside_its_label,
    "owner": _owner,
    "collector": _collector,
    "signed": _signed,
    "signed by somebody": _signed_by_somebody,
    "signed for company": _signed_for_the_company,
}
NAMING = ("behind label", "beside label", "signed", "signed for company")  # those that tell who sells
OFTEN = (*["none"] * 12, "owner", "collector", "collector", *WAYS)
