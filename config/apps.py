"""Makes `manage.py serve` known to Django."""

from django.apps import AppConfig


class ProcessConfig(AppConfig):
    name = "config"
    verbose_name = "Process"
