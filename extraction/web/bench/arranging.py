"""The lines in another order, one less or one more: as numbers of those that were there."""

from __future__ import annotations

Rows = list[int | None]


def after(verb: str, row: int, *, count: int) -> tuple[Rows, str]:
    """The rows after a press of a row's button, and what to say of it."""
    rows: Rows = list(range(count))
    match verb:
        case "add":
            return [*rows, None], f"Line {count + 1} is added."
        case "remove":
            return rows[:row] + rows[row + 1 :], f"Line {row + 1} is removed."
        case "split":
            return [*rows[: row + 1], row, *rows[row + 1 :]], f"Line {row + 1} is split in two."
    other = min(max(row + (1 if verb == "down" else -1), 0), count - 1)
    rows[row], rows[other] = rows[other], rows[row]
    return rows, f"Line {row + 1} is now line {other + 1}."
