"""Settings: all from the environment (README lists them), every default safe on one machine."""

import os
from urllib.parse import urlsplit

from csp.constants import NONCE, NONE, SELF

from config.environment import (
    BASE_DIR,
    cores,
    counting_folder,
    data_dir,
    env,
    memory_folder,
    secret_key,
    swagger_ui,
)
from extraction.engine.release import VERSION

DATA_DIR = data_dir()

# --- the process -----------------------------------------------------------------------------

DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = secret_key(DATA_DIR)
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])  # while a new one takes over

# Where people reach the service. Its scheme decides about secure cookies and redirects to HTTPS.
SITE_URL = env.str("SITE_URL", default="").rstrip("/")
_site = urlsplit(SITE_URL)
IS_HTTPS = _site.scheme == "https"
# For security.txt: `mailto:security@example.com` or the https address of a form. Without it there is none.
SECURITY_CONTACT = env.str("SECURITY_CONTACT", default="")

ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
if _site.hostname:
    ALLOWED_HOSTS.append(_site.hostname)
CSRF_TRUSTED_ORIGINS = [SITE_URL] if SITE_URL else []

INSTALLED_APPS = [
    "config",
    "config.queue",
    "accounts",
    "billing",
    "extraction",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "django_htmx",
    "rest_framework",
]

MIDDLEWARE = [
    "config.request_ids.middleware",
    "config.observing.lines.middleware",
    "config.observing.requests.middleware",
    "config.request_log.middleware",
    "accounts.actors.middleware",
    "config.own_pages.middleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "config.whole_bodies.middleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "csp.middleware.CSPMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "extraction.api.keyed.middleware",
    "config.handlers.middleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
            ],
        },
    }
]

LANGUAGE_CODE = "en"
TIME_ZONE = "UTC"
USE_TZ = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- where things are kept -------------------------------------------------------------------

DATABASES = {"default": env.db_url("DATABASE_URL", default=f"sqlite:///{DATA_DIR / 'db.sqlite3'}")}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["ENGINE"] = "config.sqlite"
    # IMMEDIATE takes the write lock at the start of a transaction, so that two of them queue up
    # instead of failing half way. FULL survives a power cut, not only a killed process.
    DATABASES["default"].setdefault("OPTIONS", {}).update(
        {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-4000;",
        }
    )
    # Opening one costs as much as ten queries, so each thread keeps its connection.
    DATABASES["default"]["CONN_MAX_AGE"] = 600
    DATABASES["default"]["TEST"] = {"NAME": DATA_DIR / "test.sqlite3"}  # threads cannot share :memory:
else:
    DATABASES["default"]["ENGINE"] = "config.postgres"
    DATABASES["default"]["CONN_MAX_AGE"] = 0
    DATABASES["default"].setdefault("OPTIONS", {})["pool"] = {"min_size": 1, "max_size": 24, "timeout": 20}
    # The server plans what a connection asks again and again once. What stands between and gives each
    # transaction another connection, such as PgBouncer, knows nothing of that, nor of cursors.
    if env.bool("PREPARED_STATEMENTS", default=True):
        DATABASES["default"]["OPTIONS"] |= {"server_side_binding": True, "prepare_threshold": 5}
    else:
        DATABASES["default"]["DISABLE_SERVER_SIDE_CURSORS"] = True

# Rate limits must count the same in every process; the table is made with the others.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},  # with few, a crowd would push out what a rate limit counts
    }
}

