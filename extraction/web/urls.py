from django.urls import path

from extraction.web import views

urlpatterns = [
    path("", views.home, name="home"),
    path("docs", views.docs, name="docs"),
    path("dashboard", views.dashboard, name="dashboard"),
    path("documents", views.upload, name="upload"),
    path("documents/<str:public_id>", views.document, name="document"),
    path("documents/<str:public_id>/file", views.document_file, name="document_file"),
    path("documents/<str:public_id>/result.<str:kind>", views.document_export, name="document_export"),
    path("documents/<str:public_id>/delete", views.ask_delete, name="ask_delete"),
    path("documents/<str:public_id>/delete/confirmed", views.delete, name="delete"),
]
