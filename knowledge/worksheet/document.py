"""The DOCX: headings, paragraphs and points only, so that any program opens it and somebody can write on in it."""

from io import BytesIO

import docx

from knowledge.models import CasePage
from knowledge.worksheet.chapters import Chapter

OPEN = "Nog niet ingevuld."
EXAMPLE = "Dit is een verzonnen voorbeeld. Gebruik de cijfers niet als bewijs."
EXPLAINED = (
    "Dit werkblad volgt de volgorde van het werkblad voor erkenning van sociale interventies. Het is gemaakt uit de "
    "pagina op Krachtwijken en is zelf geen erkenning."
)


def make_worksheet(case: CasePage, chapters: list[Chapter]) -> bytes:
    document = docx.Document()
    document.core_properties.title = case.title
    document.core_properties.author = (
        case.owner_organisation.name if case.owner_organisation else "Krachtwijken"
    )
    document.core_properties.language = "nl-NL"
    document.add_heading(case.title, level=0)
    document.add_paragraph(EXPLAINED)
    if case.is_example:
        document.add_paragraph(EXAMPLE)
    for number, chapter in enumerate(chapters, 1):
        document.add_heading(f"{number}. {chapter.title}", level=1)
        for part in chapter.parts:
            if part.title:
                document.add_heading(part.title, level=2)
                for line in part.lines or [OPEN]:
                    document.add_paragraph(line, style="List Bullet" if part.is_list and part.lines else None)
    file = BytesIO()
    document.save(file)
    return file.getvalue()
