"""The form of one text. Its check tells what is wrong beside the field; a preview shows the text as it is."""

import hashlib
from typing import Any

from django import forms
from wagtail.admin.forms.models import WagtailAdminModelForm

from krachtwijken.core.mail_texts.checking import EMPTY, complaints_about
from krachtwijken.core.mail_texts.models import GONE, MailText
from krachtwijken.core.mail_texts.showing import usable_conditions, usable_fields

SAME = "Dit is de tekst van de site. Verander eerst iets, of bewaar niets."
MOVED = (
    "Iemand anders veranderde deze mail nadat u deze pagina opende. Bekijk in een nieuw tabblad wat er nu staat. "
    "Bewaart u hier nog een keer, dan vervangt u dat."
)


class MailTextForm(WagtailAdminModelForm):
    # Which text was there when the page was opened.
    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    is_preview = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, words in EMPTY.items():
            self.fields[name].error_messages["required"] = words
        self.initial["seen"] = digest_of(MailText.objects.filter(key=self.instance.key).first())

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        for name in ("subject", "body"):
            # A browser sends other line ends.
            cleaned[name] = cleaned.get(name, "").replace("\r\n", "\n").strip()
        if not self.is_preview and not self.errors:
            self._judge(cleaned["subject"], cleaned["body"])
        self.instance.failed_at = None
        return cleaned

    def tell_that_text_moved(self, now: MailText | None) -> None:
        """What was typed stays; whoever saves it again means it."""
        self.add_error("body", MOVED)
        data = self.data.copy()  # type: ignore[has-type] # Wagtail's form is not typed
        data["seen"] = digest_of(now)
        self.data = data

    def usable_fields(self) -> Any:
        return usable_fields(self.instance.mail) if self.instance.mail else []

    def usable_conditions(self) -> Any:
        return usable_conditions(self.instance.mail) if self.instance.mail else []

    def _judge(self, subject: str, body: str) -> None:
        mail = self.instance.mail
        if mail is None:
            self.add_error("body", GONE)
            return
        for name, complaints in complaints_about(mail, subject, body).items():
            self.add_error(name, complaints)
        if (subject, body) == (mail.subject, mail.body):
            self.add_error("body", SAME)


def digest_of(text: MailText | None) -> str:
    """Of what is kept now; empty while the text of the site holds."""
    return hashlib.sha256(f"{text.subject}\n{text.body}".encode()).hexdigest()[:16] if text else ""
