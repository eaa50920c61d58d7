"""SQLite as Django has it, but for how it waits while another connection is writing, and what it keeps."""