# Documents: a folder of this machine, or a bucket, where several machines need the same.
S3_BUCKET = env.str("S3_BUCKET", default="")
_folder = {
    "BACKEND": "config.durable.DurableStorage",
    "OPTIONS": {"location": DATA_DIR / "files"},
}
_bucket = {
    "BACKEND": "storages.backends.s3.S3Storage",
    "OPTIONS": {
        "bucket_name": S3_BUCKET,
        "endpoint_url": env.str("S3_ENDPOINT_URL", default=None),
        "region_name": env.str("S3_REGION", default=None),
        "default_acl": None,  # the bucket's own rules
        "file_overwrite": True,  # names are random: to ask whether one is free would cost a request
        "signature_version": "s3v4",
    },
}
STORAGES = {
    "default": _bucket if S3_BUCKET else _folder,
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_ROOT = BASE_DIR / "public"  # what browsers and robots ask for at the root
WHITENOISE_MIMETYPES = {".webmanifest": "application/manifest+json"}
STATIC_URL = "static/"
STATIC_ROOT = DATA_DIR / "static"
STATIC_ROOT.mkdir(exist_ok=True)
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700
STATICFILES_DIRS = [
    BASE_DIR / "static",
    ("pictures", BASE_DIR / "docs" / "pictures"),
    ("vendor/swagger-ui", swagger_ui()),
]

# --- the queue -------------------------------------------------------------------------------

# "database://" keeps messages in the database itself; redis://… and amqp://… are used as they are.
BROKER_URL = env.str("BROKER_URL", default="database://")

# --- people ----------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

_email = env.email_url("EMAIL_URL", default="consolemail://")
EMAIL_BACKEND = _email["EMAIL_BACKEND"]
EMAIL_HOST = _email.get("EMAIL_HOST") or "localhost"
EMAIL_PORT = _email.get("EMAIL_PORT") or 25
EMAIL_HOST_USER = _email.get("EMAIL_HOST_USER") or ""
EMAIL_HOST_PASSWORD = _email.get("EMAIL_HOST_PASSWORD") or ""
EMAIL_USE_TLS = _email.get("EMAIL_USE_TLS", False)
EMAIL_USE_SSL = _email.get("EMAIL_USE_SSL", False)
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="Invoice OCR <invoices@localhost>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
MAILS_ARE_SENT = EMAIL_BACKEND == "django.core.mail.backends.smtp.EmailBackend"

LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "dashboard"
LOGOUT_REDIRECT_URL = "home"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory" if MAILS_ARE_SENT else "optional"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_EMAIL_NOTIFICATIONS = True  # whoever owns an account hears of changes to how one gets in
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if IS_HTTPS else "http"
ACCOUNT_REAUTHENTICATION_REQUIRED = True
MFA_ALLOW_UNVERIFIED_EMAIL = not MAILS_ARE_SENT  # nobody could verify it then
MFA_ADAPTER = "accounts.second_factor.SealingAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Invoice OCR"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not IS_HTTPS
# How many proxies stand in front and add to X-Forwarded-For: rate limits count the address before them.
# Nothing here speaks TLS, so where the site is reached by HTTPS there is one.
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", default=1 if IS_HTTPS else 0)

# Different wrong API keys that may come from one address in a minute; then it waits for one.
WRONG_KEYS_PER_MINUTE = env.int("WRONG_KEYS_PER_MINUTE", default=20)

# --- what leaves the server ------------------------------------------------------------------

SECURE_SSL_REDIRECT = IS_HTTPS
SECURE_REDIRECT_EXEMPT = [
    "^healthz$",
    "^readyz$",
    "^metrics$",
]  # asked for from within, not through the proxy
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if ALLAUTH_TRUSTED_PROXY_COUNT else None
SECURE_HSTS_SECONDS = env.int("HSTS_SECONDS", default=31_536_000 if IS_HTTPS else 0)
# For this host alone: other hosts of its domain, and the browsers' preload lists, are not ours to decide.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
SECURE_REFERRER_POLICY = "same-origin"
CSRF_FAILURE_VIEW = "config.handlers.form_refused"
SESSION_COOKIE_SECURE = IS_HTTPS
CSRF_COOKIE_SECURE = IS_HTTPS
CSRF_COOKIE_HTTPONLY = True  # scripts of ours take the token from the form that they send
if IS_HTTPS:  # browsers let nobody else set these: no other host of the domain, and not without TLS
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-session", "__Host-csrf"
X_FRAME_OPTIONS = "DENY"
# Nothing here asks a browser for any of it, so a script that got in could not either.
_not_asked_for = (
    "accelerometer", "autoplay", "camera", "display-capture", "fullscreen", "geolocation", "gyroscope",
    "magnetometer", "microphone", "midi", "payment", "usb",
)  # fmt: skip
PERMISSIONS_POLICY: dict[str, list[str]] = {feature: [] for feature in _not_asked_for}
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

# --- uploads ---------------------------------------------------------------------------------

FILE_UPLOAD_TEMP_DIR = DATA_DIR / "tmp"
FILE_UPLOAD_TEMP_DIR.mkdir(exist_ok=True)
FILE_UPLOAD_HANDLERS = [
    "extraction.receiving.CountingHandler",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
BATCH_MAX_MB = env.int("BATCH_MAX_MB", default=2048)  # all files of a batch together
DATA_UPLOAD_MAX_NUMBER_FILES = 501  # one more than the largest batch: our own count answers first
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000  # a part of a long table, and every row of taxes that there may be

# --- the API ---------------------------------------------------------------------------------

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["accounts.authentication.ApiKeyAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["extraction.api.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": [
        "rest_framework.parsers.MultiPartParser",
        "rest_framework.parsers.FormParser",
    ],
    "EXCEPTION_HANDLER": "extraction.api.errors.handle",
    "DEFAULT_CONTENT_NEGOTIATION_CLASS": "extraction.api.negotiation.IgnoreAcceptHeader",
    "DEFAULT_PAGINATION_CLASS": None,
    "UNAUTHENTICATED_USER": None,
    "DEFAULT_METADATA_CLASS": None,  # /v1/openapi.json says more than OPTIONS could
    "DEFAULT_SCHEMA_CLASS": "extraction.api.schema.inspection.Inspection",
    "URL_FORMAT_OVERRIDE": None,  # `format` is a parameter of ours
}
SPECTACULAR_SETTINGS = {
    "OAS_VERSION": "3.1.0",
    "TITLE": "Invoice OCR",
    "VERSION": "1",
    "DESCRIPTION": "Send an invoice, a receipt or a credit note; get its fields as JSON or CSV.",
    "TAGS": [
        {"name": "Documents", "description": "One document at a time, and all that were sent."},
        {"name": "Batches", "description": "Many documents in one request."},
        {"name": "Webhooks", "description": "Results that come by themselves, and what was sent."},
        {"name": "Account", "description": "What the plan allows and what is used of it."},
        {"name": "About", "description": "The API itself."},
    ],
    "PREPROCESSING_HOOKS": ["extraction.api.schema.openapi.named_like_the_reference"],
    "POSTPROCESSING_HOOKS": [],
}

# --- Stripe ----------------------------------------------------------------------------------

# Without a key nothing is sold: plans are given by `manage.py set_plan`.
STRIPE_SECRET_KEY = env.str("STRIPE_SECRET_KEY", default="")
STRIPE_WEBHOOK_SECRET = env.str("STRIPE_WEBHOOK_SECRET", default="")
STRIPE_API_URL = env.str("STRIPE_API_URL", default="https://api.stripe.com")
# Its pages on which people pay: browsers let our forms lead there and nowhere else.
_usual_pages = ["https://checkout.stripe.com", "https://billing.stripe.com", "https://invoice.stripe.com"]
_is_the_real_one = STRIPE_API_URL == "https://api.stripe.com"
STRIPE_PAGES = env.list("STRIPE_PAGES", default=_usual_pages if _is_the_real_one else [STRIPE_API_URL])
if STRIPE_SECRET_KEY:
    CONTENT_SECURITY_POLICY["DIRECTIVES"]["form-action"] += STRIPE_PAGES
STRIPE_AUTOMATIC_TAX = env.bool("STRIPE_AUTOMATIC_TAX", default=False)
STRIPE_TAX_IDS = env.bool("STRIPE_TAX_IDS", default=STRIPE_AUTOMATIC_TAX)  # asked for at the checkout
STRIPE_PROMOTION_CODES = env.bool("STRIPE_PROMOTION_CODES", default=False)
OPERATOR_EMAIL = env.str("OPERATOR_EMAIL", default="")  # told of what only they can put right at Stripe
GRACE_DAYS = env.int("GRACE_DAYS", default=14)  # that a plan goes on after a payment failed

# --- webhooks --------------------------------------------------------------------------------

# For tests and for receivers under development: lets webhooks go to this machine, and over plain http.
WEBHOOKS_MAY_CALL_PRIVATE = env.bool("WEBHOOKS_MAY_CALL_PRIVATE", default=False)

# --- the engine ------------------------------------------------------------------------------

# Documents read at the same time: single ones, and beside them those of batches. 0: one per core, at most 4
WORKERS = env.int("WORKERS", default=0) or min(cores(), 4)
BULK_WORKERS = env.int("BULK_WORKERS", default=0) or WORKERS
SYNC_WAITERS = env.int("SYNC_WAITERS", default=48)  # requests of one web process that may wait for results
SYNC_WAIT_SECONDS = env.float("SYNC_WAIT_SECONDS", default=60.0)
ENGINE_DEADLINE_SECONDS = env.float("ENGINE_DEADLINE_SECONDS", default=50.0)
ENGINE_MEMORY_MB = env.int("ENGINE_MEMORY_MB", default=2560)  # really used; more is refused as hostile
ENGINE_ADDRESS_SPACE_MB = env.int("ENGINE_ADDRESS_SPACE_MB", default=8192)  # mapped, used or not
ENGINE_DOCUMENTS_PER_CHILD = env.int("ENGINE_DOCUMENTS_PER_CHILD", default=100)
ENGINE_IDLE_SECONDS = env.float("ENGINE_IDLE_SECONDS", default=300.0)  # then its memory is given back
ENGINE_NICENESS = env.int("ENGINE_NICENESS", default=0)  # set by `config.programs` for those of batches
JOB_LEASE_SECONDS = env.float(
    "JOB_LEASE_SECONDS", default=6.0
)  # shorter than a message's, which then finds it free
JOB_MAX_ATTEMPTS = env.int("JOB_MAX_ATTEMPTS", default=3)
SWEEP_SECONDS = env.float("SWEEP_SECONDS", default=15.0)  # between looks for what was forgotten or is due
RETENTION_DAYS = env.int("RETENTION_DAYS", default=0)  # 0: documents are kept until they are deleted

# --- what the operator sees ------------------------------------------------------------------

# Read by prometheus_client when it is loaded, so it stands in the environment, of child processes too.
METRICS_DIR = counting_folder(DATA_DIR, memory=memory_folder())
METRICS_DIR.mkdir(parents=True, exist_ok=True)
os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(METRICS_DIR)
BELLS_DIR = METRICS_DIR / "bells"  # sockets by which processes of this machine wake each other
METRICS_TOKEN = env.str("METRICS_TOKEN", default="")
METRICS_PORT = env.int("METRICS_PORT", default=0)  # for parts of the service that listen nowhere else

LOG_FORMAT = env.str("LOG_FORMAT", default="plain")  # or "json": an object a line
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {"format": "%(asctime)s %(levelname)-7s %(name)s%(prefix)s: %(message)s"},
        "json": {"()": "config.observing.lines.AsJson"},
    },
    "filters": {"named": {"()": "config.observing.lines.Named"}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": LOG_FORMAT, "filters": ["named"]},
    },
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="INFO")},
    "loggers": {
        "stripe": {"level": "WARNING"},  # else two lines for each call
        "django.server": {"propagate": True, "handlers": []},
        # Scanners ask for other hosts all day; their answer is a 400 and no line in the log.
        "django.security.DisallowedHost": {"propagate": False, "handlers": []},
    },
}
if sentry := env.str("SENTRY_DSN", default=""):
    from config.observing import faults  # 4 MB of memory in every process

    faults.report_to(sentry, release=VERSION, environment=_site.hostname or "development")
