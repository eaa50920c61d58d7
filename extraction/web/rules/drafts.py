"""A rule that somebody is about to make or to change: what it says, and how it does on the past."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from accounts.models import User
from extraction.memory import rules, sentences, subjects, trying
from extraction.memory.saying import Saying
from extraction.memory.trying import Outcome, Trial
from extraction.memory.vendors import Known
from extraction.models import VendorRule
from extraction.web.rules import forms, rows
from extraction.web.rules.forms import SayingForm
from extraction.web.rules.rows import TrialRow


@dataclass(frozen=True, slots=True)
class Choice:
    """One way to say it; `query` leads to the page with it filled in."""

    words: str
    query: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Draft:
    """`sentence` and `trial` are there once what is filled in can be understood."""

    path: str
    subject: str
    vendor: Known
    known_by: str
    form: SayingForm
    choices: Sequence[Choice]
    rivals: Sequence[str]
    sentence: str = ""
    trial: Trial | None = None

    @property
    def rows(self) -> list[TrialRow]:
        return rows.of_trial(self.trial, self.path) if self.trial else []

    @property
    def summary(self) -> list[str]:
        return rows.summary(self.trial) if self.trial else []

    @property
    def contradictions(self) -> int:
        return self.trial.counts[Outcome.CONTRADICTS] if self.trial else 0

    @property
    def changes(self) -> int:
        return self.trial.counts[Outcome.CHANGES] if self.trial else 0


def of(
    user: User,
    *,
    vendor: Known,
    path: str,
    form: SayingForm,
    proposed: Sequence[Saying] = (),
    but: VendorRule | None = None,
) -> Draft:
    """With its trial, if the form is valid. `but` is the rule itself, where there is one already."""
    says = form.saying() if form.is_valid() else None
    rivals = rules.rivals(user, vendor=vendor, path=path, but=but) if vendor.is_known else []
    return Draft(
        path=path,
        subject=subjects.spoken(path),
        vendor=vendor,
        known_by=rows.known_by(vendor),
        form=form,
        choices=_choices(path, form, says, proposed),
        rivals=[rules.sentence(rule) for rule in rivals],
        sentence=sentences.whole(vendor.name, path, says) if says else "",
        trial=trying.of(user, vendor, path, says) if says else None,
    )


def _choices(path: str, form: SayingForm, says: Saying | None, proposed: Sequence[Saying]) -> list[Choice]:
    """What was proposed, and each kind that was not, to be filled in by hand."""
    made = [
        Choice(sentences.of(path, each), urlencode({"path": path, **forms.data_of(each)}), each == says)
        for each in proposed
    ]
    known = {forms.data_of(each)["kind"] for each in proposed}
    by_hand = {"always": "always the same, to be typed", "beside": "beside words, to be typed"}
    is_made = any(choice.is_chosen for choice in made)
    return made + [
        Choice(by_hand[kind], urlencode({"path": path, "kind": kind}), not is_made and form.kind == kind)
        for kind in forms.kinds(path)
        if kind not in known and kind in by_hand
    ]
