"""manage.py create_key EMAIL [--plan business]"""

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone

from accounts import actors, audit, keys
from accounts.happenings import Happening
from accounts.keys import Issued
from accounts.models import User
from billing import subscriptions
from billing.plans import PLANS


class Command(BaseCommand):
    help = "Make an API key, and the account if there is none. The key is the last word of the output."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--plan", choices=PLANS, help="set the account's plan as well")
        parser.add_argument("--name", default="Command line", help="what the key is listed as")

    def handle(self, *args: Any, email: str, plan: str | None, name: str, **options: Any) -> None:
        try:
            validate_email(email)
        except ValidationError as error:
            raise CommandError(f"{email!r} is not an e-mail address.") from error
        call_command("prepare")  # it may be the first thing that is done here
        now = timezone.now()
        with actors.acting(actors.OPERATOR), transaction.atomic():
            issued = _issued(email, plan=plan, name=name, now=now)
        user, secret = issued.key.user, issued.secret
        name_of_plan = subscriptions.plan_for(user, now=now).name
        self.stdout.write(f"Key for {user.email}, plan {name_of_plan}, shown once: {secret}")


def _issued(email: str, *, plan: str | None, name: str, now: datetime) -> Issued:
    user = User.objects.filter(email__iexact=email).first() or _opened(email)
    if plan:
        try:
            subscriptions.set_plan(user=user, plan=PLANS[plan])
        except subscriptions.HeldByStripe as error:
            raise CommandError(str(error)) from error
    return keys.issue(user=user, name=name, now=now)


def _opened(email: str) -> User:
    user = User.objects.create_user(email)
    audit.record(Happening.ACCOUNT_OPENED, user=user, email=user.email)
    return user
