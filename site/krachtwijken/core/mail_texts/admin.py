"""The words of the mail in the content management; beheer keeps them."""

from wagtail.admin.panels import FieldPanel, HelpPanel, ObjectList
from wagtail.snippets.views.snippets import SnippetViewSet

from krachtwijken.core.mail_texts.forms import MailTextForm
from krachtwijken.core.mail_texts.models import MailText
from krachtwijken.core.mail_texts.views import (
    MailTextAdd,
    MailTextDelete,
    MailTextEdit,
    MailTextList,
    PreviewOfKept,
    PreviewOfNew,
)


class MailTextViewSet(SnippetViewSet):
    model = MailText
    icon = "mail"
    menu_label = "Mailteksten"
    add_to_admin_menu = True
    menu_order = 610
    copy_view_enabled = False
    # All on one page: what is looked for is found with the eye, or by the browser.
    list_per_page = 500
    index_view_class = MailTextList
    add_view_class = MailTextAdd
    edit_view_class = MailTextEdit
    delete_view_class = MailTextDelete
    preview_on_add_view_class = PreviewOfNew
    preview_on_edit_view_class = PreviewOfKept
    edit_handler = ObjectList(
        [
            HelpPanel(template="core/mail_text_help.html"),
            FieldPanel("subject"),
            FieldPanel("body"),
        ],
        base_form_class=MailTextForm,
    )
