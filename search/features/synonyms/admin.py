"""The table of words in the content management."""

from wagtail.snippets.views.snippets import SnippetViewSet

from krachtwijken.core.admin_columns import YesNoColumn
from search.features.synonyms.models import WordEntry


class WordEntryViewSet(SnippetViewSet):
    model = WordEntry
    icon = "search"
    menu_label = "Zoekwoorden"
    add_to_admin_menu = True
    menu_order = 350
    list_display = [
        "term",
        "alternatives",
        "kind",
        YesNoColumn("active", label="In gebruik", sort_key="active"),
    ]
    list_filter = ["kind", "active"]
    search_fields = ["term", "alternatives"]
    copy_view_enabled = False
