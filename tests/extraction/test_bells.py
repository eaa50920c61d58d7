"""Processes of a machine wake each other; who cannot be woken looks by itself."""

import socket
import threading
import time

import pytest
from django.test import override_settings

from extraction import bells, endings


@pytest.fixture(autouse=True)
def folder(tmp_path):
    with override_settings(BELLS_DIR=tmp_path / "bells"):
        yield tmp_path / "bells"


@pytest.fixture
def listening():
    """A listener of the bell "door", what it heard, and a signal that it heard something."""
    heard, signal = [], threading.Event()

    def hear(word):
        heard.append(word)
        signal.set()

    listener = bells.Listener("door", hear)
    yield heard, signal
    listener.close()


def test_whoever_listens_hears_the_word(listening):
    heard, signal = listening
    bells.ring("door", "17")
    assert signal.wait(5)
    assert heard == ["17"]


def test_another_bell_is_not_heard(listening):
    heard, signal = listening
    bells.ring("window", "17")
    bells.ring("door", "18")
    assert signal.wait(5)
    assert heard == ["18"]


def test_to_ring_where_nobody_listens_does_no_harm():
    bells.ring("door")


def test_who_was_killed_is_forgotten(folder, listening):
    left = folder / "door" / "1-dead"
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as killed:
        killed.bind(str(left))
    bells.ring("door")
    assert not left.exists()


def test_a_path_too_long_for_a_socket_leaves_it_deaf(tmp_path):
    with override_settings(BELLS_DIR=tmp_path / ("long" * 40)):
        listener = bells.Listener("door", print)
        bells.ring("door")
        listener.close()


def test_a_closed_listener_leaves_nothing(folder):
    listener = bells.Listener("door", print)
    assert list((folder / "door").iterdir())
    listener.close()
    assert not list((folder / "door").iterdir())


def test_many_rings_hold_nobody_up(listening):
    began = time.monotonic()
    for _ in range(2_000):
        bells.ring("door")
    assert time.monotonic() - began < 10


class TestEndings:
    @pytest.fixture(autouse=True)
    def anew(self):
        endings._waiting.cache_clear()
        yield
        endings._waiting()._listener.close()
        endings._waiting.cache_clear()

    def test_all_who_wait_for_a_document_are_told_of_its_end(self):
        with endings.of(7) as first, endings.of(7) as second:
            endings.tell(7)
            assert first.wait(5)
            assert second.wait(5)

    def test_the_end_of_another_is_not_told(self):
        with endings.of(7) as seven, endings.of(8) as eight:
            endings.tell(8)
            assert eight.wait(5)
            assert not seven.is_set()
