"""The WSGI application that gunicorn serves."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

application = get_wsgi_application()

from accounts.requests.log import LOG  # noqa: E402 - needs the apps
from config.web_worker import BoundedSocket  # noqa: E402
from extraction.jobs import lend_connection  # noqa: E402

LOG.start()  # gunicorn comes here in each of its workers, after the fork
BoundedSocket.before_waiting = staticmethod(lend_connection)  # a body may take long to come
