"""What a worker process loads: `python -m dramatiq config.worker`."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

import extraction.tasks  # noqa: E402, F401 - declares actors
