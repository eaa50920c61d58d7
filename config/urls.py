"""Which door a request goes through."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("v1/", include("extraction.api.urls")),
    path("", include("extraction.web.urls")),
    path("", include("billing.urls")),
    path("", include("accounts.urls")),
    path("accounts/", include("allauth.urls")),
    path("admin/", admin.site.urls),
]

handler400 = "config.handlers.bad_request"
handler403 = "config.handlers.forbidden"
handler404 = "config.handlers.not_found"
handler500 = "config.handlers.server_error"
