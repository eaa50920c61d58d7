"""The request log: what programs asked for and how it was answered, written beside requests, not in them."""
