"""Whether a program asks for the page, as far as its headers tell."""

import re
from collections.abc import Mapping

ROBOT = re.compile(
    r"bot\b|bot/|crawl|spider|slurp|archiver|preview|monitor|uptime|scan|validator|checker|fetch|headless|lighthouse"
    r"|curl|wget|python|java/|go-http|okhttp|libwww|httpclient|axios|node|scrapy|facebookexternalhit|whatsapp",
    re.IGNORECASE,
)


def is_robot(headers: Mapping[str, str]) -> bool:
    """A browser that asks ahead of its reader counts as one; so does what has no name."""
    ahead = f"{headers.get('Purpose', '')} {headers.get('Sec-Purpose', '')}".casefold()
    name = headers.get("User-Agent", "")
    return not name or "prefetch" in ahead or "prerender" in ahead or ROBOT.search(name) is not None
