"""Files as a browser sends them. A picture of one pixel, as a program would begin it."""

from django.core.files.uploadedfile import SimpleUploadedFile

from krachtwijken.core.uploads import JPEG_START, PNG_START
from tests.factories.documents import docx, pdf

PNG = PNG_START + b"\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89"
JPEG = JPEG_START + b"\xe0\x00\x10JFIF\x00"


def sent_file(text: str = "Het plan.", name: str = "plan.pdf") -> SimpleUploadedFile:
    content = {"png": PNG, "jpg": JPEG}.get(name.rpartition(".")[2])
    if content is None:
        content = docx(text) if name.endswith(".docx") else pdf(text)
    return SimpleUploadedFile(name, content)
