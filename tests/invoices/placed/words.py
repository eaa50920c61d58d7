"""What is written on papers and is no label of theirs: `called.toml`."""

from __future__ import annotations

import tomllib
from pathlib import Path

CALLED = tomllib.loads(Path(__file__).with_name("called.toml").read_text("utf-8"))
