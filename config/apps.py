"""Makes `manage.py serve` known to Django, and programs that run for long known to the operator."""

from django.apps import AppConfig

from config import heartbeat


class ProcessConfig(AppConfig):
    name = "config"
    verbose_name = "Process"

    def ready(self) -> None:
        heartbeat.begin()
