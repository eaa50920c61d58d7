"""How tests are shared out among pytest's workers: what takes long goes first, so that the end is even.

pytest-xdist's own groups are of no use: it writes them into a test's name, which pytest no longer lets it.
"""

from __future__ import annotations

import pytest

TOGETHER = ("tests/engine/test_accuracy.py",)  # by one worker, so that its documents are read once


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Chance decides among those that take alike."""
    items.sort(key=_place)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    from xdist.scheduler import LoadScopeScheduling

    class Balanced(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            file = _file(nodeid)
            return file if file in TOGETHER else nodeid

    config.option.loadscopereorder = False
    return Balanced(config, log)


def _place(item: pytest.Item) -> int:
    if _file(item.nodeid) in TOGETHER:
        return 0
    return 1 if item.get_closest_marker("slow") else 2


def _file(nodeid: str) -> str:
    return nodeid.partition("::")[0]
