"""The customer portal: how it is set up, and the sessions in which a customer is there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.billing.stripe_fake.faults import Refusal
from tests.billing.stripe_fake.listing import page
from tests.billing.stripe_fake.requests import Form
from tests.billing.stripe_fake.store import Object

if TYPE_CHECKING:
    from tests.billing.stripe_fake.server import FakeStripe

NO_REASONS = {"enabled": False, "options": [], "feedback_options": None}
CANCEL = {"enabled": False, "mode": "at_period_end", "proration_behavior": "none"}
OFF: dict[str, Any] = {
    "customer_update": {"allowed_updates": [], "enabled": False},
    "invoice_history": {"enabled": False},
    "payment_method_update": {"enabled": False, "payment_method_configuration": None},
    "subscription_cancel": {**CANCEL, "cancellation_reason": NO_REASONS},
    "subscription_pause": {"duration": {"interval_options": [], "type": "indefinite"}, "enabled": False},
    "subscription_update": {
        "billing_cycle_anchor": None,
        "default_allowed_updates": [],
        "enabled": False,
        "proration_behavior": "none",
        "schedule_at_period_end": {"conditions": []},
        "trial_update_behavior": "end_trial",
    },
}
NOBODY = dict.fromkeys(("headline", "privacy_policy_url", "terms_of_service_url"))


def create_configuration(stripe: FakeStripe, form: Form) -> Object:
    first = not stripe.store.all("billing_portal.configuration")
    values = {"default_return_url": None, "name": None, "application": None, **form}
    values["business_profile"] = {**NOBODY, **form.get("business_profile", {})}
    values["features"] = _features(form["features"], OFF)
    values["login_page"] = {"url": None, **form.get("login_page", {"enabled": False})}
    made = {"active": True, "is_default": first, "updated": stripe.store.now, **values}
    return stripe.store.add("billing_portal.configuration", **made)


def _features(wanted: Form, before: dict[str, Any]) -> dict[str, Any]:
    update = wanted.get("customer_update", {})
    if update.get("enabled") and not update.get("allowed_updates"):
        raise Refusal("You must allow at least one update.", param="features[customer_update]")
    return {name: {**feature, **wanted.get(name, {})} for name, feature in before.items()}


def get_configuration(stripe: FakeStripe, form: Form, configuration_id: str) -> Object:
    return stripe.store.get("billing_portal.configuration", configuration_id)


def update_configuration(stripe: FakeStripe, form: Form, configuration_id: str) -> Object:
    configuration = stripe.store.get("billing_portal.configuration", configuration_id)
    configuration["features"] = _features(form.pop("features", {}), configuration["features"])
    for name in ("business_profile", "login_page"):
        configuration[name] = {**configuration[name], **form.pop(name, {})}
    stripe.store.change(configuration, form)
    configuration["updated"] = stripe.store.now
    return configuration


def list_configurations(stripe: FakeStripe, form: Form) -> dict[str, Any]:
    having = {key: form[key] for key in ("active", "is_default") if key in form}
    found = stripe.store.all("billing_portal.configuration", **having)
    return page(found, form, url="/v1/billing_portal/configurations")


def create_session(stripe: FakeStripe, form: Form) -> Object:
    if "customer" not in form:
        raise Refusal("Missing required param: customer.", code="parameter_missing", param="customer")
    stripe.store.get("customer", form["customer"])
    flow = form.pop("flow_data", None)
    made = stripe.store.add(
        "billing_portal.session",
        configuration=_configuration(stripe, form.pop("configuration", None)),
        flow=flow and _flow(stripe, flow, form["customer"]),
        **{"locale": None, "on_behalf_of": None, "return_url": None, **form},
    )
    made["url"] = f"{stripe.url}/p/session/{made['id']}"
    return made


def _configuration(stripe: FakeStripe, wanted: str | None) -> str:
    if wanted is not None:
        return str(stripe.store.get("billing_portal.configuration", wanted)["id"])
    default = stripe.store.all("billing_portal.configuration", is_default=True)
    if not default:
        text = (
            "You can't create a portal session in test mode until you save your customer portal settings in "
            "test mode at https://dashboard.stripe.com/test/settings/billing/portal."
        )
        raise Refusal(text)
    return str(default[0]["id"])


def _flow(stripe: FakeStripe, wanted: Form, customer: str) -> Object:
    details = wanted.get(wanted["type"], {})
    if "subscription" in details:
        subscription = stripe.store.get("subscription", details["subscription"])
        if subscription["customer"] != customer:
            raise Refusal(f"No such subscription: '{subscription['id']}'", code="resource_missing")
        _refuse_impossible(wanted["type"], subscription)
    kinds = ("customer_update", "subscription_cancel", "subscription_pause", "subscription_update")
    nothing = dict.fromkeys((*kinds, "subscription_update_confirm"))
    after = {"hosted_confirmation": None, "redirect": None, "type": "portal_homepage"}
    given = {name: {"retention": None, **each} for name, each in wanted.items() if name in kinds}
    return {
        **nothing,
        **given,
        "type": wanted["type"],
        "after_completion": {**after, **wanted.get("after_completion", {})},
    }


def _refuse_impossible(kind: str, subscription: Object) -> None:
    if kind != "subscription_cancel":
        return
    if subscription["cancel_at"] is not None:
        raise Refusal(f"The subscription `{subscription['id']}` is already set to be canceled at period end.")
    if subscription["schedule"] is not None:
        raise Refusal("Subscriptions managed by a schedule cannot be canceled in the customer portal.")
