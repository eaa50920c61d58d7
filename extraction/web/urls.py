from django.urls import include, path

from extraction import addresses  # noqa: F401 - registers <extraction:…>
from extraction.web import account, docs, request_log, usage, views, webhooks

urlpatterns = [
    path("", views.home, name="home"),
    path("docs", docs.docs, name="docs"),
    path("docs/<slug:name>", docs.docs, name="docs_page"),
    path("account/export", account.export, name="account_export"),
    path("account/export/download", account.download, name="account_download"),
    path("account/close", account.close, name="account_close"),
    path("account/closed", account.closed, name="account_closed"),
    path("dashboard", views.dashboard, name="dashboard"),
    path("uploads", views.upload, name="upload"),
    path("", include("extraction.web.bench.urls")),
    path("requests", request_log.request_list, name="requests"),
    path("requests/<int:pk>", request_log.one_request, name="request"),
    path("usage", usage.usage, name="usage"),
    path("usage/csv", usage.usage_csv, name="usage_csv"),
    path("usage/alerts", usage.choose_alerts, name="usage_alerts"),
    path("webhooks", webhooks.webhook_list, name="webhooks"),
    path("webhooks/new", webhooks.new_endpoint, name="new_webhook"),
    path("webhooks/create", webhooks.create_endpoint, name="create_webhook"),
    path("webhooks/secret", webhooks.account_secret, name="webhook_secret"),
    path("webhooks/secret/rotate", webhooks.ask_rotate_account_secret, name="ask_rotate_webhook_secret"),
    path("webhooks/secret/rotate/confirmed", webhooks.rotate_account_secret, name="rotate_webhook_secret"),
    path("webhooks/deliveries/<delivery:public_id>", webhooks.delivery, name="webhook_delivery"),
    path("webhooks/deliveries/<delivery:public_id>/replay", webhooks.replay, name="replay_webhook"),
    path("webhooks/<endpoint:public_id>", webhooks.endpoint, name="webhook"),
    path("webhooks/<endpoint:public_id>/change", webhooks.change_endpoint, name="change_webhook"),
    path("webhooks/<endpoint:public_id>/test", webhooks.send_test, name="test_webhook"),
    path("webhooks/<endpoint:public_id>/disable", webhooks.disable_endpoint, name="disable_webhook"),
    path("webhooks/<endpoint:public_id>/enable", webhooks.enable_endpoint, name="enable_webhook"),
    path("webhooks/<endpoint:public_id>/rotate", webhooks.ask_rotate_endpoint, name="ask_rotate_webhook"),
    path("webhooks/<endpoint:public_id>/rotate/confirmed", webhooks.rotate_endpoint, name="rotate_webhook"),
    path("webhooks/<endpoint:public_id>/delete", webhooks.ask_delete_endpoint, name="ask_delete_webhook"),
    path("webhooks/<endpoint:public_id>/delete/confirmed", webhooks.delete_endpoint, name="delete_webhook"),
]
