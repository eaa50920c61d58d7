"""The WSGI application that gunicorn serves: loaded once, with every page, and forked into each worker."""

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import resolve

gc.disable()  # what is loaded stays: to look through it for garbage would take a fifth of the time
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

application = get_wsgi_application()
resolve("/")  # loads the pages, which the first visitor would else wait for

from accounts.requests.log import LOG  # noqa: E402 - needs the apps
from config import heartbeat  # noqa: E402 - as above
from config.web_worker import BoundedSocket  # noqa: E402 - as above
from extraction.jobs import lend_connection  # noqa: E402 - as above

BoundedSocket.before_waiting = staticmethod(lend_connection)  # a body may take long to come
gc.freeze()
gc.enable()


def begin() -> None:
    """In each worker: threads do not follow into a fork."""
    heartbeat.begin_after_fork()
    LOG.start()
