"""manage.py set_plan EMAIL PLAN"""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts import actors
from accounts.models import User
from billing import subscriptions
from billing.plans import PLANS


class Command(BaseCommand):
    help = "Put an account on a plan."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        parser.add_argument("plan", choices=PLANS)

    def handle(self, *args: Any, email: str, plan: str, **options: Any) -> None:
        user = User.objects.filter(email__iexact=email).first()
        if user is None:
            raise CommandError(f"There is no account for {email}.")
        try:
            with actors.acting(actors.OPERATOR):
                subscriptions.set_plan(user=user, plan=PLANS[plan])
        except subscriptions.HeldByStripe as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{user.email} is on {PLANS[plan].name}.")
