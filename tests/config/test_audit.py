"""The look at known vulnerabilities says what there is to say, and fails nobody who has no network."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.service import PROJECT

AUDIT = PROJECT / ".ci" / "audit"


@pytest.fixture
def audited(tmp_path):
    """With a uv that answers like this."""

    def run(script: str) -> tuple[int, str]:
        uv = tmp_path / "uv"
        uv.write_text(f"#!/bin/sh\n{script}\n")
        uv.chmod(0o755)
        done = subprocess.run(
            [sys.executable, AUDIT, uv], capture_output=True, text=True, timeout=30, check=False
        )
        return done.returncode, done.stdout

    return run


def test_a_vulnerability_is_said_clearly(audited):
    code, said = audited("echo 'django 5.2.0 has 1 known vulnerability'; exit 1")
    assert code == 1
    assert said.startswith("VULNERABLE")
    assert "django 5.2.0 has 1 known vulnerability" in said


def test_without_one_it_says_how_many_were_looked_up(audited):
    code, said = audited('grep -c "==" "$3" > /dev/null && exit 0')
    assert (code, said.startswith("No known vulnerability in ")) == (0, True)
    assert int(said.split()[4]) > 100


def test_without_a_network_it_is_skipped_by_name(audited):
    code, said = audited("echo 'error: Request failed after 3 retries' >&2; exit 2")
    assert code == 0
    assert said == (
        "SKIPPED: dependencies were not looked up in a list of vulnerabilities "
        "(error: Request failed after 3 retries).\n"
    )


def test_every_locked_dependency_is_asked_for(audited):
    _, said = audited('cat "$3" | grep -q "\'django==" && exit 0; exit 2')
    assert said.startswith("No known")
