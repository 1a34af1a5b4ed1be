"""Mail of libraries, such as what Wagtail sends about a review or a comment: written down in the transaction of the change,
sent by the worker. Without it a page would wait for the mail server, and a mail would leave for a change that was undone."""

from collections.abc import Sequence
from uuid import uuid4

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from krachtwijken.core.mail import queue_text


class OutboxBackend(BaseEmailBackend):
    """One mail to each receiver; the text only: no library here attaches anything."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        for message in email_messages:
            for receiver in message.recipients():
                queue_text(
                    to=receiver,
                    subject=" ".join(str(message.subject).split()),
                    body=str(message.body),
                    key=f"library:{uuid4().hex}",
                )
        return len(email_messages)
