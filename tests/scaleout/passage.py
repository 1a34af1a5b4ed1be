"""A way to a server that can be closed and opened again: what the other side sees of a server that is down."""

import contextlib
import socket
import socketserver
import threading
from typing import Any


class Passage:
    def __init__(self, host: str, port: int) -> None:
        self.target = (host, port)
        self.port = 0
        self.server: socketserver.ThreadingTCPServer | None = None
        self.open_sockets: set[socket.socket] = set()
        self.open()

    def open(self) -> None:
        passage = self

        class Through(socketserver.BaseRequestHandler):
            def handle(self) -> None:
                passage.carry(self.request)

        class Server(socketserver.ThreadingTCPServer):
            allow_reuse_address = True
            daemon_threads = True

        self.server = Server(("127.0.0.1", self.port), Through)
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self) -> None:
        """Refuse new connections and cut those that are open."""
        if self.server is not None:
            self.server.shutdown()
            self.server.server_close()
            self.server = None
        for opened in list(self.open_sockets):
            with contextlib.suppress(OSError):
                opened.shutdown(socket.SHUT_RDWR)

    def carry(self, near: socket.socket) -> None:
        with contextlib.suppress(OSError), socket.create_connection(self.target, timeout=30) as far:
            self.open_sockets |= {near, far}
            back = threading.Thread(target=self.pump, args=(far, near), daemon=True)
            back.start()
            self.pump(near, far)
            back.join(timeout=5)
            self.open_sockets -= {near, far}

    @staticmethod
    def pump(source: Any, target: Any) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(65536):
                target.sendall(data)
        for end in (source, target):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
