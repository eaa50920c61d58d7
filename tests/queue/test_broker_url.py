"""BROKER_URL chooses the broker."""

import pytest
from django.core.exceptions import ImproperlyConfigured
from dramatiq.brokers.rabbitmq import RabbitmqBroker

from config.queue.broker import DatabaseBroker
from config.queue.redis import RungBroker
from config.queue.setup import make_broker


@pytest.mark.parametrize(
    ("url", "kind"),
    [
        ("database://", DatabaseBroker),
        ("redis://127.0.0.1:6379/1", RungBroker),
        ("rediss://127.0.0.1:6379/1", RungBroker),
        ("amqp://guest:guest@127.0.0.1:5672", RabbitmqBroker),
    ],
)
def test_a_known_scheme_chooses_its_broker(url, kind):
    assert type(make_broker(url)) is kind


@pytest.mark.parametrize("url", ["", "kafka://127.0.0.1", "127.0.0.1:6379"])
def test_any_other_url_is_refused_in_words(url):
    with pytest.raises(ImproperlyConfigured, match="BROKER_URL must start with database://"):
        make_broker(url)


def test_redis_finds_the_messages_of_a_killed_worker_within_seconds():
    broker = make_broker("redis://127.0.0.1:6379/1")
    assert broker.heartbeat_timeout == 15_000
    assert broker.maintenance_chance == 100_000


def test_only_the_database_s_messages_join_the_transaction():
    assert make_broker("database://").joins_transaction
    assert not hasattr(make_broker("redis://127.0.0.1:6379/1"), "joins_transaction")
