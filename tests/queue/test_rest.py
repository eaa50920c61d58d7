"""A consumer that found nothing rests, and is called when there is something to look at."""

import threading
import time

import pytest

from config.queue.rest import Rest, bell
from extraction import bells

LONG = 20.0


@pytest.fixture
def rest():
    rest = Rest("letters")
    yield rest
    rest.close()


def rested(rest, *, is_full=True):
    began = time.monotonic()
    rest.wait(at_most=LONG, is_full=is_full)
    return time.monotonic() - began


def test_a_message_that_is_queued_ends_it(rest):
    threading.Timer(0.1, bells.ring, [bell("letters")]).start()
    assert rested(rest) < LONG / 2


def test_room_ends_it(rest):
    threading.Timer(0.1, rest.disturb).start()
    assert rested(rest) < LONG / 2


def test_what_came_before_it_is_not_missed(rest):
    rest.disturb()
    assert rested(rest) < LONG / 2


def test_who_has_room_looks_by_itself_all_the_same(rest):
    assert rested(rest, is_full=False) < LONG / 2
