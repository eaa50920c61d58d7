"""How much there is to check stands beside a document from the moment it is read."""

from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection

from extraction.corrections import correcting
from extraction.models import Extraction
from tests.extraction.reading import sent_and_read
from tests.people import person
from tests.web.papers import DOUBTFUL, LARKFIELD, completed, failed, queued

migration = import_module("extraction.migrations.0005_fill_what_documents_are_found_by")


@pytest.mark.django_db(transaction=True)
def test_it_is_counted_when_a_document_was_read():
    alice = person("alice", plan="pro").user
    assert sent_and_read(alice, LARKFIELD).to_check == 0
    assert sent_and_read(alice, DOUBTFUL).to_check == 3


def test_documents_that_were_there_before_are_counted_by_the_migration(alice):
    doubtful = [completed(alice, DOUBTFUL) for _ in range(3)]
    warned = completed(alice)
    warned.warnings = [{"code": "bank_account_changed", "message": "Ask.", "field": "payment.iban"}]
    warned.save(update_fields=["warnings"])
    corrected = completed(alice, DOUBTFUL)
    step = {"by": alice, "now": corrected.created_at}
    correcting.confirm(corrected, "total", **step)
    Extraction.objects.update(to_check=0)
    for other in (failed, queued, completed):
        other(alice)
    editor = SimpleNamespace(connection=connection)
    for _ in range(2):
        migration.fill(apps, editor, at_a_time=2)
    counted = list(Extraction.objects.order_by("pk").values_list("to_check", flat=True))
    assert counted == [*[3 for _ in doubtful], 1, 2, 0, 0, 0]
