"""The log of this process: the door adds to it, and whoever serves requests starts it."""

from __future__ import annotations

from accounts.requests import writing
from accounts.requests.buffer import Buffer
from accounts.requests.entry import Entry

LOG: Buffer[Entry] = Buffer(writing.write)
