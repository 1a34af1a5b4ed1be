"""Data for machines inside a page."""

import json
from typing import Any

from django import template
from django.utils.safestring import SafeString

register = template.Library()
# As in Django's `json_script`, which knows one type only: with these a text can neither end the element nor open another.
HARMLESS = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


@register.simple_tag
def linked_data(data: dict[str, Any]) -> SafeString:
    """A `<script>` that browsers do not run (JSON-LD), so the content security policy lets it be."""
    text = json.dumps(data, ensure_ascii=False).translate(HARMLESS)
    return SafeString(f'<script type="application/ld+json">{text}</script>')
