"""What was asked, in the content management: the redactie shows or hides a question, and makes or deletes none."""

from typing import Any

from wagtail.admin.panels import FieldPanel
from wagtail.admin.ui.tables import Column
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy
from wagtail.snippets.views.snippets import SnippetViewSet

from krachtwijken.core.admin_columns import YesNoColumn
from search.features.query_demand.models import AskedQuery


class ChangeOnly(ModelPermissionPolicy):
    """Superusers have every permission; here even they add and delete nothing."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action in {"view", "change"} and bool(super().user_has_permission(user, action))

    def user_has_any_permission(self, user: Any, actions: Any) -> bool:
        return any(self.user_has_permission(user, action) for action in actions)


class AskedQueryViewSet(SnippetViewSet):
    model = AskedQuery
    icon = "search"
    menu_label = "Gevraagd"
    menu_order = 300
    add_to_admin_menu = True
    list_display = [
        "query",
        "answers",
        "answered_at",
        YesNoColumn("known_words", label="Alle woorden bekend", sort_key="known_words"),
        Column(
            "moderation",
            label="Wat de redactie wil",
            accessor="get_moderation_display",
            sort_key="moderation",
        ),
    ]
    list_filter = ["moderation", "known_words"]
    ordering = ["query"]
    panels = [
        FieldPanel("query", read_only=True),
        FieldPanel("answers", read_only=True),
        FieldPanel("moderation"),
    ]


register_permission_policy(AskedQuery, ChangeOnly(AskedQuery))
