"""A life with secrets, from signing up to what goes wrong; run by itself, it prints the secrets last.

All that the service says meanwhile is on its output, in its reports and in the pages that are printed.
"""

from __future__ import annotations

import contextlib
import json
import re
import sys

import django

PASSWORD, TYPED_WRONG = "correct horse battery staple", "incorrect horse battery staple"
IN_A_QUERY, IN_AN_ADDRESS, IN_A_BODY = "query-4f9c1d7e", "hook-8a2b6c0f", "body-77d1e0aa"
JSON = "application/json"


def main() -> None:
    from django.conf import settings

    settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
    django.setup()
    from django.core.management import call_command
    from django.test import Client, override_settings

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    browser = Client(raise_request_exception=False, headers={"Referer": f"http://testserver/?{IN_A_QUERY}"})
    secrets = {PASSWORD, TYPED_WRONG, IN_A_QUERY, IN_AN_ADDRESS, IN_A_BODY, settings.SECRET_KEY}
    secrets.add(settings.METRICS_TOKEN)
    with override_settings(ROOT_URLCONF="tests.web.test_when_it_went_wrong"):
        key = signed_up(browser)
        secrets |= {key, browser.cookies["sessionid"].value, browser.cookies["csrftoken"].value}
        secrets |= programmed(key)
        secrets |= forgot(Client())
        broke(browser, key)
        looked_at(settings.METRICS_TOKEN)
    with contextlib.suppress(BaseException):
        call_command("doctor")
    import sentry_sdk

    sentry_sdk.flush(5)
    print("SECRETS", json.dumps(sorted(secrets)))


def signed_up(browser) -> str:
    form = {"email": "dora@example.com", "password1": PASSWORD}
    assert browser.post("/accounts/signup/", form).status_code == 302
    browser.post("/accounts/login/", {"login": "erin@example.com", "password": TYPED_WRONG})
    page = browser.post("/keys/create", {"name": "program", "form": "1"}, follow=True).content.decode()
    return re.search(r"iocr_live_\w{38}", page)[0]


def programmed(key: str) -> set[str]:
    from django.test import Client

    from accounts.models import User
    from billing import subscriptions
    from billing.plans import PLANS
    from extraction import work
    from extraction.models import WebhookAttempt
    from extraction.webhooks import delivery

    user = User.objects.get(email="dora@example.com")
    subscriptions.set_plan(user=user, plan=PLANS["business"])
    api = Client(raise_request_exception=False, headers={"Authorization": f"Bearer {key}"})
    for address in (
        f"/v1/usage?key={key}",
        f"/v1/{key}",
        f"/v1/extract/{key}",
        f"/documents/{key}",
        f"/v1//{key}?{IN_A_QUERY}",
    ):
        api.get(address)
    wrong = key[:-1] + ("a" if key[-1] != "a" else "b")
    Client(headers={"Authorization": f"Bearer {wrong}"}).get("/v1/usage")
    hook = {"url": f"http://127.0.0.1:9/{IN_AN_ADDRESS}?token={IN_AN_ADDRESS}"}
    made = api.post("/v1/webhooks", json.dumps(hook), content_type=JSON).json()
    secret = api.get(f"/v1/webhooks/{made['id']}/secret").json()["secret"]
    api.post(f"/v1/webhooks/{made['id']}/test")
    api.post("/v1/validate", json.dumps({"total": IN_A_BODY}), content_type=JSON)
    api.post("/v1/webhooks", IN_A_BODY, content_type=JSON)
    for attempt in WebhookAttempt.objects.filter(started_at=None):
        delivery.run(pk=attempt.pk)
    from django.core.files.uploadedfile import SimpleUploadedFile

    broken = SimpleUploadedFile("broken.pdf", b"%PDF-1.7 " + IN_A_BODY.encode())
    api.post("/v1/extract", {"file": broken, "webhook_url": hook["url"]})
    for extraction in user.extractions.filter(finished_at=None):
        work.run(pk=extraction.pk)
    return {secret, secret.removeprefix("whsec_"), wrong}


def forgot(stranger) -> set[str]:
    from allauth.account.forms import default_token_generator
    from allauth.account.utils import user_pk_to_url_str

    from accounts.models import User

    stranger.post("/accounts/password/reset/", {"email": "dora@example.com"})
    user = User.objects.get(email="dora@example.com")
    token = default_token_generator.make_token(user)
    stranger.get(f"/accounts/password/reset/key/{user_pk_to_url_str(user)}-{token}/")
    stranger.get(f"/accounts/password/reset/key/zzzz-{token}/")
    stranger.delete(f"/accounts/password/reset/key/zzzz-{token}/")
    return {token}


def broke(browser, key: str) -> None:
    """And what the pages say then is part of what is said."""
    bearer = {"Authorization": f"Bearer {key}"}
    for address in ("/broken", "/broken/database", "/v1/broken", "/refused", "/v1/broken/database", "/lost"):
        asked = f"{address}?token={IN_A_QUERY}"
        again = f'href="{asked}"'  # it is theirs who see it
        print(browser.get(asked, headers=bearer).content.decode().replace(again, ""))
        print(browser.post(asked, {"password": PASSWORD, "note": IN_A_BODY}, headers=bearer).content.decode())


def looked_at(token: str) -> None:
    """By Prometheus, and by whoever runs the service."""
    from django.contrib import admin
    from django.test import Client

    from accounts.models import User

    print(Client().get("/metrics", headers={"Authorization": f"Bearer {token}"}).content.decode())
    operator = Client(raise_request_exception=False)
    operator.force_login(User.objects.create_superuser("operator@example.com", None))
    pages = ["/admin/", "/admin/system/", "/readyz", "/healthz"]
    for model in admin.site._registry:
        base = f"/admin/{model._meta.app_label}/{model._meta.model_name}/"
        pages += [
            base,
            *(f"{base}{pk}/change/" for pk in model._base_manager.values_list("pk", flat=True)[:5]),
        ]
    for address in pages:
        page = operator.get(address).content.decode()
        print(re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page))


if __name__ == "__main__":
    sys.exit(main())
