"""How long to wait before looking for work again: briefly while work is expected, longer when none comes."""

import time

SHORTEST = 0.05
LONGEST = 0.2
GROWTH = 1.25
EXPECTED_FOR = 5.0


class Pace:
    def __init__(self) -> None:
        self.found_work()

    def found_work(self) -> None:
        self._pause = SHORTEST
        self._expected_until = time.monotonic() + EXPECTED_FOR

    def pause(self) -> float:
        if time.monotonic() > self._expected_until:
            self._pause = min(self._pause * GROWTH, LONGEST)
        return self._pause
