"""Draws the built-in sample that is ours to draw, and writes down what the engine reads in all of them.

python -m tests.invoices.samples        # writes extraction/samples/*.json and the pictures in static/samples
"""

from __future__ import annotations

import json
from pathlib import Path

from extraction.engine import pictures, pipeline, render, transcript
from extraction.engine.options import Options
from extraction.samples import FOLDER, SAMPLES, Sample
from tests import invoices

FILES = Path(__file__).parents[2] / "static" / "samples"
WIDTH = 1600


def answer(sample: Sample) -> dict[str, str]:
    """What the engine reads in it now."""
    examined = pipeline.examine(file(sample), options=Options())
    result = render.to_json(render.document(examined.invoice, evidence=True))
    return {"result": result, "words": transcript.of(examined.pages)}


def file(sample: Sample) -> bytes:
    return (FILES / sample.filename).read_bytes()


def write() -> None:
    (FILES / "rechnung.pdf").write_bytes(invoices.draw(invoices.example(7, language="de", items=6)))
    for sample in SAMPLES.values():
        (FOLDER / f"{sample.name}.json").write_text(json.dumps(answer(sample), indent=1) + "\n")
        for page in range(1, sample.pages + 1):
            drawn = pictures.of_page(file(sample), page=page, width=WIDTH)
            (FILES / f"{sample.name}-{page}.jpg").write_bytes(drawn)


if __name__ == "__main__":
    write()
