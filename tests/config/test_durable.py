"""A document that was taken is on the disk, and not only on its way there."""

import os
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, default_storage

from config.durable import DurableStorage


@pytest.fixture
def brought_to_disk(monkeypatch):
    """What the kernel was asked to write at once: no more can be seen while the power is on."""
    asked, fsync = [], os.fsync

    def noted(opened):
        asked.append(Path(f"/proc/self/fd/{opened}").readlink())
        fsync(opened)

    monkeypatch.setattr(os, "fsync", noted)
    return asked


def test_a_file_is_on_the_disk_once_it_is_kept(tmp_path, brought_to_disk):
    kept = DurableStorage(location=tmp_path).save("uploads/2026-06-14/ext_1.pdf", ContentFile(b"%PDF-"))
    file = tmp_path / kept
    assert file.read_bytes() == b"%PDF-"
    assert brought_to_disk == [file]


def test_documents_are_kept_so_where_no_bucket_is_set():
    assert isinstance(default_storage, FileSystemStorage)
    assert isinstance(default_storage, DurableStorage)
