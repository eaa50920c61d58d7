"""The page of API keys: the first key, further ones, rotating, revoking. All of it works without a script."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from accounts import keys
from accounts.models import ApiKey, User
from tests.web.markup import source

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def alice(db):
    return User.objects.create_user("alice@example.com")


def secret_in(page):
    found = re.search(r'<code id="secret">([^<]+)</code>', page)
    assert found
    return found[1]


def form_number(answer):
    return re.search(r'name="form" value="([^"]+)"', source(answer))[1]


def create(client, name="Scanner desk", lifetime="", **extra):
    answer = client.post("/keys/create", {"name": name, "lifetime": lifetime}, follow=True, **extra)
    assert answer.status_code == 200
    return answer


def owner(secret):
    return keys.authenticate(secret=secret, now=timezone.now()).user


def test_a_person_without_a_key_is_offered_the_first_one_with_a_name_filled_in(browse, alice):
    page = source(browse(alice).get("/keys"))
    assert "Your first key" in page
    assert 'value="First key"' in page
    assert page.count("btn-primary") == 1


def test_a_created_key_opens_the_door(browse, alice):
    assert owner(secret_in(source(create(browse(alice))))) == alice


def test_a_created_key_comes_with_a_line_that_runs_as_it_stands(browse, alice):
    page = source(create(browse(alice)))
    line = re.sub(r"<[^>]+>", "", re.search(r'<pre[^>]*id="try"[^>]*>(.*?)</pre>', page, re.DOTALL)[1])
    assert line.replace("&quot;", '"').split() == [
        "curl",
        "http://testserver/v1/extract",
        "\\",
        "-H",
        '"Authorization:',
        "Bearer",
        f'{secret_in(page)}"',
        "\\",
        "-F",
        '"file=@invoice.pdf"',
    ]


def test_the_secret_is_shown_once_and_kept_nowhere(browse, alice):
    client = browse(alice)
    answer = create(client)
    secret = secret_in(source(answer))
    assert "no-store" in answer["Cache-Control"]
    assert secret not in str(dict(client.session))
    assert secret not in str(answer.headers) + str(answer.cookies)
    for address in ("/keys", "/dashboard", "/docs", "/keys/new"):
        assert secret not in source(client.get(address))


def test_with_a_script_the_secret_comes_as_a_part_with_the_new_table_beside_it(browse, alice):
    page = source(create(browse(alice), headers=HTMX))
    assert "<html" not in page
    assert owner(secret_in(page)) == alice
    assert 'id="rows" class="stack" hx-swap-oob="true"' in page


def test_a_form_sent_twice_makes_one_key_and_the_page_that_follows_still_has_its_secret(browse, alice):
    """As when a button is pressed twice: the browser follows the second answer only."""
    client = browse(alice)
    asked = {"name": "Scanner desk", "form": form_number(client.get("/keys/new"))}
    first, second = (client.post("/keys/create", asked) for _ in range(2))
    assert first["Location"] == second["Location"]
    secret = secret_in(source(client.get(second["Location"])))
    assert owner(secret) == alice
    assert alice.api_keys.count() == 1


def test_between_the_two_the_session_does_not_hold_the_secret_in_the_open(browse, alice):
    client = browse(alice)
    made = client.post("/keys/create", {"name": "Scanner desk"})
    kept = str(dict(client.session))
    secret = secret_in(source(client.get(made["Location"])))
    assert secret not in kept


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_reloading_the_page_of_a_new_key_makes_none_and_says_where_the_secret_went(browse, alice, headers):
    client = browse(alice)
    address = create(client).redirect_chain[-1][0]
    again = client.get(address, headers=headers)
    assert again.get("Location", again.get("HX-Redirect")) == "/keys"
    assert "was shown one time. Lost it? Rotate the key." in source(client.get("/keys"))
    assert alice.api_keys.count() == 1


def test_rotating_twice_with_one_form_makes_one_new_secret(browse, alice):
    old = keys.issue(user=alice, name="Scanner desk", now=timezone.now())
    client = browse(alice)
    number = form_number(client.get(f"/keys/{old.key.pk}/rotate"))
    answers = [client.post(f"/keys/{old.key.pk}/rotate/confirmed", {"form": number}) for _ in range(2)]
    assert answers[0]["Location"] == answers[1]["Location"]
    assert alice.api_keys.count() == 2


def test_a_form_that_one_went_back_to_makes_another_key_under_another_name(browse, alice):
    client = browse(alice)
    number = form_number(client.get("/keys/new"))
    for name in ("Scanner desk", "Till"):
        client.post("/keys/create", {"name": name, "form": number})
    assert set(alice.api_keys.values_list("name", flat=True)) == {"Scanner desk", "Till"}


def test_a_key_without_a_name_is_not_made(browse, alice):
    page = source(create(browse(alice), name=" "))
    assert "Give the key a name, so that you know it later." in page
    assert 'aria-invalid="true"' in page
    assert not ApiKey.objects.exists()


@pytest.mark.parametrize("days", [30, 90, 365])
def test_a_key_can_be_made_to_stop_working_by_itself(browse, alice, days):
    before = timezone.now()
    create(browse(alice), lifetime=str(days))
    expires_at = alice.api_keys.get().expires_at
    assert before + timedelta(days=days) <= expires_at <= timezone.now() + timedelta(days=days)


def test_a_key_works_for_ever_unless_told_otherwise(browse, alice):
    create(browse(alice))
    assert alice.api_keys.get().expires_at is None


def test_nobody_can_ask_for_a_lifetime_that_is_not_offered(browse, alice):
    create(browse(alice), lifetime="36500")
    assert not ApiKey.objects.exists()


def test_the_list_tells_keys_apart_without_giving_them_away(browse, alice):
    issued = keys.issue(user=alice, name="Scanner desk", now=timezone.now())
    page = source(browse(alice).get("/keys"))
    assert "Scanner desk" in page
    assert issued.key.prefix in page
    assert issued.secret not in page
    assert bytes(issued.key.digest).hex() not in page


def test_a_key_that_ends_soon_says_so(browse, alice):
    now = timezone.now()
    keys.issue(user=alice, name="Staging", now=now, expires_at=now + timedelta(days=3, hours=2))
    assert "ends in 3 days" in source(browse(alice).get("/keys")).replace("\xa0", " ")


def test_rotating_asks_and_then_shows_a_new_secret_while_the_old_one_works_on(browse, alice):
    old = keys.issue(user=alice, name="Scanner desk", now=timezone.now())
    client = browse(alice)
    question = source(client.get(f"/keys/{old.key.pk}/rotate"))
    assert "works for 24 hours more" in question
    answer = client.post(f"/keys/{old.key.pk}/rotate/confirmed", follow=True)
    new = secret_in(source(answer))
    assert "no-store" in answer["Cache-Control"]
    assert owner(new) == owner(old.secret) == alice
    with pytest.raises(keys.InvalidKey):
        keys.authenticate(secret=old.secret, now=timezone.now() + timedelta(hours=25))


def test_revoking_asks_first_and_then_stops_the_key_at_once(browse, alice):
    issued = keys.issue(user=alice, name="Old till", now=timezone.now())
    client = browse(alice)
    assert "cannot be undone" in source(client.get(f"/keys/{issued.key.pk}/revoke"))
    assert owner(issued.secret) == alice
    page = source(client.post(f"/keys/{issued.key.pk}/revoke/confirmed", follow=True))
    assert "“Old till” is revoked." in page
    with pytest.raises(keys.InvalidKey):
        owner(issued.secret)


def test_a_key_cannot_be_revoked_by_following_a_link(browse, alice):
    issued = keys.issue(user=alice, name="Old till", now=timezone.now())
    assert browse(alice).get(f"/keys/{issued.key.pk}/revoke/confirmed").status_code == 405
    assert owner(issued.secret) == alice


def test_a_revoked_key_stays_listed_but_can_be_neither_rotated_nor_revoked_again(browse, alice):
    issued = keys.issue(user=alice, name="Old till", now=timezone.now())
    keys.revoke(key=issued.key, now=timezone.now())
    client = browse(alice)
    assert "1 ended key" in source(client.get("/keys"))
    for act in ("rotate", "revoke"):
        assert client.post(f"/keys/{issued.key.pk}/{act}/confirmed").status_code == 404


def limit(client, key, invoices):
    return client.post(f"/keys/{key.pk}/limit/confirmed", {"invoices": invoices}, follow=True)


def test_a_key_can_be_given_a_limit_of_its_own_and_be_freed_of_it(browse, alice):
    create(browse(alice))
    key = alice.api_keys.get()
    page = source(limit(browse(alice), key, "1200"))
    assert "“Scanner desk” may bring 1,200 invoices a month now." in page
    assert "may bring 1 invoice a month now." in source(limit(browse(alice), key, "1"))
    limit(browse(alice), key, "1200")
    assert "1,200 a month" in page
    assert 'value="1200"' in source(browse(alice).get(f"/keys/{key.pk}/limit"))
    assert "has no limit of its own now" in source(limit(browse(alice), key, ""))
    assert alice.api_keys.get().monthly_limit is None


def test_a_limit_of_a_rotated_key_is_that_of_those_before_it(browse, alice):
    create(browse(alice))
    first = alice.api_keys.get()
    latest = keys.rotate(key=first, now=timezone.now()).key
    page = source(limit(browse(alice), latest, "30"))
    assert page.count("30 a month") == 2
    first.refresh_from_db()
    assert first.monthly_limit == 30


@pytest.mark.parametrize("wrong", ["-1", "many", "1.5", "9999999999"])
def test_a_limit_that_is_no_number_is_explained(browse, alice, wrong):
    create(browse(alice))
    page = source(limit(browse(alice), alice.api_keys.get(), wrong))
    assert 'aria-invalid="true"' in page
    assert alice.api_keys.get().monthly_limit is None


def test_what_becomes_of_a_key_s_limit_is_in_the_log_once(browse, alice):
    create(browse(alice))
    for _ in range(2):
        limit(browse(alice), alice.api_keys.get(), "30")
    page = source(browse(alice).get("/account/activity"))
    assert page.count("was changed: 30 invoices a month.") == 1
