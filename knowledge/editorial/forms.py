"""Forms of the content management."""

from django.core.files import File
from wagtail.documents.forms import BaseDocumentForm

from krachtwijken.core.uploads import check_content


class CheckedDocumentForm(BaseDocumentForm):
    """Every way to upload a document in the content management comes past here: by one, by many, while choosing."""

    def clean_file(self) -> File:
        file: File = self.cleaned_data["file"]
        if "file" in self.changed_data and file:
            check_content(file, str(file.name).rpartition(".")[2])
        return file
