"""SQLite as Django has it, but for how it waits when another connection is writing."""
