from django.urls import path

from extraction import addresses  # noqa: F401 - registers <extraction:…>
from extraction.web.bench import beginning, deleting, files, sending, views

DOCUMENT = "documents/<extraction:public_id>"

urlpatterns = [
    path("review", beginning.review_next, name="review_next"),
    path(DOCUMENT, views.document, name="document"),
    path(f"{DOCUMENT}/work", views.work, name="document_work"),
    path(f"{DOCUMENT}/lines/<int:place>", views.line, name="document_line"),
    path(f"{DOCUMENT}/again", sending.send_again, name="document_again"),
    path(f"{DOCUMENT}/file", files.document_file, name="document_file"),
    path(f"{DOCUMENT}/result.<str:kind>", files.document_export, name="document_export"),
    path(f"{DOCUMENT}/missing-terms", files.document_missing_terms, name="missing_terms"),
    path(f"{DOCUMENT}/delete", deleting.ask_delete, name="ask_delete"),
    path(f"{DOCUMENT}/delete/confirmed", deleting.delete, name="delete"),
]
