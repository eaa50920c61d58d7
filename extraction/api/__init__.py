"""The first door: HTTP requests under /v1/ in, JSON or CSV out."""
