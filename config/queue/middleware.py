"""What every worker process does around its messages, whichever broker brings them."""

from __future__ import annotations

import logging
import multiprocessing
import os
import signal
import time
from typing import Any

from django.db import InterfaceError, OperationalError, close_old_connections, connections
from dramatiq import Broker, Message, MessageProxy, Middleware
from dramatiq.middleware import Retries

from config import leash, request_ids
from config.observing import lines

PAUSE_SECONDS, PAUSES = 1.0, 600  # then it is left to the sweeper

logger = logging.getLogger("jobs")


class DieWithMaster(Middleware):
    """dramatiq's master may be killed; the workers that it leaves behind finish their message and end."""

    def after_process_boot(self, broker: Broker) -> None:
        master = multiprocessing.parent_process()
        if master is not None and master.pid is not None:
            signal.signal(signal.SIGUSR1, _end)
            leash.hold(parent=master.pid, signum=signal.SIGUSR1)


def _end(signum: int, _frame: object) -> None:
    """Linux may tell of the master's death once for each of its threads, and dramatiq drops its message when
    it is asked to end a second time: so it is asked once."""
    signal.signal(signum, signal.SIG_IGN)
    os.kill(os.getpid(), signal.SIGTERM)


class Origin(Middleware):
    """What a job logs names the request and the account that asked for it, and so do the jobs that follow."""

    def before_enqueue(self, broker: Broker, message: Message[Any], delay: int | None) -> None:
        if request_ids.current():
            message.options.setdefault("request_id", request_ids.current())
        if lines.account() is not None:
            message.options.setdefault("account", lines.account())

    def before_process_message(self, broker: Broker, message: MessageProxy) -> None:
        request_ids.enter(message.options.get("request_id", ""))
        lines.work(account=message.options.get("account"), message=message.message_id)

    def after_process_message(
        self,
        broker: Broker,
        message: MessageProxy,
        *,
        result: Any = None,
        exception: BaseException | None = None,
    ) -> None:
        outcome = "failed" if exception else "done"
        logger.info("%s %s in %d ms", message.actor_name, outcome, lines.milliseconds_at_work())

    def after_ack(self, broker: Broker, message: MessageProxy) -> None:
        request_ids.leave()
        lines.rest()

    def after_nack(self, broker: Broker, message: MessageProxy) -> None:
        request_ids.leave()
        lines.rest()


class PatientRetries(Retries):
    """What failed is sent again; that the database was out of reach is no failure of the message.

    Sending may fail for the same reason. A message that is taken for done then would be lost, so it waits.
    """

    def after_process_message(
        self,
        broker: Broker,
        message: MessageProxy,
        *,
        result: Any = None,
        exception: BaseException | None = None,
    ) -> None:
        if isinstance(exception, OperationalError | InterfaceError):
            message.options["retries"] = 0
        before = dict(message.options)
        for pause in (*[PAUSE_SECONDS] * PAUSES, None):
            try:
                super().after_process_message(  # type: ignore[no-untyped-call]  # dramatiq has no types
                    broker, message, result=result, exception=exception
                )
            except Exception:
                if pause is None:
                    raise
                logger.exception("%s cannot be sent again yet.", message)
            else:
                return
            message.options.clear()
            message.options.update(before)
            close_old_connections()
            time.sleep(pause)


class FreshConnections(Middleware):
    """Django looks after its database connections around requests; messages need the same."""

    def before_process_message(self, broker: Broker, message: MessageProxy) -> None:
        close_old_connections()

    def after_ack(self, broker: Broker, message: MessageProxy) -> None:
        close_old_connections()

    def after_nack(self, broker: Broker, message: MessageProxy) -> None:
        close_old_connections()

    def before_consumer_thread_shutdown(self, broker: Broker, thread: Any) -> None:
        connections.close_all()

    def before_worker_thread_shutdown(self, broker: Broker, thread: Any) -> None:
        connections.close_all()
