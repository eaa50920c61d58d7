"""One account from both sides: a program with its key, and a person with a page open."""

from __future__ import annotations

from dataclasses import dataclass, field

import requests

from tests.people import PASSWORD
from tests.service import Service

EMAIL = "alice@example.com"
WITH_A_PASSWORD = f"""
from accounts.models import User
user = User.objects.get(email={EMAIL!r})
user.set_password({PASSWORD!r})
user.save()
"""


@dataclass
class Account:
    secret: str
    session: requests.Session = field(default_factory=requests.Session)

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.secret}"}

    def post_page(self, address: str, path: str, **sent: object) -> requests.Response:
        """A session of requests is not for several threads; the one person here has one page."""
        token = self.session.cookies["csrftoken"]
        headers = {"X-CSRFToken": token, "Referer": address}
        return self.session.post(  # type: ignore[arg-type]
            f"{address}{path}", headers=headers, timeout=30, allow_redirects=False, **sent
        )


def opened(service: Service, *, webhooks_to: str) -> Account:
    """On the largest plan, logged in, and told of everything that is finished."""
    secret = service.manage("create_key", EMAIL, "--plan", "business").split()[-1]
    service.manage("shell", "--command", WITH_A_PASSWORD)
    account = Account(secret)
    account.session.get(f"{service.url}/accounts/login/", timeout=30)
    entered = account.post_page(service.url, "/accounts/login/", data={"login": EMAIL, "password": PASSWORD})
    assert entered.status_code == 302, entered.text
    body = {"url": webhooks_to}
    made = requests.post(f"{service.url}/v1/webhooks", json=body, headers=account.headers, timeout=30)
    assert made.status_code == 201, made.text
    return account
