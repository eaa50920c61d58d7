"""What a browser or program says of itself, in the few words that its owner knows it by."""

from __future__ import annotations

# The first that is found: many name others beside themselves.
PROGRAMS = {
    "Edg": "Edge",
    "OPR/": "Opera",
    "SamsungBrowser": "Samsung Internet",
    "Firefox/": "Firefox",
    "FxiOS": "Firefox",
    "Chrome/": "Chrome",
    "CriOS": "Chrome",
    "Safari/": "Safari",
}
SYSTEMS = {
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Android": "Android",
    "CrOS": "ChromeOS",
    "Windows": "Windows",
    "Mac OS X": "Mac",
    "Linux": "Linux",
}
LONGEST = 40


def named(agent: str) -> str:
    """`Firefox on Linux`, `curl`; empty if it says nothing."""
    program = _first(PROGRAMS, agent) or agent.partition("/")[0].strip()[:LONGEST]
    system = _first(SYSTEMS, agent)
    return f"{program} on {system}" if program and system else program


def _first(names: dict[str, str], agent: str) -> str:
    return next((name for sign, name in names.items() if sign in agent), "")
