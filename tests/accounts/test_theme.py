"""Light, dark, or as the device has it: kept in a cookie that the server writes, without a script."""

import pytest

from tests.web.markup import source

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_chosen_theme_is_in_the_page_from_the_first_byte(client, theme):
    answer = client.post("/theme", {"theme": theme, "next": "/pricing"})
    assert answer["Location"] == "/pricing"
    assert f'<html lang="en" data-theme="{theme}">' in source(client.get("/pricing"))
    assert f'value="{theme}" title="{theme.title()}" aria-pressed="true"' in source(client.get("/"))


def test_without_a_choice_the_device_decides(client):
    assert '<html lang="en">' in source(client.get("/"))


def test_the_choice_can_be_taken_back(client):
    client.post("/theme", {"theme": "dark"})
    client.post("/theme", {"theme": "auto"})
    assert '<html lang="en">' in source(client.get("/"))


def test_a_theme_that_does_not_exist_changes_nothing(client):
    client.post("/theme", {"theme": '"><script>'})
    client.cookies["theme"] = '"><script>'
    page = source(client.get("/"))
    assert '<html lang="en">' in page
    assert '"><script>' not in page


def test_the_way_back_never_leads_to_another_site(client):
    for address in ("https://evil.example/", "//evil.example", "javascript:alert(1)"):
        assert client.post("/theme", {"theme": "dark", "next": address})["Location"] == "/"


def test_the_cookie_is_out_of_reach_of_scripts(client):
    cookie = client.post("/theme", {"theme": "dark"}).cookies["theme"]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")
