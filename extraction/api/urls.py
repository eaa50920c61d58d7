from django.urls import path

from extraction import addresses  # noqa: F401 - registers <extraction:…>
from extraction.api import batches, description, usage, views, webhooks

urlpatterns = [
    path("extract", views.ExtractView.as_view(), name="api_extract"),
    path("extract/<extraction:public_id>", views.ExtractionView.as_view(), name="api_extraction"),
    path("extractions", views.ExtractionsView.as_view(), name="api_extractions"),
    path("batch/extract", batches.BatchExtractView.as_view(), name="api_batch_extract"),
    path("batch/<batch:public_id>", batches.BatchView.as_view(), name="api_batch"),
    path("batches", batches.BatchesView.as_view(), name="api_batches"),
    path("validate", views.ValidateView.as_view(), name="api_validate"),
    path("usage", usage.UsageView.as_view(), name="api_usage"),
    path("openapi.json", description.DescriptionView.as_view(), name="api_description"),
    path("webhooks", webhooks.EndpointsView.as_view(), name="api_webhooks"),
    path("webhooks/secret", webhooks.AccountSecretView.as_view(), name="api_webhook_secret"),
    path("webhooks/secret/rotate", webhooks.RotateAccountSecretView.as_view()),
    path("webhooks/deliveries", webhooks.DeliveriesView.as_view(), name="api_deliveries"),
    path("webhooks/deliveries/<delivery:public_id>", webhooks.DeliveryView.as_view(), name="api_delivery"),
    path("webhooks/deliveries/<delivery:public_id>/replay", webhooks.ReplayView.as_view()),
    path("webhooks/<endpoint:public_id>", webhooks.EndpointView.as_view(), name="api_webhook"),
    path("webhooks/<endpoint:public_id>/secret", webhooks.SecretView.as_view()),
    path("webhooks/<endpoint:public_id>/rotate", webhooks.RotateView.as_view()),
    path("webhooks/<endpoint:public_id>/test", webhooks.TestView.as_view()),
    path("webhooks/<endpoint:public_id>/deliveries", webhooks.EndpointDeliveriesView.as_view()),
]
