"""Ties a process to its parent, so that a killed supervisor leaves nothing running.

`python -m config.leash PARENT MODULE ARGUMENT…` runs a module as `python -m` would, on such a leash.
"""

from __future__ import annotations

import ctypes
import os
import runpy
import signal
import sys
import threading
import time

PR_SET_PDEATHSIG = 1


def hold(*, parent: int, signum: signal.Signals) -> None:
    """Send this process `signum` once its parent is gone. Linux does it itself; elsewhere a thread looks."""
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signum)
    else:
        threading.Thread(target=_watch, args=(parent, signum), daemon=True).start()
    if os.getppid() != parent:  # it was gone before we asked
        os.kill(os.getpid(), signum)


def _watch(parent: int, signum: signal.Signals) -> None:
    while os.getppid() == parent:
        time.sleep(1)
    os.kill(os.getpid(), signum)


def main(parent: str, module: str, *arguments: str) -> None:
    hold(parent=int(parent), signum=signal.SIGKILL)
    sys.argv = [module, *arguments]
    runpy.run_module(module, run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
