"""Lists are read by cursor: a page stays what it was while new documents come in."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from rest_framework.exceptions import NotFound
from rest_framework.pagination import CursorPagination

from extraction.api.errors import InvalidRequest


class NewestFirst(CursorPagination):
    ordering = ("-created_at", "-id")
    page_size = 20
    page_size_query_param = "limit"
    max_page_size = 100

    def paginate_queryset(self, *args: Any, **kwargs: Any) -> Any:
        try:
            return super().paginate_queryset(*args, **kwargs)
        except (NotFound, ValidationError) as error:
            raise InvalidRequest("`cursor` is not one that this list gave out.") from error
