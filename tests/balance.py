"""How tests are shared out among pytest's workers: a file is one worker's, and what takes long goes first.

What a file sets up once - a browser, a service of its own, accounts that hold much - would else be set up by
each worker that is given one of its tests. xdist's own groups are of no use for that: it writes them into a
test's name, which pytest no longer lets it.
"""

from __future__ import annotations

import pytest

LONGEST = ("tests/browser/test_accessibility.py", "tests/browser/test_billing_journeys.py")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Chance decides among those that take alike."""
    slow = {_file(item.nodeid) for item in items if item.get_closest_marker("slow")}
    items.sort(key=lambda item: _place(_file(item.nodeid), slow))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    from xdist.scheduler import LoadScopeScheduling

    class Balanced(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            return _file(nodeid)

    config.option.loadscopereorder = False
    return Balanced(config, log)


def _place(file: str, slow: set[str]) -> int:
    if file in LONGEST:
        return LONGEST.index(file)
    return len(LONGEST) + (file not in slow)


def _file(nodeid: str) -> str:
    return nodeid.partition("::")[0]
