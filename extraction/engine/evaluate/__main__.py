"""The command line: score a folder of documents whose right answers are known."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from extraction.engine import outcomes
from extraction.engine.evaluate import documents, report, table
from extraction.engine.evaluate.crops import Pages
from extraction.engine.evaluate.documents import Known
from extraction.engine.evaluate.tally import Tally
from extraction.engine.options import Options

INTERRUPTED = 130

_EPILOG = """\
The truth of NAME.pdf, NAME.png or NAME.jpg is NAME.json beside it, in the shape of the API's result. A field
that it leaves out is not scored; one that it states as null must come back null. "accept" may list further
right answers by field path, "contains" the fields whose answer may say more than the truth.

Right are: amounts to half a cent, dates and currency if equal, numbers of invoice and tax by their letters
and figures, names alike to .90, addresses and terms to .80, descriptions to .85. Seconds leave out the
document that each reader starts with.
"""


def main(arguments: Sequence[str] | None = None) -> int:
    parser = _parser()
    asked = parser.parse_args(arguments)
    if not asked.folder.is_dir():
        parser.error(f"no such folder: {asked.folder}")
    try:
        known = list(documents.find(asked.folder))
    except documents.NoTruth as error:
        parser.error(str(error))
    if not known:
        print("No document with its truth beside it was found.", file=sys.stderr)
        return 1
    try:
        tally = _count(known, jobs=asked.jobs)
    except KeyboardInterrupt:
        print("\nStopped.", file=sys.stderr)
        return INTERRUPTED
    print("\n".join(table.lines(tally)))
    if asked.report:
        _write(asked.report, tally, asked.folder)
    return 0


def _count(known: Sequence[Known], *, jobs: int) -> Tally:
    """Each document is read as by `python -m extraction.engine`, in a sandbox."""
    tally = Tally()
    paths = [each.path for each in known]
    read = outcomes.timed(paths, options=Options(), evidence=True, jobs=jobs)
    for number, (document, found) in enumerate(zip(known, read, strict=True)):
        seconds = found.seconds if number >= jobs else None
        tally.add(document.name, document.truth, found.outcome, seconds=seconds)
    return tally


def _write(path: Path, tally: Tally, folder: Path) -> None:
    pages = Pages()
    text = report.html(
        tally,
        title=f"How well “{folder.resolve().name}” was read",
        crop=lambda name, evidence: pages.crop(folder / name, evidence),
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m extraction.engine.evaluate",
        description="Score how well documents are read whose right answers are known.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="documents with NAME.json beside each")
    parser.add_argument("--report", type=Path, metavar="PATH", help="write an HTML page with every miss")
    parser.add_argument("--jobs", type=_positive, default=1, metavar="N", help="documents read at once")
    return parser


def _positive(text: str) -> int:
    if text.isdecimal() and int(text) > 0:
        return int(text)
    raise argparse.ArgumentTypeError(f"{text!r} is not a whole number above zero")


if __name__ == "__main__":
    sys.exit(main())
