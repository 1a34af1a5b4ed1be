"""A name for the work list as it is narrowed now."""

from django import forms

from krachtwijken.core.forms import FreeTextField


class WorkViewForm(forms.Form):
    name = FreeTextField(
        label="Bewaar deze lijst onder een naam", limit=60, help_text="Alleen u ziet uw weergaven."
    )
