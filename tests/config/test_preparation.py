"""What `serve` puts in place before it starts."""

import pytest
from django.core.management import call_command
from django.db import connection

from config import preparation

pytestmark = pytest.mark.slow


@pytest.fixture
def static_folder(tmp_path, settings):
    """One file of ours to collect, into a folder of this test."""
    source = tmp_path / "source"
    source.mkdir()
    (source / "ours.css").write_text("a {}")
    settings.DATA_DIR = tmp_path
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STATICFILES_DIRS = [source]
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    return source


def test_static_files_are_collected_once_and_again_when_they_change(static_folder, settings):
    assert preparation.collect_static_files()
    assert not preparation.collect_static_files()
    (static_folder / "ours.css").write_text("a { color: red }")
    assert preparation.collect_static_files()
    assert (settings.STATIC_ROOT / "ours.css").read_text() == "a { color: red }"


def test_a_static_file_that_is_gone_is_gone_from_the_collection_too(static_folder, settings):
    (static_folder / "old.css").write_text("b {}")
    preparation.collect_static_files()
    (static_folder / "old.css").unlink()
    preparation.collect_static_files()
    assert not (settings.STATIC_ROOT / "old.css").exists()


@pytest.mark.stack
@pytest.mark.django_db(transaction=True)
def test_preparing_twice_changes_nothing():
    preparation.prepare_database()
    tables = connection.introspection.table_names()
    preparation.prepare_database()
    assert connection.introspection.table_names() == tables
    assert "cache" in tables
    call_command("migrate", check=True, verbosity=0)
