"""What browsers are told with every answer, so that a mistake elsewhere does not become a way in."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from tests import pages
from tests.service import PROJECT
from tests.tenants import estate, visits

# What a browser shows by itself. Everything else is a download, or drawn where nothing can run.
SHOWN = ("text/html", "application/json", "text/plain")
KINDS = ["json", "csv", "xlsx", "xml", "ubl"]

OVER_HTTPS = """
import json, django
from django.conf import settings
settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
django.setup()
from django.core.management import call_command
from django.test import Client
call_command("migrate", verbosity=0)
call_command("createcachetable", verbosity=0)
proxied = {"X-Forwarded-Proto": "https", "X-Forwarded-For": "198.51.100.7"}
client = Client(headers=proxied, HTTP_HOST="invoices.example")
form = {"email": "dora@example.com", "password1": "a sentence nobody guesses"}
answers = {
    "page": client.get("/"), "api": client.get("/v1/usage"), "static": client.get("/robots.txt"),
    "signup": client.get("/accounts/signup/"), "account": client.post("/accounts/signup/", form),
    "theme": client.post("/theme", {"theme": "dark"}),
}
plain = Client(HTTP_HOST="invoices.example").get("/keys")
told = {name: {**answer.headers} for name, answer in answers.items()}
cookies = {name: {key: each for key, each in said.items() if each} for name, said in client.cookies.items()}
print(json.dumps({"told": told, "cookies": cookies, "plain": [plain.status_code, plain["Location"]]}))
"""


@pytest.fixture(scope="module")
def over_https(tmp_path_factory):
    """What a service tells that is reached by HTTPS: its settings follow from its address."""
    folder = tmp_path_factory.mktemp("https")
    env = {
        **os.environ,
        "DATABASE_URL": f"sqlite:///{folder}/db.sqlite3",
        "BROKER_URL": "database://",
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "SITE_URL": "https://invoices.example",
        "DATA_DIR": str(folder),
        "LOG_LEVEL": "ERROR",
    }
    command = [sys.executable, "-c", OVER_HTTPS]
    done = subprocess.run(
        command, cwd=PROJECT, env=env, capture_output=True, text=True, timeout=100, check=False
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


@pytest.mark.slow
def test_over_https_cookies_are_for_this_host_alone_and_for_no_script(over_https):
    cookies = over_https["cookies"]
    assert {"__Host-session", "__Host-csrf", "theme"} <= cookies.keys()
    for name, said in cookies.items():
        assert said["secure"], name
        assert said["httponly"], name
        assert said["samesite"] == "Lax", name
        assert said["path"] == "/", name
        assert "domain" not in said, name


@pytest.mark.slow
def test_over_https_browsers_are_to_come_back_by_https_for_a_year(over_https):
    for name in ("page", "api", "static", "signup"):
        assert over_https["told"][name]["Strict-Transport-Security"] == "max-age=31536000", name
    assert over_https["plain"] == [301, "https://invoices.example/keys"]


@pytest.mark.slow
def test_every_kind_of_answer_says_what_others_may_not_do_with_it(over_https):
    for name, told in over_https["told"].items():
        assert told["X-Content-Type-Options"] == "nosniff", name
        assert told["Cross-Origin-Resource-Policy"] == "same-origin", name
        if name != "static":
            assert told["Cross-Origin-Opener-Policy"] == "same-origin", name
            assert told["Referrer-Policy"] == "same-origin", name
            assert told["X-Frame-Options"] == "DENY", name


@pytest.fixture
def alice(db):
    return estate.of("alice")


def doors(user):
    """Every address that gives something of an account's, in every form that it has."""
    for route in pages.every_route():
        parts = [_filled(part, route, user) for part in route.parts]
        for kind in KINDS if "str:kind" in route.parts else [""]:
            yield (
                route,
                route.filled(
                    kind if part == "str:kind" else value
                    for part, value in zip(route.parts, parts, strict=True)
                ),
            )


def _filled(part, route, user):
    if part == "extraction:public_id":
        return user.extractions.filter(page_words__isnull=False).latest("pk").public_id
    return next(iter(pages.values(part, route, user)), 999_999)


@pytest.mark.slow
def test_no_file_is_shown_as_part_of_the_site(alice):
    """Whatever is given out is a page of ours, a download, or alone in a sandbox."""
    page, program = visits.page_visitor(alice.user), visits.program(alice.secret)
    downloads = set()
    for route, address in doors(alice.user):
        is_api = route.path.startswith("v1/")
        for query in ["?format=csv", "?format=xml", "?format=json"] if is_api else [""]:
            with visits.undone():
                answer = (program if is_api else page).get(address + query)
                told = answer.headers
                _ = b"".join(answer) if answer.streaming else answer.content
            if answer.status_code != 200:
                continue
            assert told["X-Content-Type-Options"] == "nosniff", address
            is_download = told.get("Content-Disposition", "").startswith("attachment")
            is_alone = "sandbox" in told.get("Content-Security-Policy", "")
            downloads |= {route.path} if is_download or is_alone else set()
            assert is_download or is_alone or told["Content-Type"].startswith(SHOWN), (address, query)
    assert "documents/<extraction:public_id>/file" in downloads
    assert "documents/<extraction:public_id>/pages/<int:number>.jpg" in downloads
    assert len(downloads) >= 6, downloads


def test_the_original_is_bytes_and_never_what_it_claims_to_be(alice):
    document = alice.user.extractions.filter(page_words__isnull=False).latest("pk")
    document.filename = 'x.html"; filename="y.svg'
    document.save()
    answer = visits.page_visitor(alice.user).get(f"/documents/{document.public_id}/file")
    b"".join(answer)
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"].startswith("attachment; ")
