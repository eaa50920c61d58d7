"""What the process learns from outside: environment variables, `.env`, and the secret it keeps for itself."""

import os
import secrets
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


def cores() -> int:
    """How many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


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
