"""Tests marked `fire` run for minutes: only where they are asked for by that name, as `make fire` does."""

from __future__ import annotations

import pytest

DEFAULT_SECONDS = 180.0


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--fire-seconds",
        type=float,
        default=DEFAULT_SECONDS,
        help="how long each test marked `fire` goes on breaking things",
    )
    parser.addoption(
        "--fire-seed", type=int, default=None, help="what is broken and when, as in the run of this number"
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if "fire" in config.option.markexpr:
        return
    left_out = [item for item in items if item.get_closest_marker("fire")]
    config.hook.pytest_deselected(items=left_out)
    items[:] = [item for item in items if item not in left_out]


@pytest.fixture(scope="session")
def fire_seconds(request: pytest.FixtureRequest) -> float:
    seconds: float = request.config.getoption("--fire-seconds")
    return seconds
