"""The command line: read files and folders of invoices into JSON or CSV."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from extraction.engine import outcomes, render
from extraction.engine.options import Options
from extraction.engine.outcomes import Outcome

SUFFIXES = {".pdf", ".png", ".jpg", ".jpeg"}
INTERRUPTED = 130

_EPILOG = """\
Without --output results go to standard output: one document as readable JSON, several as one line of
JSON each with the name under "file". With --output DIR each document gets a file of its own: the path
below the folder that was given, its suffix replaced, so that "%(prog)s scans --output results" reads
scans/2026/a.pdf into results/2026/a.json.

A document that cannot be read gets {"error": {"code": ..., "message": ...}} and the others go on.
Exit status: 0 when anything was read, 1 when nothing was, 2 when the command was not understood.
"""


@dataclass(frozen=True, slots=True)
class Source:
    """A document to read, and its name below the folder given."""

    path: Path
    name: Path


def main(arguments: Sequence[str] | None = None) -> int:
    parser = _parser()
    asked = parser.parse_args(arguments)
    missing = [path for path in asked.paths if not path.exists()]
    if missing:
        parser.error(f"no such file or folder: {missing[0]}")
    sources = list(_sources(asked.paths))
    if not sources:
        print("No PDF, PNG or JPG files found.", file=sys.stderr)
        return 1
    try:
        return _run(sources, asked)
    except KeyboardInterrupt:
        print("\nStopped.", file=sys.stderr)
        return INTERRUPTED


def _run(sources: list[Source], asked: argparse.Namespace) -> int:
    options = Options(language=asked.language, max_pages=asked.max_pages)
    paths = [source.path for source in sources]
    found = outcomes.outcomes(paths, options=options, evidence=asked.evidence, jobs=asked.jobs)
    targets = _targets(sources, asked.output, asked.format) if asked.output else None
    read = 0
    for index, outcome in enumerate(_with_progress(found, len(sources))):
        read += "error" not in outcome
        if targets:
            _write(targets[index], outcome, asked.format)
        else:
            _print(sources[index], outcome, asked.format, first=read == 1, alone=len(sources) == 1)
    return 0 if read else 1


def _sources(paths: Sequence[Path]) -> Iterator[Source]:
    for path in paths:
        if path.is_dir():
            inside = sorted(
                file for file in path.rglob("*") if file.suffix.lower() in SUFFIXES and file.is_file()
            )
            yield from (Source(file, file.relative_to(path)) for file in inside)
        else:
            yield Source(path, Path(path.name))


def _targets(sources: Sequence[Source], folder: Path, form: str) -> list[Path]:
    """Where each result goes. Two documents that differ only in their suffix keep it."""
    targets: list[Path] = []
    taken: set[Path] = set()
    for source in sources:
        target = folder / source.name.with_suffix(f".{form}")
        if target in taken:
            target = folder / source.name.with_name(f"{source.name.name}.{form}")
        taken.add(target)
        targets.append(target)
    return targets


def _write(target: Path, outcome: Outcome, form: str) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    if form == "csv" and "error" not in outcome:
        target.write_text(render.to_csv(outcome), encoding="utf-8", newline="")
    else:
        target.with_suffix(".json").write_text(render.to_json(outcome, indent=2) + "\n", encoding="utf-8")


def _print(source: Source, outcome: Outcome, form: str, *, first: bool, alone: bool) -> None:
    named: dict[str, Any] = outcome if alone else {"file": str(source.name), **outcome}
    if form == "json":
        print(render.to_json(named, indent=2 if alone else None), flush=True)
    elif "error" in outcome:
        print(f"{source.path}: {outcome['error']['message']}", file=sys.stderr)
    else:
        text = render.to_csv(named)
        sys.stdout.write(text if first else text.partition("\r\n")[2])
        sys.stdout.flush()


def _with_progress(found: Iterator[Outcome], count: int) -> Iterator[Outcome]:
    """The outcomes as they come, counted on standard error where a person is looking at it."""
    shown = count > 1 and sys.stderr.isatty()
    failed = 0
    for done, outcome in enumerate(found, start=1):
        failed += "error" in outcome
        if shown:
            bar = "#" * (24 * done // count)
            note = f", {failed} failed" if failed else ""
            print(f"\r[{bar:<24}] {done} of {count}{note} ", end="", file=sys.stderr, flush=True)
        yield outcome
    if shown:
        print(file=sys.stderr)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m extraction.engine",
        description="Read invoices, receipts and credit notes: PDF, PNG and JPG, files and folders.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="a document, or a folder of them")
    parser.add_argument("--output", type=Path, metavar="DIR", help="write a file per document below DIR")
    parser.add_argument("--format", choices=("json", "csv"), default="json", help="json (default) or csv")
    parser.add_argument("--evidence", action="store_true", help="say where on the page each field was read")
    parser.add_argument(
        "--language", metavar="CODE", help="language of the documents (ISO 639-1); told if left out"
    )
    parser.add_argument("--max-pages", type=_positive, metavar="N", help="refuse documents of more pages")
    parser.add_argument(
        "--jobs", type=_positive, default=1, metavar="N", help="documents read at once (default 1)"
    )
    return parser


def _positive(text: str) -> int:
    with suppress(ValueError):
        if int(text) > 0:
            return int(text)
    raise argparse.ArgumentTypeError(f"{text!r} is not a whole number above zero")


if __name__ == "__main__":
    sys.exit(main())
