from django.urls import path

from extraction import addresses  # noqa: F401 - registers <extraction:…>
from extraction.web import docs, views

urlpatterns = [
    path("", views.home, name="home"),
    path("docs", docs.docs, name="docs"),
    path("docs/<slug:name>", docs.docs, name="docs_page"),
    path("dashboard", views.dashboard, name="dashboard"),
    path("documents", views.upload, name="upload"),
    path("documents/<extraction:public_id>", views.document, name="document"),
    path("documents/<extraction:public_id>/file", views.document_file, name="document_file"),
    path("documents/<extraction:public_id>/result.<str:kind>", views.document_export, name="document_export"),
    path("documents/<extraction:public_id>/delete", views.ask_delete, name="ask_delete"),
    path("documents/<extraction:public_id>/delete/confirmed", views.delete, name="delete"),
]
