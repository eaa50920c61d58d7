"""What visitors are shown of the built-in samples is what the engine reads in them today."""

from __future__ import annotations

import io
import json
from statistics import mean

import pytest
from PIL import Image

from extraction import samples
from tests.invoices.samples import FILES, answer

pytestmark = pytest.mark.slow
PLACES = 0.02  # other processors reckon a little differently


@pytest.fixture(scope="module", params=samples.SAMPLES)
def read(request):
    """A sample, and what is read in it now: the result and the words."""
    sample = samples.SAMPLES[request.param]
    now = answer(sample)
    return sample, json.loads(now["result"]), json.loads(now["words"])


def test_every_value_is_the_one_that_is_read(read):
    sample, result, _ = read
    kept = json.loads(json.dumps(samples.document(sample), default=float))
    assert values_of(kept) == values_of(result)


def values_of(document):
    return {
        name: value for name, value in document.items() if name not in ("engine", "evidence", "confidence")
    }


def test_so_are_its_place_and_its_confidence(read):
    sample, result, _ = read
    kept = json.loads(json.dumps(samples.document(sample), default=float))["evidence"]
    assert kept.keys() == result["evidence"].keys()
    assert mean_confidence(kept) == pytest.approx(mean_confidence(result["evidence"]), abs=PLACES)
    for path, found in result["evidence"].items():
        assert kept[path]["page"] == found["page"]
        assert kept[path]["bbox"] == pytest.approx(found["bbox"], abs=PLACES), path


def mean_confidence(evidence):
    """Of all values: a single letter of a scan may be .6 sure on one processor and .97 on another."""
    return mean(found["confidence"] for found in evidence.values())


def test_so_are_the_words(read):
    sample, _, words = read
    kept = json.loads(samples.transcript(sample))
    assert texts_of(kept) == texts_of(words)


def texts_of(pages):
    return [[text for text, *_ in words] for _, _, words in pages]


def test_there_is_a_picture_of_each_page(read):
    sample, _, words = read
    assert len(words) == sample.pages
    for number, ratio, _ in words:
        picture = Image.open(io.BytesIO((FILES / f"{sample.name}-{number}.jpg").read_bytes()))
        assert picture.width / picture.height == pytest.approx(ratio, abs=0.01)
