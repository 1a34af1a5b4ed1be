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
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
NAME = "krachtwijken.example"


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
        connection.request("POST" if body else "GET", path, body, {"Host": NAME, **(headers or {})})
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
    found = Proxy(free_port(), free_port(), certificates)
    scratch = tmp_path_factory.mktemp("nginx")
    scratch.chmod(0o777)
    text = (ROOT / "deploy" / "nginx" / "nginx.conf").read_text(encoding="utf-8")
    for old, new in {
        # First: the folders that come in below are in the same place.
        "/tmp/": f"{scratch}/",
        "web:8000": f"127.0.0.1:{site.server_port}",
        "listen 8080": f"listen 127.0.0.1:{found.plain}",
        "listen 8443": f"listen 127.0.0.1:{found.secure}",
        "/etc/nginx/certificates": str(certificates),
    }.items():
        assert old in text, f"the configuration no longer has {old}"
        text = text.replace(old, new)
    (scratch / "nginx.conf").write_text(text, encoding="utf-8")
    # Started by root it would give up root, and with it the folder of this test.
    user = " user root;" if os.geteuid() == 0 else ""
    arguments = [str(nginx), "-c", str(scratch / "nginx.conf"), "-g", f"daemon off;{user}"]
    tried = subprocess.run([*arguments, "-t"], capture_output=True, text=True, check=False)
    assert tried.returncode == 0, tried.stderr
    process = subprocess.Popen(arguments, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
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
              "X-Forwarded-Host": "elsewhere.example", "X-Real-IP": "1.2.3.4"}  # fmt: skip
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


def test_body_of_a_document_passes_and_a_larger_one_does_not(proxy: Proxy) -> None:
    assert proxy.ask("/documents/", body=b"x" * 20_000_000)[0] == 200
    assert proxy.ask("/documents/", {"Content-Length": "30000000"}, body=b"x")[0] == 413


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
