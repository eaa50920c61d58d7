"""Somebody takes all their data along, closes the account, and may come back as somebody new."""

import zipfile

from playwright.sync_api import expect

from tests.people import PASSWORD
from tests.waiting import until


def test_from_the_settings_to_the_last_mail(visit, service, tmp_path):
    dora = visit()
    email = dora.sign_up()
    page = dora.go("/account")
    page.get_by_role("link", name="Download it").click()
    dora.prove_who()
    with page.expect_download() as download:
        page.get_by_role("button", name="Download the zip").click()
    download.value.save_as(tmp_path / "all.zip")
    with zipfile.ZipFile(tmp_path / "all.zip") as archive:
        assert archive.testzip() is None
        assert email in archive.read("account.json").decode()

    page = dora.go("/account/activity")
    page.get_by_label("About").select_option("The account")
    expect(page.get_by_text("All data of the account was downloaded.")).to_be_visible()
    expect(page.get_by_text("Logged in.")).to_be_hidden()

    page = dora.go("/account")
    page.get_by_role("link", name="Close it").click()
    page.get_by_label("Type the account's e-mail address").fill("somebody@else.example")
    page.get_by_role("button", name="Close the account for good").click()
    expect(page.get_by_text("That is not the address of this account.")).to_be_visible()
    page.get_by_label("Type the account's e-mail address").fill(email)
    page.get_by_role("button", name="Close the account for good").click()
    expect(page.get_by_role("heading", name="Your account is closed")).to_be_visible()
    until(lambda: f"To: {email}" in service.log and "Subject: Your account is closed" in service.log)

    dora.log_in(email)
    expect(page.get_by_text("not correct")).to_be_visible()
    page = dora.go("/accounts/signup/")
    page.get_by_label("Email").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Create account").click()
    expect(page.get_by_text("Your first invoice")).to_be_visible()
