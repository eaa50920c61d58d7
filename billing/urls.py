from django.urls import path

from billing.views import changes, checkout, plan, pricing, stripe_webhook

urlpatterns = [
    path("billing/stripe/webhook/", stripe_webhook.receive, name="stripe_webhook"),
    path("pricing", pricing.pricing, name="pricing"),
    path("checkout", checkout.begin, name="begin_checkout"),
    path("checkout/done", checkout.done, name="checkout_done"),
    path("plan", plan.plan, name="plan"),
    path("plan/refreshed", plan.refresh, name="refresh_plan"),
    path("plan/change/<slug:plan_code>/<slug:interval>", changes.ask_change, name="ask_change_plan"),
    path("plan/change/confirmed", changes.change, name="change_plan"),
    path("plan/cancel", changes.ask_cancel, name="ask_cancel_plan"),
    path("plan/cancel/confirmed", changes.cancel, name="cancel_plan"),
    path("plan/keep", plan.keep, name="keep_plan"),
    path("plan/payment", plan.pay, name="pay_plan"),
    path("plan/payment/drop", plan.drop_change, name="drop_plan_change"),
    path("plan/portal", plan.open_portal, name="open_portal"),
]
