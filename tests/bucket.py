"""A bucket on a server that speaks S3, on this machine."""

from __future__ import annotations

import contextlib
import logging
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import boto3
from moto.server import ThreadedMotoServer

REGION = "us-east-1"
KEYS = {"AWS_ACCESS_KEY_ID": "testing", "AWS_SECRET_ACCESS_KEY": "testing"}


@dataclass(frozen=True)
class Bucket:
    name: str
    address: str
    client: Any

    @property
    def settings(self) -> dict[str, str]:
        """What leads a service there."""
        where = {"S3_BUCKET": self.name, "S3_ENDPOINT_URL": self.address, "S3_REGION": REGION}
        return {**where, **KEYS}

    def names(self) -> list[str]:
        return [each["Key"] for each in self.client.list_objects_v2(Bucket=self.name).get("Contents", [])]


@contextlib.contextmanager
def bucket() -> Iterator[Bucket]:
    logging.getLogger("werkzeug").setLevel(logging.WARNING)  # else a line for each request
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    address = f"http://{host}:{port}"
    given = {"aws_access_key_id": "testing", "aws_secret_access_key": "testing"}
    client = boto3.client("s3", endpoint_url=address, region_name=REGION, **given)
    name = f"invoices-{secrets.token_hex(4)}"  # the server forgets nothing while its process lives
    client.create_bucket(Bucket=name)
    try:
        yield Bucket(name, address, client)
    finally:
        client.close()
        server.stop()
