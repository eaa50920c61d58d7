"""What a rule says, as people fill it in: a form for each kind."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from django import forms

from extraction.corrections import habits, places, typed
from extraction.engine.values.dates import Order
from extraction.memory import saying, sentences, shapes, sheets, subjects
from extraction.memory.saying import Always, Beside, Saying, Where, Which, Without
from extraction.models import VendorRule

Kind = VendorRule.Kind

LONGEST_SHAPE = 40
SHORTEST_LABEL = 2  # letters and figures
WHERE = [
    (Where.RIGHT, "to the right of these words"),
    (Where.END, "at the end of their line"),
    (Where.BELOW, "below them"),
]
WHICH = [(Which.FIRST, "the first place that has them"), (Which.LAST, "the last place that has them")]


class SayingForm(forms.Form):
    """One kind of saying about the value at `path`; `alike` is how that was written from which it came."""

    kind: Kind

    def __init__(self, data: Mapping[str, Any] | None, *, path: str, alike: str = "") -> None:
        super().__init__(data)
        self.path, self.alike = path, alike

    def saying(self) -> Saying:
        """What is filled in, once it is valid."""
        raise NotImplementedError


class AlwaysForm(SayingForm):
    kind = Kind.ALWAYS
    value = forms.CharField(
        label="Always this value",
        max_length=saying.LONGEST_TEXT,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": "Say what it always is."},
    )

    def clean_value(self) -> str:
        kind = places.kind(self.path) or "text"
        try:
            return str(typed.read(self.cleaned_data["value"], kind, habits.of({})))
        except typed.NotAValue as fault:
            raise forms.ValidationError(str(fault)) from fault

    def saying(self) -> Saying:
        return Always(self.cleaned_data["value"])


class BesideForm(SayingForm):
    kind = Kind.BESIDE
    label = forms.CharField(
        label="Words on the page",
        max_length=saying.LONGEST_LABEL,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": "Say beside which words it stands."},
        help_text="As they are printed. Capitals, accents and signs do not count.",
    )
    where = forms.ChoiceField(label="The value stands", choices=WHERE, required=False)
    which = forms.ChoiceField(label="Counted is", choices=WHICH, required=False)
    shape = forms.ChoiceField(label="Written", required=False)
    order = forms.ChoiceField(label="Dates in figures", required=False)

    def __init__(self, data: Mapping[str, Any] | None, *, path: str, alike: str = "") -> None:
        super().__init__(data, path=path, alike=alike)
        _leave(self, "shape", [("", "in any way"), (alike, shapes.in_words(alike))] if alike else [])
        orders = [("", "as the page shows"), *((each, words) for each, words in sentences.ORDERS.items())]
        _leave(self, "order", orders if subjects.kind(path) == "day" else [])

    def clean_label(self) -> str:
        label = " ".join(self.cleaned_data["label"].split())
        if len(sheets.key(label)) < SHORTEST_LABEL:
            raise forms.ValidationError("Give at least two letters or figures.")
        return label

    def saying(self) -> Saying:
        found = self.cleaned_data
        return Beside(
            label=found["label"],
            where=Where(found["where"] or Where.RIGHT),
            which=Which(found["which"] or Which.FIRST),
            shape=found.get("shape", ""),
            order=Order(found["order"]) if found.get("order") else None,
        )


class WithoutForm(SayingForm):
    kind = Kind.WITHOUT
    beginning = forms.CharField(
        label="Rows that begin with",
        min_length=saying.SHORTEST_BEGINNING,
        max_length=saying.LONGEST_LABEL,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={
            "required": "Say how the rows begin.",
            "min_length": "Give at least three letters: shorter words begin too many rows.",
        },
        help_text="Capitals and accents do not count. The sums of the invoice stay as they are.",
    )

    def saying(self) -> Saying:
        return Without(" ".join(self.cleaned_data["beginning"].split()))


FORMS: dict[Kind, type[SayingForm]] = {form.kind: form for form in (AlwaysForm, BesideForm, WithoutForm)}


def kinds(path: str) -> list[Kind]:
    """Those that the value at a path can have."""
    fits = {
        Kind.ALWAYS: subjects.may_be_always,
        Kind.BESIDE: subjects.may_be_beside,
        Kind.WITHOUT: subjects.may_be_without,
    }
    return [kind for kind, may_be in fits.items() if may_be(path)]


def filled_in(path: str, data: Mapping[str, Any]) -> SayingForm:
    """The form for the kind that the data names; the first that the path can have where it names none.

    Where nothing else is filled in yet, nothing is wrong with it yet.
    """
    kind = data.get("kind")
    if kind not in kinds(path):
        kind = kinds(path)[0]
    form = FORMS[Kind(kind)]
    given = data if any(name in data for name in form.base_fields) else None
    alike = str(data.get("alike") or data.get("shape") or "")[:LONGEST_SHAPE]
    return form(given, path=path, alike=alike)


def data_of(says: Saying) -> dict[str, str]:
    """What the form sends for a saying."""
    return {"kind": saying.kind_of(says), **{name: str(value) for name, value in saying.kept(says).items()}}


def _leave(form: forms.Form, name: str, choices: list[tuple[str, str]]) -> None:
    """These choices, or no field where there is nothing to choose."""
    if choices:
        cast("forms.ChoiceField", form.fields[name]).choices = choices
    else:
        del form.fields[name]
