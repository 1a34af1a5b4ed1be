"""A box on a server, by IMAP over TLS (the standard library's imaplib). No Django."""

import imaplib
import re
import ssl
from collections.abc import Callable, Iterator
from typing import Any

from matching.mail_in.boxes.types import BEGINNING, BoxError, Fetched

TIMEOUT_SECONDS = 20
_SIZE = re.compile(rb"RFC822\.SIZE (\d+)")


class ServerBox:
    """The connection is opened at once and checked against the certificate. Mail is looked at without marking it, and moved
    when it was taken."""

    def __init__(
        self,
        *,
        host: str,
        port: int,
        user: str,
        password: str,
        ca_file: str,
        folder: str,
        processed: str,
        most_bytes: int,
    ) -> None:
        self.processed, self.most_bytes = _quoted(processed), most_bytes
        try:
            context = ssl.create_default_context(cafile=ca_file or None)
            self.server = imaplib.IMAP4_SSL(host, port, ssl_context=context, timeout=TIMEOUT_SECONDS)
        except (OSError, imaplib.IMAP4.error) as error:
            raise BoxError(f"no connection: {type(error).__name__}") from error
        try:
            self._ask(self.server.login, user, password)
            self._ask(self.server.select, _quoted(folder))
            # Is there already, most of the time.
            self._try(self.server.create, self.processed)
        except BoxError:
            self.close()
            raise

    def fetch(self, limit: int) -> Iterator[Fetched]:
        found = self._ask(self.server.uid, "SEARCH", "UNDELETED")
        for uid in (found[0] or b"").split()[:limit]:
            key = uid.decode("ascii")
            size = _SIZE.search(_flat(self._ask(self.server.uid, "FETCH", key, "(RFC822.SIZE)")))
            if size is None:
                # Somebody else took it meanwhile.
                continue
            is_whole = int(size.group(1)) <= self.most_bytes
            part = "(BODY.PEEK[])" if is_whole else f"(BODY.PEEK[]<0.{BEGINNING}>)"
            answer = self._ask(self.server.uid, "FETCH", key, part)
            raw = next((item[1] for item in answer if isinstance(item, tuple)), None)
            if raw is not None:
                yield Fetched(key, raw, is_whole)

    def finish(self, key: str) -> None:
        if "MOVE" in self.server.capabilities:
            self._ask(self.server.uid, "MOVE", key, self.processed)
            return
        self._ask(self.server.uid, "COPY", key, self.processed)
        self._ask(self.server.uid, "STORE", key, "+FLAGS.SILENT", r"(\Deleted)")
        self._ask(self.server.expunge)

    def close(self) -> None:
        self._try(self.server.logout)

    def _ask(self, command: Callable[..., tuple[str, list[Any]]], *arguments: str) -> list[Any]:
        try:
            kind, data = command(*arguments)
        except (OSError, imaplib.IMAP4.error) as error:
            raise BoxError(f"the server does not answer: {type(error).__name__}") from error
        if kind != "OK":
            raise BoxError("the server refuses")
        return data

    def _try(self, command: Callable[..., object], *arguments: str) -> None:
        try:
            command(*arguments)
        except (OSError, imaplib.IMAP4.error):
            return


def _flat(answer: list[Any]) -> bytes:
    parts = [part for item in answer for part in (item if isinstance(item, tuple) else (item,))]
    return b" ".join(part for part in parts if isinstance(part, bytes))


def _quoted(name: str) -> str:
    escaped = name.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
