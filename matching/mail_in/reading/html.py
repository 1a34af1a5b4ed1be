"""The text of a mail that is HTML only. Our own on purpose: docs/dependencies.md. No Django."""

import re
from html.parser import HTMLParser

BLOCKS = frozenset(
    "address article aside blockquote center dd div dl dt fieldset footer form h1 h2 h3 h4 h5 h6 header hr li main nav ol"
    " p pre section table tbody tfoot thead tr ul".split()
)
HIDDEN = frozenset({"head", "style", "script", "title", "template", "noscript"})
# More levels of quoting say nothing.
DEEPEST_QUOTE = 9
_SPACES = re.compile(r"[ \t\r\n\f]+")


class _Text(HTMLParser):
    """Lines, with "> " before what is quoted and "- " before a point. Knows no tree, so no depth can break it."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[str] = []
        self.line = ""
        self.prefix = ""
        self.hidden = 0
        self.quoted = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in HIDDEN:
            self.hidden += 1
        elif tag == "br":
            self._end_line(always=True)
        elif tag in BLOCKS:
            self._end_line()
            self.prefix = "- " if tag == "li" else self.prefix
            if tag == "blockquote":
                self.quoted += 1
        elif tag in {"td", "th"} and self.line:
            self.line += "\t"

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in HIDDEN:
            self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if tag in HIDDEN:
            self.hidden = max(0, self.hidden - 1)
        elif tag in BLOCKS:
            # An empty paragraph is a blank line: mail programs make those so.
            self._end_line(always=tag == "p" and not self.line)
            if tag == "blockquote":
                self.quoted = max(0, self.quoted - 1)

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            text = _SPACES.sub(" ", data)
            self.line += text.lstrip() if not self.line or self.line[-1] in " \t" else text

    def _end_line(self, *, always: bool = False) -> None:
        text = self.line.replace("\u00a0", " ").strip()
        if text or always:
            quote = "> " * min(self.quoted, DEEPEST_QUOTE)
            self.lines.append(f"{quote}{self.prefix if text else ''}{text}".rstrip())
            self.prefix = ""
        self.line = ""

    def whole(self) -> str:
        self._end_line()
        return "\n".join(self.lines)


def text_of_html(html: str) -> str:
    """Never raises on markup, however broken."""
    reader = _Text()
    reader.feed(html)
    reader.close()
    return reader.whole()
