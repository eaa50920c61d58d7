from django.urls import path

from extraction import addresses  # noqa: F401 - registers <rule:…>
from extraction.web.rules import making, views

RULE = "rules/<rule:public_id>"

urlpatterns = [
    path("rules", views.rule_list, name="rules"),
    path("documents/<extraction:public_id>/rule", making.offer, name="offer_rule"),
    path("documents/<extraction:public_id>/rule/make", making.make, name="make_rule"),
    path(RULE, views.rule, name="rule"),
    path(f"{RULE}/change", views.change, name="change_rule"),
    path(f"{RULE}/on", views.switch_on, name="switch_rule_on"),
    path(f"{RULE}/off", views.switch_off, name="switch_rule_off"),
    path(f"{RULE}/past", views.ask_past, name="ask_rule_past"),
    path(f"{RULE}/past/confirmed", views.apply_to_past, name="apply_rule_to_past"),
    path(f"{RULE}/delete", views.ask_delete, name="ask_delete_rule"),
    path(f"{RULE}/delete/confirmed", views.delete, name="delete_rule"),
]
