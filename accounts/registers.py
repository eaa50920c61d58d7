"""Lists for operators, quick with any number of rows: nothing is counted to its end, the newest row comes
first by its key, and what is typed is looked up where there is an index for it.
"""

from __future__ import annotations

from functools import cached_property
from typing import cast

from django.contrib import admin
from django.core.paginator import Paginator
from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest

from accounts.models import User

MOST = 2_000  # rows that a list leads through; what is further back is searched for
MOST_OWNERS = 100  # whose address begins as typed


class BoundedPaginator(Paginator):
    """Looks no further than `MOST` rows: to count a hundred thousand takes longer than to show fifty."""

    @cached_property
    def count(self) -> int:
        rows = cast("QuerySet[Model]", self.object_list)  # a list, to other paginators
        return rows.order_by()[:MOST].count()


class Bounded(admin.ModelAdmin):
    """A list with any number of rows."""

    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    paginator = BoundedPaginator
    list_per_page = 50
    list_max_show_all = 200
    ordering = ["-pk"]


class Register(Bounded):
    """A list that can be looked at. `exact` are columns with an index, looked up as typed; `owner` leads to a
    user, who is found by the beginning of their address; `kept_from` are columns that nobody needs to see."""

    exact: tuple[str, ...] = ()
    owner = ""
    kept_from: tuple[str, ...] = ()
    search_help_text = "The beginning of an address"

    def get_exclude(self, request: HttpRequest, obj: Model | None = None) -> tuple[str, ...]:
        return self.kept_from

    def get_search_fields(self, request: HttpRequest) -> list[str]:
        """Not how it is searched, but that it can be."""
        return [*self.exact, *([self.owner] if self.owner else [])]

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Model], search_term: str
    ) -> tuple[QuerySet[Model], bool]:
        return (queryset.filter(self._found(search_term.strip())) if search_term else queryset), False

    def _found(self, term: str) -> Q:
        if self.owner and "@" in term:
            return self._owned_by(term.lower())
        found = Q(pk__in=[])
        for column in self.exact:
            found |= Q(**{column: term})
        return found

    def _owned_by(self, beginning: str) -> Q:
        """Of one owner by equality: then an index has their rows in the order of the list."""
        users = User.objects.filter(email__startswith=beginning).order_by("email")
        owners = list(users.values_list("pk", flat=True)[:MOST_OWNERS])
        return Q(**{self.owner: owners[0]}) if len(owners) == 1 else Q(**{f"{self.owner}__in": owners})

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Not by themselves; they go along with what they belong to, such as their user."""
        match, own = request.resolver_match, f"{self.opts.app_label}_{self.opts.model_name}_"
        page = (match.url_name if match else None) or ""
        return page.endswith(("_delete", "_changelist")) and not page.startswith(own)


class Lines(admin.TabularInline):
    """Below a record what belongs to it; to be looked at, too."""

    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False
