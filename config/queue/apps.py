"""Gives dramatiq its broker before any actor is declared."""

import dramatiq
from django.apps import AppConfig
from django.conf import settings


class QueueConfig(AppConfig):
    name = "config.queue"
    label = "queue"
    verbose_name = "Queue"

    def ready(self) -> None:
        from config.queue.setup import make_broker

        dramatiq.set_broker(make_broker(settings.BROKER_URL))
