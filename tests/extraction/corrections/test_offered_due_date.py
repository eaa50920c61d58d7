"""Where no due day is printed, the one that is offered follows the date and the terms as they are now."""

from extraction.corrections import applying
from extraction.review import doubts
from tests.extraction.corrections.test_applying import say

OFFERED = {
    "confidence": 0,
    "page": None,
    "bbox": None,
    "text": None,
    "source": "derived",
    "label": None,
    "alternatives": [{"value": "2026-02-08", "confidence": 0.5, "source": "derived"}],
}


def document(*steps, terms="30 days"):
    read = {"date": "2026-01-09", "due_date": None, "payment_terms": terms, "evidence": {"due_date": OFFERED}}
    return applying.applied(read, steps)


def offered(*steps):
    evidence = document(*steps)["evidence"].get("due_date")
    return [each["value"] for each in evidence["alternatives"]] if evidence else []


def test_a_corrected_date_moves_it():
    assert offered(say("date", "2026-09-01")) == ["2026-10-01"]


def test_corrected_terms_move_it():
    assert offered(say("payment_terms", "14 days net")) == ["2026-01-23"]


def test_without_a_date_or_days_none_is_offered():
    assert offered(say("date", None)) == offered(say("payment_terms", "on receipt")) == []


def test_a_day_that_somebody_gave_stays():
    given = document(say("due_date", "2026-03-01"), say("date", "2026-09-01"))
    assert (given["due_date"], given["evidence"]["due_date"]["source"]) == ("2026-03-01", "person")


def test_it_is_said_to_be_worked_out_and_not_to_be_read_badly():
    [doubt] = [each for each in doubts.of(document(say("date", "2026-09-01"))) if each.path == "due_date"]
    said = "It is not printed. From the terms it would be 1 Oct 2026."
    assert (doubt.tag, doubt.why) == ("worked out", said)
