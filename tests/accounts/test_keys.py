"""API keys: what they are made of, which ones open the door, and for how long."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts import keys
from accounts.models import ApiKey, User

pytestmark = pytest.mark.django_db

NOW = timezone.now()


@pytest.fixture
def alice():
    return User.objects.create_user("alice@example.com")


@pytest.fixture
def issued(alice):
    return keys.issue(user=alice, name="Bookkeeping", now=NOW)


def test_a_new_key_opens_the_door_for_its_owner(alice, issued):
    assert keys.authenticate(secret=issued.secret, now=NOW).user == alice


def test_the_secret_is_not_stored(issued):
    stored = ApiKey.objects.values().get()
    assert not any(issued.secret in str(value) for value in stored.values())
    assert bytes(stored["digest"]).hex() not in issued.secret


def test_a_key_can_be_recognised_by_its_first_characters(issued):
    assert issued.secret.startswith(issued.key.prefix)
    assert issued.key.prefix.startswith("iocr_live_")
    assert len(issued.key.prefix) == len("iocr_live_") + 4


def test_no_two_keys_are_alike(alice):
    secrets = {keys.issue(user=alice, name="one", now=NOW).secret for _ in range(20)}
    assert len(secrets) == 20


@pytest.mark.parametrize("secret", ["", "x", "iocr_live_", "é" * 48, "iocr_live_" + "0" * 38])
def test_nonsense_is_refused(secret):
    with pytest.raises(keys.InvalidKey):
        keys.authenticate(secret=secret, now=NOW)


def test_a_typing_error_is_refused_without_asking_the_database(issued, django_assert_num_queries):
    typo = issued.secret[:-10] + ("a" if issued.secret[-10] != "a" else "b") + issued.secret[-9:]
    with django_assert_num_queries(0), pytest.raises(keys.InvalidKey):
        keys.authenticate(secret=typo, now=NOW)


def test_a_well_formed_key_that_was_never_issued_is_refused():
    with pytest.raises(keys.InvalidKey):
        keys.authenticate(secret=keys._new_secret(), now=NOW)


def test_an_expired_key_is_refused(alice):
    issued = keys.issue(user=alice, name="Trial", now=NOW, expires_at=NOW + timedelta(days=30))
    keys.authenticate(secret=issued.secret, now=NOW + timedelta(days=29))
    with pytest.raises(keys.InvalidKey):
        keys.authenticate(secret=issued.secret, now=NOW + timedelta(days=30))


def test_a_revoked_key_is_refused(issued):
    keys.revoke(key=issued.key, now=NOW)
    with pytest.raises(keys.InvalidKey):
        keys.authenticate(secret=issued.secret, now=NOW)


def test_the_keys_of_a_closed_account_are_refused(alice, issued):
    alice.is_active = False
    alice.save()
    with pytest.raises(keys.InvalidKey):
        keys.authenticate(secret=issued.secret, now=NOW)


def test_after_rotation_both_keys_work_for_a_day_and_then_the_new_one_alone(issued):
    new = keys.rotate(key=issued.key, now=NOW)
    for secret in (issued.secret, new.secret):
        keys.authenticate(secret=secret, now=NOW + timedelta(hours=23))
    keys.authenticate(secret=new.secret, now=NOW + timedelta(hours=25))
    with pytest.raises(keys.InvalidKey):
        keys.authenticate(secret=issued.secret, now=NOW + timedelta(hours=25))


def test_the_key_that_follows_one_that_was_to_expire_lives_as_long_as_it_did(alice):
    issued = keys.issue(user=alice, name="Trial", now=NOW, expires_at=NOW + timedelta(days=30))
    later = NOW + timedelta(days=20)
    assert keys.rotate(key=issued.key, now=later).key.expires_at == later + timedelta(days=30)


def test_rotation_does_not_lengthen_a_key_that_ends_sooner(alice):
    issued = keys.issue(user=alice, name="Short", now=NOW, expires_at=NOW + timedelta(hours=1))
    keys.rotate(key=issued.key, now=NOW)
    with pytest.raises(keys.InvalidKey):
        keys.authenticate(secret=issued.secret, now=NOW + timedelta(hours=2))


def test_the_last_use_is_written_at_most_once_a_minute(issued):
    def last_used(seconds):
        keys.authenticate(secret=issued.secret, now=NOW + timedelta(seconds=seconds))
        return (ApiKey.objects.get().last_used_at - NOW).total_seconds()

    assert [last_used(seconds) for seconds in (0, 30, 59, 60, 90)] == [0, 0, 0, 60, 60]


def test_a_key_that_was_just_used_costs_one_query(issued, django_assert_num_queries):
    keys.authenticate(secret=issued.secret, now=NOW)
    with django_assert_num_queries(1):
        keys.authenticate(secret=issued.secret, now=NOW)
