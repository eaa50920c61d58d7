"""A program that calls the API over HTTP, as a customer's would."""

from __future__ import annotations

import itertools
from dataclasses import dataclass

import requests

from tests.service import Service

_numbers = itertools.count(1)


@dataclass(frozen=True)
class Caller:
    """One account with one key on a running service."""

    url: str
    secret: str

    def extract(self, data: bytes, *, name: str = "invoice.pdf", **form: str) -> requests.Response:
        headers = {"Prefer": form.pop("prefer")} if "prefer" in form else {}
        return requests.post(
            f"{self.url}/v1/extract",
            headers={**self.headers, **headers},
            files={"file": (name, data)},
            data=form,
            timeout=100,
        )

    def batch(self, files: list[tuple[str, bytes]], **form: str) -> requests.Response:
        return requests.post(
            f"{self.url}/v1/batch/extract",
            headers=self.headers,
            files=[("files[]", file) for file in files],
            data=form,
            timeout=100,
        )

    def get(self, path: str) -> requests.Response:
        return requests.get(f"{self.url}{path}", headers=self.headers, timeout=30)

    def delete(self, path: str) -> requests.Response:
        return requests.delete(f"{self.url}{path}", headers=self.headers, timeout=30)

    @property
    def used(self) -> int:
        return int(self.get("/v1/usage").json()["invoices_used"])

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.secret}"}


def caller(service: Service, *, plan: str) -> Caller:
    """A new account, so that tests that share a service do not see each other's documents."""
    email = f"caller{next(_numbers)}@example.com"
    output = service.manage("create_key", email, "--plan", plan)
    return Caller(url=service.url, secret=output.split()[-1])
