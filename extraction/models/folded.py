"""Texts kept beside others for searching: the same without case and accents, and never out of step."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models

from extraction.engine.values.folding import fold

if TYPE_CHECKING:
    Text = models.CharField[str, str]
else:
    Text = models.CharField


class FoldedField(Text):
    """The beginning of another column, folded whenever the row is saved."""

    def __init__(self, *args: Any, of: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.of = of

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "of": self.of}

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        folded = fold(getattr(model_instance, self.of))[: self.max_length]
        setattr(model_instance, self.attname, folded)
        return folded
