"""WeasyPrint, kept within the static files. Importing this fails where Pango is not installed: see core/pdf.py."""

from mimetypes import guess_type
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from django.contrib.staticfiles import finders
from weasyprint import HTML
from weasyprint.urls import URLFetcher, URLFetcherResponse

from krachtwijken.core.pdf import STATIC_ORIGIN


class StaticFilesOnly(URLFetcher):
    """Gives static files of our own, whatever else a page names stays out of it."""

    def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
        path = (
            finders.find(unquote(urlsplit(url).path).lstrip("/")) if url.startswith(STATIC_ORIGIN) else None
        )
        if not isinstance(path, str):
            raise ValueError(f"not a static file: {url}")
        kind = guess_type(path)[0] or "application/octet-stream"
        return URLFetcherResponse(url, Path(path).read_bytes(), {"Content-Type": kind})


def write_pdf(html: str) -> bytes:
    page = HTML(string=html, base_url=STATIC_ORIGIN, url_fetcher=StaticFilesOnly())
    return bytes(page.write_pdf(pdf_variant="pdf/ua-1"))
