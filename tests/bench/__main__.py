"""python -m tests.bench [--only PART …] [--documents N] [--keep]: measures, tells, keeps the figures."""

from __future__ import annotations

import argparse
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.bench import accepting, answering, costing, growing, machine, places, reading, report, working

KEPT = machine.PROJECT / "docs" / "bench"


def main() -> None:
    wanted = _arguments()
    figures: dict[str, Any] = {"machine": machine.told()}
    for name, part in PARTS.items():
        if not wanted.only or name in wanted.only:
            print(f"{name} … (load {machine.load()})", flush=True)
            figures[name] = part(wanted)
            print(json.dumps(figures[name]), flush=True)
    figures["machine"]["load_after"] = machine.load()
    print(report.table(figures))
    if wanted.keep:
        _keep(figures)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--only", nargs="+", choices=PARTS, help="these parts alone")
    parser.add_argument("--documents", type=int, default=200, help="for memory; 2000 take half an hour")
    parser.add_argument("--keep", action="store_true", help=f"write the figures into {KEPT}")
    parser.add_argument(
        "--first", action="store_true", help="let it go before all else on this machine (root)"
    )
    wanted = parser.parse_args()
    if wanted.first:
        os.environ[places.FIRST] = "1"
    return wanted


def _keep(figures: dict[str, Any]) -> None:
    KEPT.mkdir(exist_ok=True)
    name = (
        f"{figures['machine']['date'][:16].replace(':', '')}-{figures['machine']['commit'].split()[0]}.json"
    )
    (KEPT / name).write_text(json.dumps(figures, indent=1) + "\n")
    print(f"Kept as {Path('docs/bench') / name}.")


def _digital(_wanted: argparse.Namespace) -> dict[str, Any]:
    return reading.digital()


def _scanned(_wanted: argparse.Namespace) -> dict[str, Any]:
    return reading.scanned()


def _answering(stack: str) -> Callable[[argparse.Namespace], dict[str, Any]]:
    def part(_wanted: argparse.Namespace) -> dict[str, Any]:
        with places.stack(stack), places.service() as running:
            return answering.measured(running)

    return part


def _accepting(stack: str) -> Callable[[argparse.Namespace], dict[str, Any]]:
    def part(_wanted: argparse.Namespace) -> dict[str, Any]:
        with places.stack(stack), places.service("--only", "web") as running:
            return accepting.best(running)

    return part


def _workers(_wanted: argparse.Namespace) -> dict[str, Any]:
    with places.stack("embedded"):
        return working.from_one_to_two()


def _batch(_wanted: argparse.Namespace) -> dict[str, Any]:
    with places.stack("embedded"), places.service() as running:
        return working.batch(running)


def _costs(_wanted: argparse.Namespace) -> dict[str, Any]:
    with places.stack("embedded"), places.service() as running:
        return costing.measured(running)


def _memory(wanted: argparse.Namespace) -> dict[str, Any]:
    with places.stack("embedded"), places.service() as running:
        return growing.measured(running, documents=wanted.documents)


PARTS: dict[str, Callable[[argparse.Namespace], dict[str, Any]]] = {
    "engine on digital pages": _digital,
    "engine on scans": _scanned,
    "answering, defaults": _answering("embedded"),
    "answering, servers": _answering("servers"),
    "workers": _workers,
    "batch": _batch,
    "accepting, defaults": _accepting("embedded"),
    "accepting, servers": _accepting("servers"),
    "costs": _costs,
    "memory": _memory,
}

if __name__ == "__main__":
    main()
