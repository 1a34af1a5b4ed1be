"""What the field component asks of a bound field."""

from django import forms, template
from django.forms import BoundField
from django.utils.safestring import SafeString

register = template.Library()


@register.filter
def is_choice_list(field: BoundField) -> bool:
    return isinstance(field.field.widget, forms.RadioSelect | forms.CheckboxSelectMultiple)


@register.filter
def is_single_box(field: BoundField) -> bool:
    return isinstance(field.field.widget, forms.CheckboxInput)


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
