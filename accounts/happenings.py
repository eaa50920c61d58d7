"""What can happen to an account that its owner should be able to see later, and the words for each."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import TextChoices


class Happening(TextChoices):
    """The closed vocabulary of the audit log: a name for programs, and a sentence with what it happened to.

    The part of the name before the dot is its group.
    """

    ACCOUNT_OPENED = "account.opened", "The account was opened with {email}."
    ACCOUNT_EXPORTED = "account.exported", "All data of the account was downloaded."
    ACCOUNT_CLOSING = "account.closing", "The account was closed, and its deletion begun."
    ACCOUNT_CLOSED = "account.closed", "What the account held is deleted."
    ACCOUNT_LOCKED = "account.locked", "The account was locked."
    ACCOUNT_UNLOCKED = "account.unlocked", "The account was unlocked."

    LOGGED_IN = "login.succeeded", "Logged in."
    LOGGED_IN_ELSEWHERE = "login.new_place", "Logged in from an address that was not seen here before."
    LOGIN_FAILED = "login.failed", "Tries to log in that failed since the last time: {count}."
    PASSWORD_SET = "login.password_set", "A password was set."
    PASSWORD_CHANGED = "login.password_changed", "The password was changed."
    PASSWORD_RESET = "login.password_reset", "The password was set anew through a mail."
    EMAIL_ADDED = "login.email_added", "The e-mail address {email} was added."
    EMAIL_REMOVED = "login.email_removed", "The e-mail address {email} was removed."
    EMAIL_CONFIRMED = "login.email_confirmed", "The e-mail address {email} was confirmed."
    EMAIL_CHANGED = (
        "login.email_changed",
        "The account's e-mail address is now {email}. Before it was {before}.",
    )
    FACTOR_ADDED = "login.factor_added", "{factor} was added as a way to log in."
    FACTOR_REMOVED = "login.factor_removed", "{factor} was removed as a way to log in."
    FACTOR_RENEWED = "login.factor_renewed", "{factor} was made anew. What was there before no longer works."
    FACTOR_USED = "login.factor_used", "{factor} was used."

    KEY_MADE = "key.made", "The API key “{name}” ({prefix}…) was made."
    KEY_ROTATED = (
        "key.rotated",
        "The API key “{name}” got a new secret ({prefix}…). The one before ({before}…) works for a day more.",
    )
    KEY_REVOKED = "key.revoked", "The API key “{name}” ({prefix}…) was revoked."
    KEY_EDITED = "key.edited", "The API key “{name}” ({prefix}…) was changed: {changes}."

    WEBHOOK_ADDED = "webhook.added", "The webhook endpoint {id} at {host} was added."
    WEBHOOK_CHANGED = "webhook.changed", "The webhook endpoint {id} at {host} was changed: {changes}."
    WEBHOOK_SECRET_ROTATED = "webhook.secret_rotated", "The webhook endpoint {id} at {host} got a new secret."
    WEBHOOK_DISABLED = "webhook.disabled", "The webhook endpoint {id} at {host} was disabled. {because}"
    WEBHOOK_ENABLED = "webhook.enabled", "The webhook endpoint {id} at {host} was enabled."
    WEBHOOK_DELETED = "webhook.deleted", "The webhook endpoint {id} at {host} was deleted."
    WEBHOOK_URL_SECRET_ROTATED = "webhook.account_secret_rotated", "There is a new secret for webhook_url."

    RULE_MADE = "rule.made", "A rule was made. {rule}"
    RULE_CHANGED = "rule.changed", "A rule was changed. {rule}"
    RULE_SWITCHED_ON = "rule.switched_on", "A rule was switched on. {rule}"
    RULE_SWITCHED_OFF = "rule.switched_off", "A rule was switched off. {rule} {because}"
    RULE_DELETED = "rule.deleted", "A rule was deleted. {rule}"

    DOCUMENTS_DELETED = "documents.deleted", "{count} documents were deleted together."
    DOCUMENTS_EXPORTED = "documents.exported", "{count} documents were exported as {kind}."

    DOCUMENTS_KEPT = "documents.kept", "Documents are kept {kept} now. Before it was {before}."

    PLAN_CHOSEN = "plan.chosen", "{plan}, was chosen."
    PLAN_CANCELLED = "plan.cancelled", "The end of {plan} was asked for."
    PLAN_KEPT = "plan.kept", "{plan} was chosen to go on as it is."
    PLAN_CHANGED = "plan.changed", "The plan is now {plan}. Before it was {before}."
    PLAN_WILL_CHANGE = "plan.will_change", "The plan will be {plan} from {date} on."
    PLAN_STAYS = "plan.stays", "The plan stays {plan}. The change that was planned is taken back."


GROUPS = {
    "login": "Logging in and security",
    "key": "API keys",
    "webhook": "Webhooks",
    "rule": "Vendor rules",
    "documents": "Documents",
    "plan": "Plan",
    "account": "The account",
}


def sentence(name: str, about: Mapping[str, str]) -> str:
    """In plain words. A name of an earlier release that is no longer known stands for itself."""
    if name not in Happening:
        return name
    return str(Happening(name).label).format_map(_Known(about)).strip()


class _Known(dict[str, str]):
    """What an entry of an earlier release does not say is left out."""

    def __missing__(self, key: str) -> str:
        return ""
