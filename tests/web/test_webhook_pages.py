"""The pages about webhooks: endpoints, their secrets, the log. All of it works without a script."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from billing import subscriptions
from billing.plans import PLANS
from extraction.models import WebhookAttempt, WebhookDelivery, WebhookEndpoint
from extraction.webhooks import endpoints, events, signing
from tests.people import person
from tests.web.markup import source
from tests.webhooks.happenings import Clock, completed, only_delivery, work
from tests.webhooks.receiver import Receiver, listening

pytestmark = pytest.mark.django_db(transaction=True)

HTMX = {"HX-Request": "true"}
URL = "https://example.com/hook"
LINE = 'class="doc mono" href="/webhooks/deliveries/'
ALL = ["extraction.completed", "extraction.failed", "batch.completed"]


@pytest.fixture
def alice(db):
    return person("alice", plan="business").user


@pytest.fixture
def endpoint(alice):
    return endpoints.register(user=alice, url=URL, events=ALL, description="Books", now=timezone.now())


@pytest.fixture
def receiver(settings):
    settings.WEBHOOKS_MAY_CALL_PRIVATE = True
    with listening(Receiver()) as running:
        yield running


def text(answer):
    assert answer.status_code in (200, 286), answer.status_code
    return source(answer)


def every_page(endpoint="whe_0123456789abcdef", delivery="dlv_0123456789abcdef"):
    looked_at = ["", "/rotate", "/delete"]
    done = ["/change", "/test", "/disable", "/enable", "/rotate/confirmed", "/delete/confirmed"]
    return [
        *(("get", f"/webhooks/{endpoint}{path}") for path in looked_at),
        *(("post", f"/webhooks/{endpoint}{path}") for path in done),
        ("get", f"/webhooks/deliveries/{delivery}"),
        ("post", f"/webhooks/deliveries/{delivery}/replay"),
    ]


@pytest.mark.parametrize("plan", ["free", "pro"])
def test_below_business_the_page_says_what_webhooks_are_and_where_the_plans_are(browse, plan):
    page = text(browse(person("bob", plan=plan).user).get("/webhooks"))
    assert f"The {PLANS[plan].name} plan has no webhooks" in page
    assert 'href="/pricing"' in page
    assert page.count("btn-primary") == 1


def test_below_business_nothing_else_can_be_done(browse, alice, endpoint):
    subscriptions.set_plan(user=alice, plan=PLANS["pro"])
    client = browse(alice)
    for method, path in [
        ("get", "/webhooks/new"),
        ("post", "/webhooks/create"),
        ("get", "/webhooks/secret"),
        ("get", "/webhooks/secret/rotate"),
        ("post", "/webhooks/secret/rotate/confirmed"),
        *every_page(endpoint.public_id),
    ]:
        answer = getattr(client, method)(path)
        assert (answer.status_code, answer["Location"]) == (302, "/webhooks")
    assert WebhookEndpoint.objects.count() == 1


def test_an_account_without_endpoints_is_told_what_they_are_for(browse, alice):
    page = text(browse(alice).get("/webhooks"))
    assert "No endpoint yet" in page
    assert "What is sent is listed here" in page


def test_an_endpoint_is_added_and_its_secret_shown(browse, alice):
    client = browse(alice)
    assert 'name="url"' in text(client.get("/webhooks/new"))
    form = {"url": URL, "description": "Books", "events": ["extraction.failed"]}
    page = text(client.post("/webhooks/create", form, follow=True))
    made = alice.webhook_endpoints.get()
    assert (made.url, made.description, made.events) == (URL, "Books", ["extraction.failed"])
    assert signing.secret(made.seed) in page
    assert "Only extraction.failed" in text(client.get("/webhooks"))


def test_with_a_script_the_form_comes_as_a_part(browse, alice):
    part = text(browse(alice).get("/webhooks/new", headers=HTMX))
    assert "<html" not in part
    assert 'id="dialog-title"' in part


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"url": ""}, "Say where events shall be sent."),
        ({"url": "http://example.com/"}, "It must start with https://."),
        ({"url": "https://10.0.0.1/"}, "It must lead to a public address."),
        ({"url": "https://me:secret@example.com/"}, "It must not contain a user name or password."),
        ({"url": "books"}, "It is not a valid http or https address."),
        ({"events": []}, "Choose at least one event."),
        ({"events": ["webhook.test"]}, "Select a valid choice."),
    ],
)
def test_what_cannot_be_is_said_in_words_beside_the_field(browse, alice, endpoint, changes, words):
    form = {"url": URL, "description": "", "events": ALL} | changes
    for path in ("/webhooks/create", f"/webhooks/{endpoint.public_id}/change"):
        assert words in text(browse(alice).post(path, form))
    assert WebhookEndpoint.objects.count() == 1


def test_more_than_twenty_endpoints_are_refused_in_words(browse, alice, endpoint):
    for _ in range(19):
        endpoints.register(user=alice, url=URL, events=ALL, description="", now=timezone.now())
    page = text(browse(alice).post("/webhooks/create", {"url": URL, "events": ALL}))
    assert "There are 20 endpoints already. Delete one first." in page


def test_an_endpoint_is_changed(browse, alice, endpoint):
    client, address = browse(alice), f"/webhooks/{endpoint.public_id}"
    page = text(client.get(address))
    assert f'value="{URL}"' in page
    assert page.count(" checked") == 3
    form = {"url": "https://example.org/", "description": "", "events": ["batch.completed"]}
    assert "The endpoint is changed." in text(client.post(f"{address}/change", form, follow=True))
    endpoint.refresh_from_db()
    assert (endpoint.url, endpoint.events) == ("https://example.org/", ["batch.completed"])


def test_an_endpoint_is_disabled_and_enabled(browse, alice, endpoint):
    client, address = browse(alice), f"/webhooks/{endpoint.public_id}"
    page = text(client.post(f"{address}/disable", follow=True))
    assert "Disabled by its owner." in page
    assert "Disabled" in text(client.get("/webhooks"))
    page = text(client.post(f"{address}/enable", follow=True))
    assert "Disabled by its owner." not in page


def test_rotating_and_deleting_ask_first(browse, alice, endpoint):
    client, address, before = browse(alice), f"/webhooks/{endpoint.public_id}", endpoint.seed
    for question in ("rotate", "delete"):
        assert "<form" in text(client.get(f"{address}/{question}"))
        assert "<html" not in text(client.get(f"{address}/{question}", headers=HTMX))
    endpoint.refresh_from_db()
    assert endpoint.seed == before
    page = text(client.post(f"{address}/rotate/confirmed", follow=True))
    assert "The secret before signs as well until" in page
    assert signing.secret(before) not in page
    client.post(f"{address}/delete/confirmed")
    assert not WebhookEndpoint.objects.exists()


def test_the_secret_for_single_requests_is_shown_and_rotated(browse, alice):
    client = browse(alice)
    answer = client.get("/webhooks/secret")
    [first] = re.findall(r'id="secret">([^<]+)<', text(answer))
    assert first == signing.secret(endpoints.account(alice).seed)
    assert "no-store" in answer["Cache-Control"]
    client.get("/webhooks/secret/rotate")
    page = text(client.post("/webhooks/secret/rotate/confirmed", follow=True))
    assert first not in page
    assert "signs as well until" in page


def test_a_secret_is_nowhere_but_on_its_own_page(browse, alice, endpoint):
    client, secret = browse(alice), signing.secret(endpoint.seed)
    answer = client.get(f"/webhooks/{endpoint.public_id}")
    assert secret in text(answer)
    assert "no-store" in answer["Cache-Control"]
    assert secret not in text(client.get("/webhooks"))


def test_a_test_leads_to_what_came_of_it(browse, alice, receiver):
    endpoint = endpoints.register(
        user=alice, url=receiver.url, events=ALL, description="", now=timezone.now()
    )
    client = browse(alice)
    answer = client.post(f"/webhooks/{endpoint.public_id}/test")
    address = answer["Location"]
    page = text(client.get(address))
    assert "There was none yet." in page
    assert f'hx-get="{address}"' in page
    work(Clock())
    answer = client.get(address, headers=HTMX)
    assert answer.status_code == 286  # asks no more
    part = text(answer)
    assert "<html" not in part
    assert "Delivered" in part
    assert "thank you" in part
    assert "By hand." in part
    assert "webhook.test" in part


def test_a_failed_delivery_shows_its_tries_and_is_sent_again_by_hand(browse, alice, receiver):
    receiver.status, receiver.body = 503, b"<b>restarting</b>"
    endpoints.register(user=alice, url=receiver.url, events=ALL, description="", now=timezone.now())
    extraction = completed(alice)
    work(Clock())
    client, address = browse(alice), f"/webhooks/deliveries/{only_delivery().public_id}"
    page = text(client.get(address))
    for words in (
        "Trying again",
        "Service Unavailable",
        "number 2 of 10",
        extraction.public_id,
        "&lt;b&gt;restarting&lt;/b&gt;",
        "1217.80",
        "Müller &amp; Söhne 株式会社",
    ):
        assert words in page
    receiver.status = 200
    assert client.post(f"{address}/replay")["Location"] == address
    work(Clock())
    assert "Delivered" in text(client.get(address))
    part = text(client.post(f"{address}/replay", headers=HTMX))
    assert 'id="delivery"' in part
    assert WebhookAttempt.objects.waiting().count() == 1


def test_the_log_is_filtered_and_in_pages(browse, alice, endpoint, django_assert_max_num_queries):
    for _ in range(25):
        events.send_test(endpoint, now=timezone.now())
    first = WebhookDelivery.objects.last()
    WebhookDelivery.objects.filter(pk=first.pk).update(status="failed")
    client = browse(alice)
    with django_assert_max_num_queries(12):
        page = text(client.get("/webhooks"))
    assert page.count(LINE) == 20
    assert "1 to 20 of 25" in page
    newest = WebhookDelivery.objects.first()
    assert f'action="/webhooks/deliveries/{newest.public_id}/replay"' in page
    assert text(client.get("/webhooks?page=2")).count(LINE) == 5
    page = text(client.get("/webhooks?status=failed"))
    assert re.findall(rf'{LINE}([^"]+)"', page) == [first.public_id]
    assert "There is none like that." in text(client.get("/webhooks?status=cancelled"))
    for nonsense in ("?status=nonsense", "?page=999", "?page=x", "?status=%00"):
        text(client.get(f"/webhooks{nonsense}"))


def test_the_log_is_filtered_by_event_and_by_endpoint(browse, alice, endpoint):
    other = endpoints.register(
        user=alice, url="https://books.example.com/in", events=ALL, description="Books", now=timezone.now()
    )
    events.send_test(endpoint, now=timezone.now())
    there = events.send_test(other, now=timezone.now())
    completed(alice)
    client = browse(alice)
    page = text(client.get(f"/webhooks?event=webhook.test&endpoint={other.public_id}"))
    assert re.findall(rf'{LINE}([^"]+)"', page) == [there.public_id]
    assert "Books" in page
    assert text(client.get("/webhooks?event=extraction.completed")).count(LINE) == 2
    assert "There is none like that." in text(client.get("/webhooks?endpoint=none"))
    assert text(client.get("/webhooks?endpoint=whe_0000000000000000&event=nonsense")).count(LINE) == 4


def test_an_endpoint_draws_how_many_deliveries_it_had_and_where_any_failed(browse, alice, endpoint):
    for days in (0, 0, 3):
        events.send_test(endpoint, now=timezone.now() - timedelta(days=days))
    page = source(browse(alice).get("/webhooks"))
    drawn = page.partition('class="spark"')[2].partition("</td>")[0]
    assert (drawn.count("<rect"), drawn.count("is-bad")) == (2, 0)
    assert '<span class="num">3</span>' in drawn
    WebhookDelivery.objects.update(status="failed")
    assert "is-bad" in source(browse(alice).get("/webhooks"))


def test_what_was_sent_stands_with_the_signature_it_had(browse, alice, receiver):
    endpoint = endpoints.register(
        user=alice, url=receiver.url, events=ALL, description="", now=timezone.now()
    )
    events.send_test(endpoint, now=timezone.now())
    work(Clock())
    [request] = receiver.received
    address = f"/webhooks/deliveries/{only_delivery().public_id}"
    page = text(browse(alice).get(address))
    for name in ("webhook-id", "webhook-timestamp", "webhook-signature"):
        assert f"{name}:</span> {request.headers[name]}" in page
    endpoints.rotate(endpoint, now=timezone.now() + timedelta(hours=1))
    page = text(browse(alice).get(address))
    assert "webhook-timestamp" in page
    assert "webhook-signature" not in page  # it was that of a secret that is not known any more


def test_charlie_can_neither_see_nor_touch_what_is_alice_s(browse, alice, endpoint):
    completed(alice)
    before = WebhookEndpoint.objects.values().get()
    charlie = browse(person("charlie", plan="business").user)
    for method, path in every_page(endpoint.public_id, only_delivery().public_id):
        assert getattr(charlie, method)(path).status_code == 404
    page = text(charlie.get("/webhooks"))
    assert URL not in page
    assert only_delivery().public_id not in page
    assert WebhookEndpoint.objects.values().get() == before


def test_who_is_not_logged_in_is_asked_to(client):
    for method, path in [("get", "/webhooks"), ("get", "/webhooks/secret"), *every_page()]:
        assert getattr(client, method)(path)["Location"].startswith("/accounts/login/")
