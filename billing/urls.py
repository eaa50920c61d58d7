from django.urls import path

from billing.views import pricing

urlpatterns = [
    path("pricing", pricing.pricing, name="pricing"),
]
