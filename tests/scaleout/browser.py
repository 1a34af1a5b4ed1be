"""A browser without a screen: cookies, forms and the headers that the reverse proxy adds."""

import http.client
import re
from dataclasses import dataclass
from http.cookies import SimpleCookie
from urllib.parse import urlencode, urlsplit

HOST = "krachtwijken.example"
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
TIMEOUT = 30.0


@dataclass(frozen=True)
class Answer:
    status: int
    text: str
    location: str


class Browser:
    def __init__(self, port: int) -> None:
        self.port = port
        self.cookies: dict[str, str] = {}

    def get(self, path: str) -> Answer:
        return self.ask("GET", path)

    def post(self, path: str, data: dict[str, str]) -> Answer:
        """Open the form first, as a person does, for the token that belongs to it."""
        found = TOKEN.search(self.get(path).text)
        assert found, f"no form on {path}"
        return self.send(path, {**data, "csrfmiddlewaretoken": found[1]})

    def send(self, path: str, data: dict[str, str]) -> Answer:
        return self.ask("POST", path, urlencode(data))

    def ask(self, method: str, path: str, body: str | None = None) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=TIMEOUT)
        headers = {
            "Host": HOST,
            "X-Forwarded-Proto": "https",
            "X-Forwarded-For": "127.0.0.1",
            "Referer": f"https://{HOST}{path}",
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
        }
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            connection.request(method, path, body, headers)
            response = connection.getresponse()
            text = response.read().decode("utf-8")
        finally:
            connection.close()
        for line in response.headers.get_all("Set-Cookie") or []:
            for name, cookie in SimpleCookie(line).items():
                self.cookies[name] = cookie.value
        parts = urlsplit(response.headers.get("Location", ""))
        location = f"{parts.path}?{parts.query}" if parts.query else parts.path
        return Answer(response.status, text, location)
