"""PDFs: what is read, what is never fetched, and a machine without the libraries."""

import builtins
import sys
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader

from krachtwijken.core.pdf import PdfUnavailableError, pdf_of, static_address

PAGE = """<!DOCTYPE html><html lang="nl"><head><title>Proef</title>{head}</head><body><h1>Proef</h1>{body}</body></html>"""


def fonts_of(pdf: bytes) -> set[str]:
    fonts = PdfReader(BytesIO(pdf)).pages[0]["/Resources"]["/Font"]
    return {str(font.get_object()["/BaseFont"]) for font in fonts.values()}


def test_stylesheets_and_fonts_come_from_the_static_files() -> None:
    style = f'<link rel="stylesheet" href="{static_address("css/appendix.css")}">'
    assert any("Bricolage" in name for name in fonts_of(pdf_of(PAGE.format(head=style, body=""))))


@pytest.mark.parametrize(
    "address",
    [
        "https://elders.example/beeld.png",
        "http://127.0.0.1:1/beeld.png",
        "file:///etc/passwd",
        "/etc/passwd",
        "../../../../../../../../etc/passwd",
        "%2e%2e/%2e%2e/manage.py",
        "data:text/plain,geheim",
        "ftp://elders.example/x",
    ],
)
def test_nothing_else_is_read(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_args: Any, **_options: Any) -> Any:
        raise AssertionError("the network was asked")

    from krachtwijken.core.pdf_writer import StaticFilesOnly

    monkeypatch.setattr("urllib.request.OpenerDirector.open", refuse)
    monkeypatch.setattr("socket.create_connection", refuse)
    pdf = pdf_of(
        PAGE.format(
            head=f'<link rel="stylesheet" href="{address}"><link rel="attachment" href="{address}">',
            body=f'<img src="{address}" alt="x"><object data="{address}"></object>',
        )
    )
    assert pdf.startswith(b"%PDF")
    assert "/EmbeddedFiles" not in str(PdfReader(BytesIO(pdf)).trailer["/Root"].get("/Names", ""))
    with pytest.raises(ValueError, match="not a static file"):
        StaticFilesOnly().fetch(address)


def test_machine_without_the_libraries_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def without(name: str, *args: Any, **options: Any) -> Any:
        if name.startswith("weasyprint"):
            raise OSError("cannot load library 'libpango-1.0-0'")
        return real(name, *args, **options)

    monkeypatch.delitem(sys.modules, "krachtwijken.core.pdf_writer", raising=False)
    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(PdfUnavailableError, match="libpango"):
        pdf_of(PAGE.format(head="", body=""))
