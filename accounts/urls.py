from django.urls import path

from accounts import activity, views

urlpatterns = [
    path("account", views.account, name="account"),
    path("account/activity", activity.activity, name="account_activity"),
    path("keys", views.key_list, name="keys"),
    path("keys/new", views.new_key, name="new_key"),
    path("keys/create", views.create_key, name="create_key"),
    path("keys/<int:pk>/made", views.made_key, name="made_key"),
    path("keys/<int:pk>/limit", views.ask_limit_key, name="ask_limit_key"),
    path("keys/<int:pk>/limit/confirmed", views.limit_key, name="limit_key"),
    path("keys/<int:pk>/rotate", views.ask_rotate_key, name="ask_rotate_key"),
    path("keys/<int:pk>/rotate/confirmed", views.rotate_key, name="rotate_key"),
    path("keys/<int:pk>/revoke", views.ask_revoke_key, name="ask_revoke_key"),
    path("keys/<int:pk>/revoke/confirmed", views.revoke_key, name="revoke_key"),
    path("theme", views.choose_theme, name="theme"),
]
