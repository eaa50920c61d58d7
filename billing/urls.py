from django.urls import path

from billing.views import pricing, stripe_webhook

urlpatterns = [
    path("billing/stripe/webhook/", stripe_webhook.receive, name="stripe_webhook"),
    path("pricing", pricing.pricing, name="pricing"),
]
