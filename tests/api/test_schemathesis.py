"""schemathesis sends what the description allows and what it does not; every answer is a described one."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.caller import caller
from tests.service import PROJECT

pytestmark = pytest.mark.slow

HOOKS = Path(__file__).with_name("schemathesis_hooks.py")
CONFIG = f"""
hooks = "{HOOKS.as_posix()}"

[generation]
deterministic = true
max-examples = 20

[checks]
# Nobody can describe in a schema which bytes are an invoice, or which cursors were given out.
positive_data_acceptance.enabled = false
"""


@pytest.fixture
def alice(service):
    return caller(service, plan="business")


@pytest.mark.timeout(300)
def test_it_finds_no_500_and_no_answer_that_is_not_described(alice, tmp_path):
    (tmp_path / "schemathesis.toml").write_text(CONFIG)
    program = Path(sys.executable).with_name("schemathesis")
    authorization = f"Authorization: {alice.headers['Authorization']}"
    done = subprocess.run(
        [program, "run", f"{alice.url}/v1/openapi.json", "-H", authorization, "--continue-on-failure"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(PROJECT)},
        capture_output=True,
        text=True,
        timeout=280,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-20_000:] + done.stderr[-5_000:]
