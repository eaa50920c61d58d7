"""Pages for what went wrong say what to do, to visitors and to members; the API keeps its envelope."""

import re

import pytest
from django.core.exceptions import PermissionDenied
from django.db import OperationalError, connection
from django.http import HttpResponse
from django.shortcuts import render
from django.test import Client
from django.urls import include, path

from tests.web.markup import source

pytestmark = pytest.mark.django_db

handler400 = "config.handlers.bad_request"
handler403 = "config.handlers.not_allowed"
handler404 = "config.handlers.not_found"
handler500 = "config.handlers.server_error"


def breaks(request):
    raise RuntimeError("this page is broken")


def has_no_database(request):
    raise OperationalError("could not connect")


def refuses(request):
    raise PermissionDenied


def limited(request):
    return render(request, "429.html", status=429)


def fine(request):
    return HttpResponse("fine")


urlpatterns = [
    *(path(f"broken{end}", view) for end, view in {"": breaks, "/database": has_no_database}.items()),
    path("refused", refuses),
    path("limited", limited),
    path("v1/refused", refuses),
    path("v1/broken", breaks),
    path("v1/broken/database", has_no_database),
    path("", include("config.urls")),
]


@pytest.fixture
def site(settings):
    settings.ROOT_URLCONF = __name__
    return Client(raise_request_exception=False)


def links(answer):
    return re.findall(r'<a class="btn[^"]*" href="([^"]*)"', source(answer))


@pytest.mark.parametrize(
    ("address", "status", "says"),
    [
        ("/refused", 403, "This is not open to you"),
        ("/lost", 404, "There is nothing at this address"),
        ("/checkout", 405, "Nothing was done"),
    ],
)
def test_visitors_are_led_to_the_way_in_and_members_to_their_overview(site, alice, address, status, says):
    answer = site.get(address)
    if answer.status_code != 302:  # who has to log in first is asked to
        assert (answer.status_code, says in source(answer)) == (status, True)
        assert {"/", "/accounts/login/"} <= set(links(answer))
    site.force_login(alice)
    answer = site.get(address)
    assert (answer.status_code, says in source(answer)) == (status, True)
    assert "/dashboard" in links(answer)


def test_too_many_tries_lead_to_a_new_password(site):
    answer = site.get("/limited")
    assert links(answer) == ["/accounts/password/reset/", "/"]


def test_a_form_without_its_token_says_what_to_do(alice):
    client = Client(enforce_csrf_checks=True)
    client.force_login(alice)
    answer = client.post("/keys/create", {"name": "stolen"})
    assert answer.status_code == 403
    assert "This form was open for too long" in source(answer)
    assert links(answer) == ["/dashboard"]


def test_a_host_that_is_not_ours_gets_a_page(site):
    answer = site.get("/", headers={"host": "elsewhere.example.com"})
    assert answer.status_code == 400
    assert "This request could not be understood" in source(answer)


def test_a_fault_of_ours_names_the_request_and_offers_to_try_again(site):
    answer = site.get("/broken?page=2", headers={"X-Request-Id": "req-4711"})
    assert answer.status_code == 500
    page = source(answer)
    assert "That went wrong on our side" in page
    assert "req-4711" in page
    assert links(answer) == ["/broken?page=2", "/"]


def test_what_was_sent_is_not_offered_to_be_sent_again(site):
    assert links(site.post("/broken")) == ["/"]


def test_a_fault_is_told_without_a_look_at_the_database(site, alice):
    site.force_login(alice)
    site.cookies["theme"] = "dark"

    def refuse(execute, sql, params, many, context):
        raise OperationalError("could not connect")

    with connection.execute_wrapper(refuse):
        answer = site.get("/broken")
        assert answer.status_code == 500
        assert '<html lang="en" data-theme="dark">' in source(answer)
        answer = site.get("/dashboard")
    assert (answer.status_code, answer["Retry-After"]) == (503, "10")
    assert "The service cannot take anything for a moment" in source(answer)


@pytest.mark.parametrize(
    ("address", "status"),
    [("/v1/refused", 404), ("/v1/lost", 404), ("/v1/broken", 500), ("/v1/broken/database", 503)],
)
def test_under_the_api_it_is_the_envelope(site, address, status):
    answer = site.get(address)
    assert answer.status_code == status
    assert set(answer.json()["error"]) >= {"code", "message"}


def test_no_robot_remembers_them(site):
    assert '<meta name="robots" content="noindex">' in source(site.get("/lost"))
