from django.urls import path

from extraction import addresses  # noqa: F401 - registers <extraction:…>
from extraction.api import description, views

urlpatterns = [
    path("extract", views.ExtractView.as_view(), name="api_extract"),
    path("extract/<extraction:public_id>", views.ExtractionView.as_view(), name="api_extraction"),
    path("extractions", views.ExtractionsView.as_view(), name="api_extractions"),
    path("usage", views.UsageView.as_view(), name="api_usage"),
    path("openapi.json", description.DescriptionView.as_view(), name="api_description"),
]
