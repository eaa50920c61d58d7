"""Tests marked `fire` run for minutes: only where they are asked for by that name, as `make fire` does."""

from __future__ import annotations

import secrets

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


@pytest.fixture(scope="session")
def fire_seed(request: pytest.FixtureRequest) -> int:
    """Drawn anew for each run, and told with what came of it."""
    given: int | None = request.config.getoption("--fire-seed")
    return secrets.randbelow(1_000_000) if given is None else given
