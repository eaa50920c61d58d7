"""What is nobody's fault and passes: a disk that is full or read-only, a database or storage out of reach."""

from __future__ import annotations

import errno

from django.db import InterfaceError, OperationalError

from extraction.together import Undone
from extraction.uploads import StorageUnavailable

RETRY_SECONDS = 10
NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS, errno.EIO, errno.EMFILE, errno.ENFILE}


def is_one(error: BaseException | None) -> bool:
    """What breaks off with it has made nothing and can be sent again as it is."""
    if isinstance(error, OSError):
        return error.errno in NO_ROOM
    return isinstance(error, StorageUnavailable | Undone | OperationalError | InterfaceError)
