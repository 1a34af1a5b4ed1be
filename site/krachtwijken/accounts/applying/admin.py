"""The list of mail domains in the content management; beheer keeps it."""

from wagtail.snippets.views.snippets import SnippetViewSet

from krachtwijken.accounts.models import MailDomain


class MailDomainViewSet(SnippetViewSet):
    model = MailDomain
    icon = "mail"
    menu_label = "Maildomeinen"
    add_to_admin_menu = True
    menu_order = 620
    list_display = ["domain", "gemeente"]
    list_filter = ["gemeente"]
    search_fields = ["domain"]
    copy_view_enabled = False
