"""The real nginx with the configuration of the repository, TLS and all, in front of a server that says what it got."""

import http.client
import http.server
import json
import os
import shutil
import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
NAME = "krachtwijken.example"
numbers = count(1)


class Echo(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        body = json.dumps({"path": self.path, "headers": dict(self.headers)}).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self.do_GET()

    def log_message(self, *_args: object) -> None:
        return


@dataclass
class Proxy:
    plain: int
    secure: int
    folder: Path
    log: Path

    def context(self) -> ssl.SSLContext:
        return ssl.create_default_context(cafile=str(self.folder / "ca.crt"))

    def ask(
        self, path: str, headers: dict[str, str] | None = None, body: bytes | None = None
    ) -> tuple[int, str]:
        """Over TLS, with the name checked."""
        connection = http.client.HTTPSConnection("127.0.0.1", self.secure, timeout=10, context=self.context())
        connection.sock = self.context().wrap_socket(
            socket.create_connection(("127.0.0.1", self.secure), timeout=10), server_hostname=NAME
        )
        # Everybody who asks is somebody else, unless a test says who.
        visitor = {"X-Test-Visitor": f"198.18.{next(numbers) % 250}.1"}
        sent = {"Host": NAME, **visitor, **(headers or {})}
        connection.request("POST" if body else "GET", path, body, sent)
        response = connection.getresponse()
        return response.status, response.read().decode()


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@pytest.fixture(scope="module")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if shutil.which("openssl") is None:
        missing("no openssl on this machine")
    folder = tmp_path_factory.mktemp("certificates")
    for _ in range(2):
        command = [str(ROOT / "deploy" / "make-certificates"), str(folder), "--site", NAME]
        subprocess.run(command, check=True, capture_output=True)
    return folder


@pytest.fixture(scope="module")
def proxy(certificates: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Proxy]:
    nginx = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
    if nginx is None:
        missing("no nginx on this machine")
    site = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Echo)
    threading.Thread(target=site.serve_forever, daemon=True).start()
    scratch = tmp_path_factory.mktemp("nginx")
    scratch.chmod(0o777)
    found = Proxy(free_port(), free_port(), certificates, scratch / "log")
    text = (ROOT / "deploy" / "nginx" / "nginx.conf").read_text(encoding="utf-8")
    for old, new in {
        # First: the folders that come in below are in the same place.
        "/tmp/": f"{scratch}/",
        "/var/cache/nginx/": f"{scratch}/",
        # Visitors with addresses that this machine does not have.
        "server_tokens off;": "server_tokens off; set_real_ip_from 127.0.0.1; real_ip_header X-Test-Visitor;",
        "web:8000": f"127.0.0.1:{site.server_port}",
        "listen 8080": f"listen 127.0.0.1:{found.plain}",
        "listen 8443": f"listen 127.0.0.1:{found.secure}",
        "/etc/nginx/certificates": str(certificates),
        # A wall that a test runs into without haste.
        "rate=30r/s": "rate=1r/m",
        "burst=60": "burst=5",
    }.items():
        assert old in text, f"the configuration no longer has {old}"
        text = text.replace(old, new)
    (scratch / "nginx.conf").write_text(text, encoding="utf-8")
    # Started by root it would give up root, and with it the folder of this test.
    user = " user root;" if os.geteuid() == 0 else ""
    arguments = [str(nginx), "-c", str(scratch / "nginx.conf"), "-g", f"daemon off;{user}"]
    tried = subprocess.run([*arguments, "-t"], capture_output=True, text=True, check=False)
    assert tried.returncode == 0, tried.stderr
    with found.log.open("wb") as log:
        process = subprocess.Popen(arguments, stdout=log, stderr=log)
    try:
        wait_for(found.secure)
        yield found
    finally:
        process.terminate()
        process.wait(timeout=10)
        site.shutdown()


def wait_for(port: int) -> None:
    limit = time.monotonic() + 20
    while time.monotonic() < limit:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=2).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError("nginx does not listen")


