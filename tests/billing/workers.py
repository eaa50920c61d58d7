"""Worker processes of the billing queue as `serve` starts them, on the tests' own database and broker."""

import os
import signal
import subprocess
import sys
from contextlib import contextmanager, suppress

from tests.queue.test_worker_process import database_url
from tests.service import PROJECT


@contextmanager
def workers(stripe):
    command = ["-m", "dramatiq", "config.worker", "--queues", "billing", "--processes", "1", "--threads", "2"]
    master = subprocess.Popen(
        [sys.executable, *command],
        cwd=PROJECT,
        env={**os.environ, **stripe.environment, "DATABASE_URL": database_url()},
        start_new_session=True,
    )
    try:
        yield master
    finally:
        with suppress(ProcessLookupError):
            os.killpg(master.pid, signal.SIGTERM)
        master.wait(30)
