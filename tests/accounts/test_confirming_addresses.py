"""Where mails are really sent, an address must be confirmed before its account can be used."""

import os
import re
import subprocess
import sys

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from tests.people import PASSWORD

PROGRAM = "from django.conf import settings; print(settings.ACCOUNT_EMAIL_VERIFICATION)"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("email_url", "verification"),
    [("consolemail://", "optional"), ("smtp+tls://alice:secret@mail.example.com:587", "mandatory")],
)
def test_it_is_asked_for_only_where_a_mail_server_is_set(email_url, verification):
    environment = {**os.environ, "EMAIL_URL": email_url, "DJANGO_SETTINGS_MODULE": "config.settings"}
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], env=environment, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == verification


@pytest.mark.django_db
def test_the_account_opens_with_the_link_from_the_mail(settings):
    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"
    client = Client()
    form = {"email": "alice@example.com", "password1": PASSWORD}
    response = client.post(reverse("account_signup"), form, follow=True)
    assert "sent an email to you for verification" in response.content.decode()
    assert client.get(reverse("dashboard")).status_code == 302
    [message] = mail.outbox
    link = re.search(r"http://testserver(/\S+)", message.body).group(1)
    client.post(link, follow=True)
    client.post(reverse("account_login"), {"login": "alice@example.com", "password": PASSWORD})
    assert client.get(reverse("dashboard")).status_code == 200
