"""What a log of requests is narrowed by, as its address says."""

from __future__ import annotations

from typing import cast

from django import forms
from django.http import QueryDict

from accounts.requests.reading import Answer, Wanted

MINUTES = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d"]


class Moment(forms.DateTimeField):
    """To the minute, UTC; a day alone is its beginning."""

    def __init__(self, label: str) -> None:
        widget = forms.DateTimeInput({"type": "datetime-local", "class": "input"}, format=MINUTES[0])
        super().__init__(label=label, required=False, input_formats=MINUTES, widget=widget)


class FilterForm(forms.Form):
    """Every part may be left out, and one that makes no sense is."""

    q = forms.CharField(
        label="Id or path",
        required=False,
        max_length=200,
        widget=forms.TextInput({"type": "search", "class": "input", "autocomplete": "off"}),
    )
    key = forms.TypedChoiceField(label="Key", required=False, coerce=int, empty_value=None)
    answer = forms.ChoiceField(label="Answer", required=False, choices=[("", "All answers"), *Answer.choices])
    after = Moment("From (UTC)")
    before = Moment("Until (UTC)")

    def __init__(self, data: QueryDict, *, keys: list[tuple[str, str]]) -> None:
        super().__init__(data, auto_id="by-%s")
        cast("forms.ChoiceField", self.fields["key"]).choices = [("", "All keys"), *keys]
        for name in ("key", "answer"):
            self.fields[name].widget.attrs["class"] = "input"

    @property
    def wanted(self) -> Wanted:
        self.is_valid()
        found = self.cleaned_data
        return Wanted(
            text=found.get("q", ""),
            key=found.get("key"),
            answer=found.get("answer", ""),
            after=found.get("after"),
            before=found.get("before"),
        )
