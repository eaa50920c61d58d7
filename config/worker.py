"""What a worker process loads: `python -m dramatiq config.worker`."""

import gc
import os

import django

gc.disable()  # what is loaded stays: to look through it for garbage would take a tenth of the time
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

import extraction.tasks  # noqa: E402, F401 - declares actors

gc.freeze()
gc.enable()
