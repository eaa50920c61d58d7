"""What whoever runs the service can do from a terminal."""

import io
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.utils import timezone

from accounts import keys
from accounts.models import User
from billing import subscriptions
from extraction import jobs, retention, uploads, work
from tests import invoices
from tests.people import person

pytestmark = pytest.mark.django_db(transaction=True)


def run(*arguments):
    output = io.StringIO()
    call_command(*arguments, stdout=output)
    return output.getvalue()


def test_create_key_makes_the_account_and_prints_the_key_as_its_last_word():
    secret = run("create_key", "alice@example.com", "--plan", "business").split()[-1]
    key = keys.authenticate(secret=secret, now=timezone.now())
    assert key.user.email == "alice@example.com"
    assert subscriptions.plan_for(key.user, now=timezone.now()).code == "business"


def test_create_key_uses_the_account_that_is_there_however_it_is_spelled():
    bob = person("bob", plan="pro").user
    secret = run("create_key", "Bob@Example.com").split()[-1]
    assert keys.authenticate(secret=secret, now=timezone.now()).user == bob
    assert subscriptions.plan_for(bob, now=timezone.now()).code == "pro"


def test_an_account_made_from_the_terminal_has_no_password_that_works():
    run("create_key", "alice@example.com")
    assert not User.objects.get().has_usable_password()


def test_create_key_refuses_what_is_no_address():
    with pytest.raises(CommandError, match="not an e-mail address"):
        run("create_key", "alice")


def test_set_plan_changes_the_plan():
    bob = person("bob").user
    assert "Business" in run("set_plan", "bob@example.com", "business")
    assert subscriptions.plan_for(bob, now=timezone.now()).code == "business"


@pytest.mark.parametrize("arguments", [("nobody@example.com", "pro"), ("bob@example.com", "gold")])
def test_set_plan_says_what_it_does_not_know(arguments):
    person("bob")
    with pytest.raises(CommandError):
        run("set_plan", *arguments)


def test_sweep_can_be_run_at_any_time():
    run("sweep")


def test_documents_are_kept_unless_a_retention_is_set(settings):
    alice = person("alice", plan="pro").user
    extraction = read(alice)
    much_later = timezone.now() + timedelta(days=400)
    assert retention.purge(now=much_later) == 0
    settings.RETENTION_DAYS = 30
    assert retention.purge(now=timezone.now() + timedelta(days=29)) == 0
    assert retention.purge(now=timezone.now() + timedelta(days=31)) == 1
    assert not alice.extractions.exists()
    assert not extraction.file.storage.exists(extraction.file.name)


def read(user):
    now = timezone.now()
    file = ContentFile(invoices.draw(invoices.acme()), name="invoice.pdf")
    extraction = jobs.submit(user=user, upload=uploads.store(file, today=now.date()), now=now)
    work.run(pk=extraction.pk)
    return extraction
