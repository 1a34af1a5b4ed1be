"""The owner's form."""

from django import forms

from expertpool.models import ExpertProfile
from expertpool.services.profiles import EDITABLE
from krachtwijken.core.privacy import find_personal_data
from krachtwijken.core.text import clean_text


class ProfileForm(forms.ModelForm[ExpertProfile]):
    class Meta:
        model = ExpertProfile
        fields = EDITABLE

    def clean_summary(self) -> str:
        return self._clean_words("summary", 500)

    def clean_about(self) -> str:
        return self._clean_words("about", 3000)

    def _clean_words(self, name: str, limit: int) -> str:
        text = clean_text(self.cleaned_data[name], max_length=limit)
        for finding in find_personal_data(text):
            self.add_error(name, f"Haal dit weg: {finding.excerpt}. {finding.explanation}")
        return text
