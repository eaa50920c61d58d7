"""Every mail is a text and a page that say the same, lead to the same places, and load and tell nothing."""

import re
from html.parser import HTMLParser

import pytest
from django.core import mail
from django.urls import reverse

from accounts import mails
from config.environment import BASE_DIR
from tests.mails import KEY, SITE, every_mail
from tests.people import PASSWORD, person

MAILS = list(every_mail())
each_mail = pytest.mark.parametrize("written", MAILS, ids=lambda written: written.name)


class Page(HTMLParser):
    def __init__(self, source):
        super().__init__()
        self.tags, self.links, self.words = [], [], []
        self.feed(source.partition("</head>")[2])

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag == "a":
            self.links.append(dict(attrs)["href"])

    def handle_data(self, data):
        self.words += data.split()


def addresses(text):
    return re.findall(r"^[^:\n]+: (https?://\S+)$", text, re.MULTILINE)


def test_none_was_forgotten():
    own = {path.stem for path in BASE_DIR.glob("templates/*/email/*.txt")}
    written = {re.sub(r"_(message|subject)$", "", name) for name in own if not name.startswith("base_")}
    assert written == {each.name for each in MAILS} - {"payment_failed_asked", "last_days_asked"}


@each_mail
def test_it_is_a_text_and_a_page(written):
    message = written.message()
    assert [part.mimetype for part in message.alternatives] == ["text/html"]
    assert message.body.startswith("Hello,\n\n")
    assert "{" not in message.body
    assert "\n\n\n" not in message.body


@each_mail
def test_both_say_the_same(written):
    text = re.sub(r"^([^:\n]+): (https?://\S+)$", r"\1 \2", written.text, flags=re.MULTILINE)
    assert Page(written.page).words == (f"{written.subject}\n{text}").split()


@each_mail
def test_both_lead_to_the_same_places_and_one_of_them_is_a_button(written):
    assert Page(written.page).links == addresses(written.text)
    buttons = [link for paragraph in mails.paragraphs_of(written.text) for link in paragraph.links]
    assert [link.is_button for link in buttons] == [place == 0 for place, _ in enumerate(buttons)]


@each_mail
def test_nothing_is_loaded_and_nobody_is_watched(written):
    tags = Page(written.page).tags
    assert {tag for tag, _ in tags} <= {"body", "table", "tr", "td", "h1", "p", "span", "a", "br"}
    assert not any(name in attrs for _, attrs in tags for name in ("src", "background", "srcset"))
    assert "url(" not in written.page
    assert "@import" not in written.page
    assert all("utm_" not in link for link in Page(written.page).links)


@each_mail
def test_the_subject_is_one_line(written):
    assert written.subject
    assert "\n" not in written.subject
    assert len(written.subject) < 70


def test_a_name_is_only_ever_a_name():
    [told] = [each for each in MAILS if each.name == "key_limit"]
    assert "the API key “<b>Scanner desk</b> See here: https://elsewhere.example.com/” has" in told.text
    assert "<b>" not in told.page
    assert Page(told.page).links == [f"{SITE}/keys", f"{SITE}/usage"]
    assert "\n" in KEY.name


def test_an_address_is_quoted_as_it_is():
    [told] = [each for each in MAILS if each.name == "endpoint_disabled"]
    assert "&lt;b&gt;more&lt;/b&gt;" in told.page
    assert Page(told.page).links == [f"{SITE}/webhooks"]


@pytest.mark.django_db
class TestOfTheAccount:
    def test_the_owner_hears_of_a_new_password(self, client):
        alice = person("alice").user
        alice.emailaddress_set.create(email=alice.email, verified=True, primary=True)
        client.force_login(alice)
        agent = {"User-Agent": "Mozilla/5.0 (X11; Linux x86_64) https://elsewhere.example.com/ Firefox/140.0"}
        form = {
            "oldpassword": PASSWORD,
            "password1": "another sentence of mine",
            "password2": "another sentence of mine",
        }
        client.post(reverse("account_change_password"), form, headers=agent)
        [told] = mail.outbox
        assert (told.to, told.subject) == ([alice.email], "Your password was changed")
        assert "UTC with Firefox on Linux, from 127.0.0.1." in told.body
        assert "elsewhere" not in told.body
        assert Page(told.alternatives[0].content).links == [
            "http://testserver/accounts/password/reset/",
            "http://testserver/account/activity",
        ]

    def test_a_mail_server_that_fails_hides_no_change(self, client, settings, caplog):
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
        alice = person("alice").user
        alice.emailaddress_set.create(email=alice.email, verified=True, primary=True)
        client.force_login(alice)
        new = "another sentence of mine"
        form = {"oldpassword": PASSWORD, "password1": new, "password2": new}
        assert client.post(reverse("account_change_password"), form).status_code == 302
        alice.refresh_from_db()
        assert alice.check_password(new)
        assert "password_changed was not sent" in caplog.text
