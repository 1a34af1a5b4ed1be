"""A page as a PDF that a screen reader can read (PDF/UA-1). Made here: nothing is fetched from outside."""

# Where a page that becomes a PDF finds its stylesheets: no address of the network, read from the static files.
STATIC_ORIGIN = "https://static.invalid/"


class PdfUnavailableError(Exception):
    """The libraries that draw letters are not installed on this machine."""


def static_address(name: str) -> str:
    """Of a static file, in a page that becomes a PDF."""
    return f"{STATIC_ORIGIN}{name}"


def pdf_of(html: str) -> bytes:
    """Raises PdfUnavailableError; whoever calls shows the page instead."""
    try:
        from krachtwijken.core.pdf_writer import write_pdf  # inline: cannot be imported without Pango
    except (ImportError, OSError) as error:
        raise PdfUnavailableError(str(error)) from error
    return write_pdf(html)
