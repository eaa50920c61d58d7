"""Whatever happens, what opens a door stands in no log line, report, figure, error page or list."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from tests.config.test_faults import collector  # noqa: F401 - a fixture
from tests.service import PROJECT

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("log_format", ["plain", "json"])
def test_no_secret_is_said_to_anybody(collector, tmp_path, log_format):  # noqa: F811 - the fixture
    address, reports = collector
    env = {
        **os.environ,
        "DATABASE_URL": f"sqlite:///{tmp_path}/db.sqlite3",
        "BROKER_URL": "database://",
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "DATA_DIR": str(tmp_path),
        "ALLOWED_HOSTS": "testserver",
        "LOG_LEVEL": "DEBUG",
        "LOG_FORMAT": log_format,
        "SENTRY_DSN": address,
        "METRICS_TOKEN": "metrics-5d3f2a1b",
        "EMAIL_URL": "dummymail://",
        "WEBHOOKS_MAY_CALL_PRIVATE": "1",
    }
    command = [sys.executable, "-m", "tests.config.secrets_journey"]
    done = subprocess.run(
        command, cwd=PROJECT, env=env, capture_output=True, text=True, timeout=110, check=False
    )
    assert done.returncode == 0, done.stderr[-3000:]
    said, _, listed = done.stdout.rpartition("SECRETS ")
    secrets = json.loads(listed)
    assert len(secrets) >= 12
    everything = {"output": said, "log": done.stderr, "reports": "".join(reports)}
    assert "this page is broken" in everything["reports"]
    assert "requests" in everything["log"]
    told = [
        (where, secret, text[max(0, text.index(secret) - 300) : text.index(secret) + 80])
        for where, text in everything.items()
        for secret in secrets
        if secret in text
    ]
    assert told == [], "\n\n".join(map(str, told))
