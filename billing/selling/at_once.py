"""Several questions to Stripe at the same time, and no longer than somebody waits for a page."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor, wait
from typing import Any

from billing.gateway.errors import StripeFailed, StripeUnreachable

SECONDS = 6.0
# More at a time are not answered faster: a Stripe that hangs must not take all of the process's threads.
_askers = ThreadPoolExecutor(max_workers=16, thread_name_prefix="stripe")

Answers = dict[str, Any]


def ask(questions: Mapping[str, Callable[[], Any]], *, seconds: float = SECONDS) -> Answers:
    """The answers by the names of their questions; a `StripeFailed` where there is none in time.

    Questions are asked in other threads, and touch no database.
    """
    asked = {name: _askers.submit(question) for name, question in questions.items()}
    wait(asked.values(), timeout=seconds)
    return {name: _answer(future) for name, future in asked.items()}


def _answer(future: Future[Any]) -> Any:
    if not future.done():
        future.cancel()
        return StripeUnreachable("It took too long.")
    try:
        return future.result()
    except StripeFailed as failed:
        return failed
