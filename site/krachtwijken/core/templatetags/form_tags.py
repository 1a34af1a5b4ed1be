"""What the field component asks of a bound field."""

from typing import Any

from django import forms, template
from django.forms import BoundField
from django.utils.html import format_html
from django.utils.safestring import SafeString

from krachtwijken.core import unsent

register = template.Library()


@register.filter
def is_choice_list(field: BoundField) -> bool:
    return isinstance(field.field.widget, forms.RadioSelect | forms.CheckboxSelectMultiple)


@register.filter
def is_single_box(field: BoundField) -> bool:
    return isinstance(field.field.widget, forms.CheckboxInput)


@register.filter
def may_be_empty(field: BoundField) -> bool:
    """Whatever else is filled in. What is needed with one answer and not with another a form names in `conditional`: its
    hint says when."""
    return not field.field.required and field.name not in getattr(field.form, "conditional", ())


@register.filter
def name_before_error(field: BoundField) -> str:
    """The label, as the beginning of a line that ends in a message."""
    label = str(field.label or "").strip()
    return label if not label or label[-1] in "?!.:" else f"{label}:"


@register.filter
def described_input(field: BoundField) -> SafeString:
    """The control, with its hint and message named for screen readers."""
    names = []
    if field.help_text:
        names.append(f"{field.auto_id}-hint")
    if field.errors:
        names.append(f"{field.auto_id}-error")
    attributes: dict[str, str | bool] = {"class": "kw-field__input"}
    if names:
        attributes["aria-describedby"] = " ".join(names)
    if field.errors:
        attributes["aria-invalid"] = "true"
    return field.as_widget(attrs=attributes)


@register.simple_tag(takes_context=True)
def keeps_text(context: dict[str, Any]) -> SafeString:
    """In a form: what is typed comes back when the session ended before it was sent."""
    user = context["request"].user
    return format_html('<input type="hidden" name="{}" value="{}">', unsent.FIELD, unsent.mark_of(user.pk))
