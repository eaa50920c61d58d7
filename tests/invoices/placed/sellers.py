"""Where sellers stand, and what room that leaves for everything else."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tests.invoices.placed.paper import LEFT, Paper

NOWHERE = "nowhere"


@dataclass(frozen=True)
class Room:
    """What a seller's place leaves: where the title, the buyer, the facts and the items begin."""

    title: tuple[float, float]
    buyer: tuple[float, float]
    facts: tuple[float, float]
    items: float = LEFT


def _at_left(paper: Paper) -> Room:
    end = max(paper.party(LEFT, 40) + 25, 150)
    return Room((400, 40), (LEFT, end), (360, end))


def _at_right(paper: Paper) -> Room:
    end = max(paper.party(370, 40) + 20, 150)
    return Room((LEFT, 40), (LEFT, end), (360, end))


def _flush_right(paper: Paper) -> Room:
    end = max(paper.party(0, 40, draw="flush") + 20, 150)
    return Room((LEFT, 40), (LEFT, end), (360, end))


def _in_the_middle(paper: Paper) -> Room:
    end = max(paper.party(0, 40, draw="centred") + 40, 160)
    return Room((LEFT, end - 28), (LEFT, end), (360, end))


def _name_and_place_apart(paper: Paper) -> Room:
    own = len(paper.seller.address_lines)
    paper.put(220, 30, paper.seller.name, paper.tax_line, str(paper.seller.email))
    paper.put(410, 30, *paper.seller.address_lines[:own])
    return Room((LEFT, 105), (LEFT, 150), (360, 150))


def _beside_the_buyer(paper: Paper) -> Room:
    paper.party(LEFT, 150)
    return Room((LEFT, 40), (320, 150), (360, 60))


def _behind_the_buyer(paper: Paper) -> Room:
    paper.party(330, 150)
    return Room((LEFT, 40), (LEFT, 150), (360, 60))


def _left_margin(paper: Paper) -> Room:
    paper.party(30, 60)
    return Room((190, 50), (190, 130), (390, 130), items=190)


def _right_margin(paper: Paper) -> Room:
    paper.party(430, 60)
    return Room((LEFT, 50), (LEFT, 110), (250, 110))


def _under_the_title(paper: Paper) -> Room:
    end = paper.party(LEFT, 75) + 20
    return Room((LEFT, 30), (LEFT, end), (360, end))


def _below_everything(paper: Paper) -> Room:
    paper.party(LEFT, 640)
    return Room((LEFT, 40), (LEFT, 100), (360, 100))


def _in_the_foot(paper: Paper) -> Room:
    """The whole party in the small print; above, the first word of its name or nothing."""
    if paper.pick.chance("brand above", 0.6):
        paper.put(LEFT, 40, paper.seller.name.split()[0].upper(), size=22, bold=True)
    paper.put(LEFT, 735, paper.seller.name, *paper.block(), size=7.5)
    paper.put(300, 735, str(paper.seller.phone), str(paper.seller.email), size=7.5)
    return Room((360, 110), (LEFT, 130), (360, 150))


def _on_a_line(paper: Paper) -> Room:
    paper.put(LEFT, 35, paper.seller.name, size=20, bold=True)
    paper.put(
        LEFT, 65, paper.pick.one("line mark", (" · ", " | ", ", ", "  -  ")).join(paper.block()), size=8
    )
    return Room((LEFT, 100), (LEFT, 150), (360, 150))


def _nowhere(_paper: Paper) -> Room:
    """Only whoever is paid or signs tells who sells."""
    return Room((LEFT, 40), (LEFT, 110), (360, 110))


SELLERS: dict[str, Callable[[Paper], Room]] = {
    "left": _at_left,
    "right": _at_right,
    "flush right": _flush_right,
    "middle": _in_the_middle,
    "apart": _name_and_place_apart,
    "beside": _beside_the_buyer,
    "behind": _behind_the_buyer,
    "left margin": _left_margin,
    "right margin": _right_margin,
    "under title": _under_the_title,
    "below": _below_everything,
    "foot": _in_the_foot,
    "line": _on_a_line,
    NOWHERE: _nowhere,
}
