"""Mail to try the page of the loket with. Development only."""

from collections.abc import Callable
from email.message import EmailMessage

from matching.mail_in.models import IncomingMail
from matching.mail_in.services.receiving import receive_mail

MAILS = (
    (
        "Voorbeeld: vraag van een woningcorporatie",
        "Goedemiddag,\n\nMag een woningcorporatie ook een vraag stellen aan het loket? Wij horen het graag.\n",
    ),
    (
        "Voorbeeld: over een gezin",
        "Mevrouw Jansen (BSN 111222333) heeft schulden en wil geholpen worden. Wie kan haar bellen?\n",
    ),
)


def load_example_mails(*, progress: Callable[[str], None] = lambda line: None) -> int:
    """Repeatable: does nothing when there is mail already."""
    if IncomingMail.objects.exists():
        return 0
    for number, (subject, text) in enumerate(MAILS, start=1):
        mail = EmailMessage()
        mail["From"] = "Voorbeeld van Wonen <voorbeeld@wonen.example>"
        mail["To"] = "loket@krachtwijken.example"
        mail["Subject"] = subject
        mail["Message-ID"] = f"<voorbeeld.{number}@wonen.example>"
        mail.set_content(text)
        receive_mail(raw=mail.as_bytes())
    progress(f"post: {len(MAILS)} nieuw")
    return len(MAILS)
