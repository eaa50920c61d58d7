"""Does what pytest does before tests, then takes the pictures."""

import atexit
import os
import shutil
import sys
import tempfile
from pathlib import Path

import django

from tests.stack import NEUTRAL

folder = tempfile.mkdtemp(prefix="gallery-")
atexit.register(shutil.rmtree, folder, ignore_errors=True)
os.environ.update(NEUTRAL, TESTS_FOLDER=folder, DATA_DIR=folder, BROKER_URL="database://")
os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
django.setup()

from tests.browser.gallery import pictures  # noqa: E402 - needs the apps

where, *people = [each for each in sys.argv[1:] if not each.startswith("--")] or ["docs/pictures"]
pictures.take(Path(where), people=people, for_docs="--docs" in sys.argv)