def missing(reason: str) -> None:
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)


def test_certificate_of_elasticsearch_is_good_for_its_name(certificates: Path) -> None:
    for name, host in (("elasticsearch", "elasticsearch"), ("site", NAME)):
        command = ["openssl", "verify", "-CAfile", "ca.crt", "-verify_hostname", host, f"{name}.crt"]
        answer = subprocess.run(command, cwd=certificates, capture_output=True, text=True, check=False)
        assert answer.returncode == 0, answer.stdout + answer.stderr
    assert (certificates / "ca.key").stat().st_mode & 0o077 == 0
    assert (certificates / "elasticsearch.key").stat().st_mode & 0o007 == 0


def test_site_hears_who_asks_and_never_what_the_visitor_claims(proxy: Proxy) -> None:
    forged = {"X-Forwarded-For": "1.2.3.4", "X-Forwarded-Proto": "http", "Forwarded": "for=1.2.3.4",
              "X-Forwarded-Host": "elsewhere.example", "X-Real-IP": "1.2.3.4", "X-Test-Visitor": ""}  # fmt: skip
    status, body = proxy.ask("/zoeken/?q=a+b", forged)
    got = json.loads(body)
    headers = {name.lower(): value for name, value in got["headers"].items()}
    assert (status, got["path"]) == (200, "/zoeken/?q=a+b")
    assert headers["x-forwarded-for"] == "127.0.0.1"
    assert headers["x-forwarded-proto"] == "https"
    assert headers["host"] == NAME
    assert not {"forwarded", "x-forwarded-host", "x-real-ip"} & set(headers)


def test_plain_http_leads_to_https(proxy: Proxy) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", proxy.plain, timeout=10)
    connection.request("GET", "/loket/?a=1", headers={"Host": NAME})
    response = connection.getresponse()
    assert (response.status, response.headers["Location"]) == (301, f"https://{NAME}/loket/?a=1")
    assert response.headers["Server"] == "nginx", "no version"


def test_body_of_a_document_passes_in_the_content_management_and_a_larger_one_does_not(proxy: Proxy) -> None:
    session = {"Cookie": "__Host-lijst=a; __Host-sessionid=abc"}
    assert proxy.ask("/admin/documents/add/", session, body=b"x" * 20_000_000)[0] == 200
    assert proxy.ask("/admin/documents/add/", session | {"Content-Length": "30000000"}, body=b"x")[0] == 413


def test_who_is_not_logged_in_sends_nothing_to_the_content_management(proxy: Proxy) -> None:
    sent = {"Content-Length": "20000000"}
    assert proxy.ask("/admin/documents/add/", sent, body=b"x")[0] == 403
    assert proxy.ask("/admin/documents/add/", sent | {"Cookie": "__Host-lijst=a"}, body=b"x")[0] == 403
    assert proxy.ask("/admin/")[0] == 200, "the site leads to the login page"


@pytest.mark.parametrize("path", ["/loket/aanvraag/bijlagen/", "/loket/verzoek/KW-2026-0001/gesprek/"])
def test_files_about_a_request_pass_of_who_is_logged_in(proxy: Proxy, path: str) -> None:
    session = {"Cookie": "__Host-sessionid=abc"}
    assert proxy.ask(path, session, body=b"x" * 10_500_000)[0] == 200
    assert proxy.ask(path, session | {"Content-Length": "12000000"}, body=b"x")[0] == 413
    assert proxy.ask(path, {"Content-Length": "2000000"}, body=b"x")[0] == 403
    assert proxy.ask(path, body=b"x" * 90_000)[0] == 200, "a text waits for the login"


def test_files_by_the_link_of_a_mail_pass(proxy: Proxy) -> None:
    assert proxy.ask("/gesprek/een-sleutel/", body=b"x" * 10_500_000)[0] == 200
    assert proxy.ask("/gesprek/een-sleutel/", {"Content-Length": "12000000"}, body=b"x")[0] == 413


