"""What browsers and robots ask a site for without being told."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings as project
from django.utils import timezone


def fetched(client, path):
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer, answer.getvalue()


@pytest.mark.parametrize(
    ("path", "kind", "begins"),
    [
        ("/favicon.ico", "image/x-icon", b"\x00\x00\x01\x00"),
        ("/apple-touch-icon.png", "image/png", b"\x89PNG"),
        ("/icon-192.png", "image/png", b"\x89PNG"),
        ("/icon-512.png", "image/png", b"\x89PNG"),
        ("/card.png", "image/png", b"\x89PNG"),
        ("/robots.txt", 'text/plain; charset="utf-8"', b"#"),
        ("/site.webmanifest", "application/manifest+json", b"{"),
    ],
)
def test_it_is_at_the_root(client, path, kind, begins):
    answer, content = fetched(client, path)
    assert content.startswith(begins)
    assert answer["Content-Type"] == kind
    assert "max-age" in answer["Cache-Control"]


def test_all_that_the_manifest_names_is_there(client):
    manifest = json.loads(fetched(client, "/site.webmanifest")[1])
    for icon in manifest["icons"]:
        fetched(client, icon["src"])


def test_robots_are_kept_from_nothing_that_is_public(client):
    lines = fetched(client, "/robots.txt")[1].decode().splitlines()
    closed = [line.removeprefix("Disallow: ") for line in lines if line.startswith("Disallow: ")]
    assert closed
    assert not any(page.startswith(path) for path in closed for page in ("/pricing", "/docs/fields"))


@pytest.mark.django_db
class TestHead:
    def test_every_page_names_its_icons(self, client):
        page = client.get("/pricing").content.decode()
        for part in ("/favicon.ico", "favicon.svg", "/apple-touch-icon.png", "/site.webmanifest"):
            assert part in page
        assert page.count('name="theme-color"') == 2

    def test_the_front_page_says_how_it_wants_to_be_linked(self, client, settings):
        settings.SITE_URL = "https://invoices.example.com"
        page = client.get("/").content.decode()
        assert '<link rel="canonical" href="https://invoices.example.com/">' in page
        assert 'property="og:image" content="https://invoices.example.com/card.png"' in page

    def test_without_an_address_of_its_own_it_takes_the_one_it_was_asked_at(self, client):
        assert 'rel="canonical" href="http://testserver/"' in client.get("/").content.decode()


class TestSecurityTxt:
    ADDRESS = "/.well-known/security.txt"

    @pytest.mark.django_db
    def test_without_a_contact_there_is_none(self, client):
        assert project.SECURITY_CONTACT == ""
        assert client.get(self.ADDRESS).status_code == 404

    def test_it_names_the_contact_and_ends(self, client, settings):
        settings.SECURITY_CONTACT = "mailto:security@example.com"
        settings.SITE_URL = "https://invoices.example.com"
        answer = client.get(self.ADDRESS)
        assert answer["Content-Type"] == "text/plain; charset=utf-8"
        said = dict(line.split(": ", 1) for line in answer.content.decode().splitlines())
        assert said["Contact"] == "mailto:security@example.com"
        assert said["Canonical"] == "https://invoices.example.com/.well-known/security.txt"
        ends = datetime.strptime(said["Expires"], "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
        assert timedelta(days=30) < ends - timezone.now() < timedelta(days=365)
