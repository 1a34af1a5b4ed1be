"""Where mail is fetched: a folder, or a box on a server."""

from pathlib import Path

from django.conf import settings

from matching.mail_in.boxes.folder import FolderBox
from matching.mail_in.boxes.server import ServerBox
from matching.mail_in.boxes.types import Box, BoxError

__all__ = ["Box", "BoxError", "is_configured", "open_box"]


def is_configured() -> bool:
    return bool(settings.INBOUND_ADDRESS and (settings.INBOUND_MAILDIR or settings.INBOUND_IMAP_HOST))


def open_box() -> Box:
    """As the settings say. Raises BoxError when it cannot be opened."""
    most = settings.INBOUND_MAX_MB * 1024 * 1024
    if settings.INBOUND_MAILDIR:
        return FolderBox(
            Path(settings.INBOUND_MAILDIR), processed=settings.INBOUND_PROCESSED_FOLDER, most_bytes=most
        )
    return ServerBox(
        host=settings.INBOUND_IMAP_HOST, port=settings.INBOUND_IMAP_PORT,
        user=settings.INBOUND_IMAP_USER, password=settings.INBOUND_IMAP_PASSWORD,
        ca_file=settings.INBOUND_IMAP_CA_FILE, folder=settings.INBOUND_IMAP_FOLDER,
        processed=settings.INBOUND_PROCESSED_FOLDER, most_bytes=most,
    )  # fmt: skip
