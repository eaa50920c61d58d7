from django.urls import path

from extraction.web.history import files, picked, views

urlpatterns = [
    path("documents", views.documents, name="documents"),
    path("documents/export.<str:kind>", files.export_documents, name="export_documents"),
    path("documents/picked", picked.picked, name="picked_documents"),
    path("documents/picked/reopen", picked.reopen_picked, name="reopen_picked_documents"),
    path("documents/picked/delete", picked.delete_picked, name="delete_picked_documents"),
]
