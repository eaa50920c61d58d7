"""manage.py create_key EMAIL [--plan business]"""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email
from django.utils import timezone

from accounts import keys
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
        user = User.objects.filter(email__iexact=email).first() or User.objects.create_user(email)
        if plan:
            subscriptions.set_plan(user=user, plan=PLANS[plan])
        now = timezone.now()
        issued = keys.issue(user=user, name=name, now=now)
        name_of_plan = subscriptions.plan_for(user, now=now).name
        self.stdout.write(f"Key for {user.email}, plan {name_of_plan}, shown once: {issued.secret}")
