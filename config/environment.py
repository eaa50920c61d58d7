"""What the process learns from outside: environment variables, `.env`, and the secret it keeps for itself."""

import hashlib
import os
import secrets
import stat
from pathlib import Path

import drf_spectacular_sidecar
import environ

BASE_DIR = Path(__file__).resolve().parent.parent

env = environ.Env()
env_file = BASE_DIR / env.str("ENV_FILE", default=".env")
if env_file.exists():
    env.read_env(env_file)


def data_dir() -> Path:
    """The one folder that the service writes to. Everything worth backing up is in it."""
    folder = Path(BASE_DIR, env.str("DATA_DIR", default="var")).resolve()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)  # invoices and password hashes: for this user alone
    return folder


def swagger_ui() -> Path:
    """The page on which the API can be tried, as the package brings it; its Redoc is left out."""
    package = Path(drf_spectacular_sidecar.__file__).parent
    return package / "static" / "drf_spectacular_sidecar" / "swagger-ui-dist"


def secret_key(folder: Path) -> str:
    """`SECRET_KEY`, or one made on first start and kept readable by this user alone.

    Several processes may start at once: whoever links its file first decides, the others read it.
    """
    given = env.str("SECRET_KEY", default="")
    return given or _kept_secret(folder / "secret_key")


def counting_folder(data: Path, *, memory: Path | None) -> Path:
    """Where processes count what they do, in files mapped into memory: on no disk, if it can be avoided.

    What writes to a mapped file of a full disk is killed at once, and whatever starts anew with it.
    """
    given = env.str("METRICS_DIR", default="")
    if given:
        return Path(given)
    if memory:
        name = hashlib.sha256(str(data).encode()).hexdigest()[:16]
        own = memory / f"invoice-ocr-{os.getuid()}-{name}"
        if _is_private(own):
            return own
    return data / "metrics"


def memory_folder() -> Path | None:
    """A folder of this machine that is kept in memory; anybody may write to it."""
    folder = Path("/dev/shm")  # noqa: S108 - what is made in it is private
    return folder if os.access(folder, os.W_OK) else None


def cores() -> int:
    """How many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _is_private(folder: Path) -> bool:
    """Made by us, now or earlier, and by nobody who was there first."""
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
    except OSError:
        return False
    found = folder.lstat()
    return stat.S_ISDIR(found.st_mode) and found.st_uid == os.getuid() and not found.st_mode & 0o077


def _kept_secret(path: Path) -> str:
    if not path.exists():
        draft = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_urlsafe(64))
        try:
            path.hardlink_to(draft)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_text()
