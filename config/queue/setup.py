"""Which broker `BROKER_URL` means, and what it does around messages."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured
from dramatiq import Broker, Middleware
from dramatiq.middleware import TimeLimit

from config.queue.broker import DatabaseBroker
from config.queue.middleware import DieWithMaster, FreshConnections, Origin, PatientRetries


def make_broker(url: str) -> Broker:
    match urlsplit(url).scheme:
        case "database":
            return DatabaseBroker(middleware=_middleware())
        case "redis" | "rediss":
            return _redis(url)
        case "amqp" | "amqps":
            return _rabbitmq(url)
    raise ImproperlyConfigured(
        "BROKER_URL must start with database://, redis://, rediss://, amqp:// or amqps://. "
        "Leave it out to keep messages in the database."
    )


def _middleware() -> list[Middleware]:
    """dramatiq's own without those that nothing here uses: age limits, callbacks and pipelines."""
    return [TimeLimit(), PatientRetries(), DieWithMaster(), FreshConnections(), Origin()]


def _redis(url: str) -> Broker:
    from config.queue.redis import RungBroker

    # By default a message of a killed worker waits a minute, and then for one command in a thousand to look
    # for it: minutes on a quiet queue. These find it within about twenty seconds.
    return RungBroker(  # type: ignore[no-untyped-call]  # dramatiq has no types
        url=url, middleware=_middleware(), heartbeat_timeout=15_000, maintenance_chance=100_000
    )


def _rabbitmq(url: str) -> Broker:
    from dramatiq.brokers.rabbitmq import RabbitmqBroker

    return RabbitmqBroker(url=url, middleware=_middleware(), confirm_delivery=True)
