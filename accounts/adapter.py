"""How allauth writes to people: as every other mail here, and never at the cost of what it tells of."""

from __future__ import annotations

import ipaddress
import logging
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.http import HttpRequest

from accounts import agents, mails
from accounts.models import User

logger = logging.getLogger(__name__)


class AccountAdapter(DefaultAccountAdapter):
    def get_client_ip(self, request: HttpRequest) -> str:
        """An IPv4 address that came in by IPv6 is itself: else all of them were neighbours to rate limits."""
        address = ipaddress.ip_address(super().get_client_ip(request))
        return str(getattr(address, "ipv4_mapped", None) or address)

    def render_mail(self, *args: Any, **kwargs: Any) -> EmailMessage:
        message: EmailMultiAlternatives = super().render_mail(*args, **kwargs)
        mails.attach_page(message)
        return message

    def send_notification_mail(
        self,
        template_prefix: str,
        user: User,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """What it tells of has happened: a mail server that fails must not look as if it had not."""
        agent = agents.named(self.get_http_user_agent(self.request))
        try:
            super().send_notification_mail(template_prefix, user, {**(context or {}), "agent": agent}, email)
        except OSError as error:
            logger.warning("%s was not sent to user %s: %s", template_prefix, user.pk, error)
