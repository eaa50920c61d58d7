"""How fast the service is, as ratios of figures that were taken in the same run: `make bench`.

What it loads is a real service that it starts itself, on this machine alone; its documents are drawn
(`tests.invoices`). `python -m tests.bench --help` tells how to run parts of it.
"""
