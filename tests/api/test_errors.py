"""Every failure under /v1/ answers in one envelope, with the status and code of the reference's table."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from billing.usage import metering
from extraction.api import errors
from tests.people import person

pytestmark = pytest.mark.django_db


def document(content=b"%PDF-1.7 and so on", name="invoice.pdf"):
    return SimpleUploadedFile(name, content)


class Untouchable:
    """A body that fails the test when somebody reads it."""

    def read(self, *_):
        raise AssertionError("The body was read.")

    readline = read


def extract(client, person, **form):
    return client.post("/v1/extract", form, headers={"Authorization": person.authorization})


def assert_error(response, status, code):
    assert response.status_code == status, response.content
    assert response["Content-Type"].startswith("application/json")
    error = response.json()["error"]
    assert error["code"] == code
    assert not error["message"][0].islower()
    assert errors.TABLE[code].status == status
    return error


@pytest.mark.parametrize(
    "authorization",
    [
        None,
        "",
        "Bearer",
        "Bearer wrong",
        "Basic YWxpY2U6eA==",
        "Token x",
        "Bearer " + "x" * 5000,
        "Bearer \xff",
    ],
)
def test_no_key_or_a_wrong_one_is_401_unauthorized(client, authorization):
    headers = {} if authorization is None else {"Authorization": authorization}
    for method, path in [("post", "/v1/extract"), ("get", "/v1/usage"), ("get", "/v1/extractions")]:
        response = getattr(client, method)(path, headers=headers)
        assert_error(response, 401, "unauthorized")
        assert response["WWW-Authenticate"] == "Bearer"


def test_a_key_in_the_address_is_not_taken(client, alice):
    assert_error(client.get(f"/v1/usage?api_key={alice.secret}"), 401, "unauthorized")


@pytest.mark.parametrize(
    ("content", "name"),
    [(b"", "empty.pdf"), (b"Dear Sir or Madam", "letter.pdf"), (b"PK\x03\x04zip", "invoice.docx")],
)
def test_a_file_that_is_none_of_ours_is_400_invalid_file(client, alice, content, name):
    assert_error(extract(client, alice, file=document(content, name)), 400, "invalid_file")


def test_no_file_is_400_invalid_request(client, alice):
    assert "`file`" in assert_error(extract(client, alice), 400, "invalid_request")["message"]


def test_a_file_in_the_wrong_field_is_400_invalid_request(client, alice):
    assert_error(extract(client, alice, document=document()), 400, "invalid_request")


def test_two_files_are_400_invalid_request(client, alice):
    assert_error(extract(client, alice, file=[document(), document()]), 400, "invalid_request")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("format", "xml"),
        ("language", "english"),
        ("language", "xx"),
        ("include", "everything"),
        ("webhook_url", "not a url"),
        ("webhook_url", "ftp://example.com/x"),
    ],
)
def test_a_bad_parameter_is_400_invalid_request(client, alice, name, value):
    assert_error(extract(client, alice, file=document(), **{name: value}), 400, "invalid_request")


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b"{not json", "application/json"),
        (b'{"file": "x"}', "application/json"),
        (b"[" * 200_000, "application/json"),
        (b"plain", "text/plain"),
        (b"no boundary in here", "multipart/form-data"),
        (b"--x\r\nbroken", "multipart/form-data; boundary=x"),
        (b"a=b", "application/x-www-form-urlencoded"),
    ],
)
def test_a_body_that_is_no_form_is_400_invalid_request(client, alice, body, content_type):
    response = client.post(
        "/v1/extract", body, content_type=content_type, headers={"Authorization": alice.authorization}
    )
    assert_error(response, 400, "invalid_request")


@pytest.mark.parametrize("plan", ["free", "pro"])
def test_a_webhook_below_business_is_403_plan_required(client, plan):
    charlie = person("charlie", plan=plan)
    response = extract(client, charlie, file=document(), webhook_url="https://example.com/hook")
    error = assert_error(response, 403, "plan_required")
    assert error["upgrade_url"] == "http://testserver/pricing?plan=business"


@pytest.mark.parametrize(
    "path",
    [
        "/v1",
        "/v1/",
        "/v1/nothing",
        "/v1/extract/ext_unknown",
        "/v1/extract/ext_0123456789abcdef",
        "/v1/extract/%00",
        "/v1/extract/../../etc",
    ],
)
def test_what_is_not_there_is_404_not_found(client, alice, path):
    response = client.get(path, headers={"Authorization": alice.authorization})
    assert_error(response, 404, "not_found")


@pytest.mark.parametrize(
    ("method", "path"),
    [("get", "/v1/extract"), ("put", "/v1/extract"), ("post", "/v1/usage"), ("patch", "/v1/extractions")],
)
def test_a_method_that_an_address_does_not_take_is_405(client, alice, method, path):
    response = getattr(client, method)(path, headers={"Authorization": alice.authorization})
    assert_error(response, 405, "method_not_allowed")
    assert response["Allow"]


def test_a_body_of_unknown_length_is_411_length_required(client, alice):
    response = client.post(
        "/v1/extract",
        headers={"Authorization": alice.authorization, "Transfer-Encoding": "chunked"},
        CONTENT_LENGTH="",
    )
    assert_error(response, 411, "length_required")


def test_a_body_that_says_it_is_too_large_is_413_without_being_read(client, alice):
    response = client.generic(
        "POST",
        "/v1/extract",
        headers={"Authorization": alice.authorization},
        CONTENT_LENGTH=str(300 << 20),
        CONTENT_TYPE="multipart/form-data; boundary=x",
        **{"wsgi.input": Untouchable()},
    )
    assert_error(response, 413, "file_too_large")


def test_a_file_just_over_20_mb_is_413_and_leaves_nothing_behind(client, alice, settings):
    too_large = document(b"%PDF-" + b" " * (20 << 20))
    assert_error(extract(client, alice, file=too_large), 413, "file_too_large")
    assert list(settings.FILE_UPLOAD_TEMP_DIR.iterdir()) == []
    assert metering.usage(user=alice.user, now=timezone.now()).reserved == 0


def test_a_form_field_of_megabytes_is_413(client, alice):
    response = extract(client, alice, file=document(), note="x" * (3 << 20))
    assert_error(response, 413, "file_too_large")


def test_a_used_up_month_is_429_with_the_way_out(client, bob):
    for number in range(10):
        metering.reserve(user=bob.user, reference=f"ext_{number}", now=timezone.now())
        metering.commit(reference=f"ext_{number}", now=timezone.now())
    response = extract(client, bob, file=document())
    error = assert_error(response, 429, "rate_limited")
    assert error == {
        "code": "rate_limited",
        "message": "Monthly quota exceeded. 10/10 invoices used.",
        "reason": "quota_exceeded",
        "upgrade_url": "http://testserver/pricing?plan=pro",
    }
    assert 0 < int(response["Retry-After"]) <= 31 * 24 * 3600


def test_whom_no_plan_would_help_is_led_to_all_of_them(client):
    charlie = person("charlie", plan="business")
    for number in range(20):
        metering.reserve(user=charlie.user, reference=f"ext_{number}", now=timezone.now())
    error = assert_error(extract(client, charlie, file=document()), 429, "rate_limited")
    assert error["upgrade_url"] == "http://testserver/pricing"


def test_too_many_at_a_time_is_429_soon_to_be_tried_again(client, bob):
    metering.reserve(user=bob.user, reference="ext_running", now=timezone.now())
    response = extract(client, bob, file=document())
    error = assert_error(response, 429, "rate_limited")
    assert error["reason"] == "concurrency_exceeded"
    assert error["upgrade_url"] == "http://testserver/pricing?plan=pro"
    assert int(response["Retry-After"]) <= 10


def test_without_quota_the_body_is_not_read(client, bob):
    metering.reserve(user=bob.user, reference="ext_running", now=timezone.now())

    response = client.generic(
        "POST",
        "/v1/extract",
        headers={"Authorization": bob.authorization},
        CONTENT_LENGTH="1000",
        CONTENT_TYPE="multipart/form-data; boundary=x",
        **{"wsgi.input": Untouchable()},
    )
    assert_error(response, 429, "rate_limited")


def test_a_fault_of_ours_is_500_processing_error_and_no_page(client, alice, settings):
    settings.BATCH_MAX_MB = None
    response = client.post("/v1/batch/extract", headers={"Authorization": alice.authorization})
    assert_error(response, 500, "processing_error")


def test_a_host_that_is_not_ours_is_answered_in_the_envelope(client, alice):
    response = client.get(
        "/v1/usage", headers={"Authorization": alice.authorization, "Host": "elsewhere.example.com"}
    )
    assert_error(response, 400, "invalid_request")


def test_a_refused_request_costs_nothing(client, alice):
    extract(client, alice, file=document(b"Dear Sir or Madam"))
    extract(client, alice, file=document(), format="xml")
    usage = metering.usage(user=alice.user, now=timezone.now())
    assert (usage.used, usage.reserved) == (0, 0)
    assert not alice.user.extractions.exists()
