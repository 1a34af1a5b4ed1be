"""A mail server that keeps what it gets, for one test run. Speaks as much SMTP as a client without secrets needs."""

import email
import socketserver
import threading
import time
from email.message import Message

# Time that a mail takes, so that a test can kill a worker halfway.
SECONDS_A_MAIL = 0.03


class Catcher(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Conversation)
        self.mails: list[Message] = []
        self.port = self.server_address[1]
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def ids(self) -> list[str]:
        return [str(mail["Message-ID"]) for mail in list(self.mails)]

    def to(self, address: str) -> list[Message]:
        return [mail for mail in list(self.mails) if mail["To"] == address]


class Conversation(socketserver.StreamRequestHandler):
    server: Catcher

    def say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode("ascii"))

    def handle(self) -> None:
        try:
            self.talk()
        except OSError:
            return  # the other side was killed

    def talk(self) -> None:
        self.say("220 catcher")
        while line := self.rfile.readline():
            verb = line[:4].strip().upper()
            if verb == b"QUIT":
                return self.say("221 bye")
            if verb == b"DATA":
                self.say("354 go on")
                self.take()
            else:
                self.say("250 ok")
        return None

    def take(self) -> None:
        lines = []
        while (line := self.rfile.readline()) not in {b".\r\n", b""}:
            lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
        if not line:
            return
        time.sleep(SECONDS_A_MAIL)
        self.server.mails.append(email.message_from_bytes(b"".join(lines)))
        self.say("250 taken")