@pytest.mark.parametrize(
    "path", ["/antwoord/", "/accounts/login/", "/lijst/bewaren/", "/", "/documents/1/a.pdf"]
)
def test_body_of_a_visitor_is_refused_above_a_megabyte(proxy: Proxy, path: str) -> None:
    assert proxy.ask(path, body=b"x" * 900_000)[0] == 200
    assert proxy.ask(path, {"Content-Length": "2000000"}, body=b"x")[0] == 413


@pytest.mark.parametrize(
    ("path", "headers", "status", "told"),
    [
        ("/zoeken/?q=" + "a" * 20_000, {}, 414, "Zoek met minder woorden"),
        ("/", {"Cookie": "a" * 20_000}, 431, "Verwijder de cookies"),
        ("/antwoord/", {"Content-Length": "2000000"}, 413, "groter dan wij kunnen aannemen"),
        ("/admin/documents/add/", {"Content-Length": "20000000"}, 403, "als u bent ingelogd"),
    ],
)
def test_what_the_proxy_refuses_by_itself_is_told_in_dutch(
    proxy: Proxy, path: str, headers: dict[str, str], status: int, told: str
) -> None:
    body = b"x" if "Content-Length" in headers else None
    got, page = proxy.ask(path, headers, body=body)
    assert (got, told in page) == (status, True)


def statuses_from(proxy: Proxy, addresses: list[str]) -> list[int]:
    return [proxy.ask("/zoeken/", {"X-Test-Visitor": address})[0] for address in addresses]


@pytest.mark.parametrize("network", ["2001:db8:1:2", "2001:db8:a0a:a0a", "2001:db8:0:0"])
def test_addresses_of_one_ipv6_network_count_as_one_visitor(proxy: Proxy, network: str) -> None:
    assert 429 in statuses_from(proxy, [f"{network}:{number:x}::1" for number in range(8)])


def test_other_ipv6_networks_and_ipv4_addresses_count_apart(proxy: Proxy) -> None:
    far = [f"2001:db8:{number:x}:77::1" for number in range(2, 12)]
    assert set(statuses_from(proxy, far + [f"10.9.{number}.1" for number in range(10)])) == {200}


def test_log_of_requests_tells_the_part_of_the_site_and_nothing_that_was_filled_in(proxy: Proxy) -> None:
    for path in (
        "/zoeken/?q=kanarie", "/antwoord/kanarie/", "/zoekvragen/afmelden/kanarie/", "/lijst/kanarie/", "/kanarie/",
        "/accounts/password/reset/key/1-kanarie/", "/kennis/kanarie-titel-van-een-concept/",
    ):  # fmt: skip
        proxy.ask(path, {"Referer": f"https://{NAME}/lijst/kanarie/", "User-Agent": "kanarie"})
        proxy.ask(path, {"Content-Length": "30000000"}, body=b"x")
    statuses_from(proxy, ["10.8.8.8"] * 8)
    lines = proxy.log.read_text(encoding="utf-8").splitlines()
    assert any(" GET zoeken 200 " in line for line in lines)
    assert any(" POST antwoord 413 " in line for line in lines)
    assert any(" zoeken 429 " in line and "limit=REJECTED" in line for line in lines)
    assert [line for line in lines if "kanarie" in line or "10.8.8.8" in line or "127.0.0.1" in line] == []


def test_details_of_health_are_not_public(proxy: Proxy) -> None:
    assert proxy.ask("/health/ready")[0] == 404
    assert proxy.ask("/health/live")[0] == 200


@pytest.mark.filterwarnings("ignore:ssl.TLSVersion")
def test_old_tls_is_refused(proxy: Proxy) -> None:
    context = proxy.context()
    context.minimum_version = ssl.TLSVersion.TLSv1_1
    context.maximum_version = ssl.TLSVersion.TLSv1_1
    with (
        socket.create_connection(("127.0.0.1", proxy.secure), timeout=10) as raw,
        pytest.raises(ssl.SSLError),
    ):
        context.wrap_socket(raw, server_hostname=NAME)
