"""Which door a request goes through."""

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.urls import include, path

from config import contact
from config.observing import exposition
from config.system import probes
from config.system import views as system

# The admin has no door of its own: second factor and rate limits hold for it too.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]  # as allauth asks

urlpatterns = [
    path("healthz", probes.healthz, name="healthz"),
    path("readyz", probes.readyz, name="readyz"),
    path("metrics", exposition.metrics, name="metrics"),
    path("v1/", include("extraction.api.urls")),
    path("", include("extraction.web.urls")),
    path("", include("billing.urls")),
    path("", include("accounts.urls")),
    path("accounts/", include("allauth.urls")),
    path("admin/system/", admin.site.admin_view(system.system), name="system"),
    path("admin/", admin.site.urls),
    path(".well-known/security.txt", contact.security_txt, name="security_txt"),
]

handler400 = "config.handlers.bad_request"
handler403 = "config.handlers.not_allowed"
handler404 = "config.handlers.not_found"
handler429 = "config.handlers.too_many_tries"  # allauth asks for it
handler500 = "config.handlers.server_error"
