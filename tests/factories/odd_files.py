"""Files that are fine and look wrong: DOCX and PDF written sign by sign, as other programs than ours write them."""

import io
import zipfile

USUAL = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
USUAL_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
STRICT_RELATION = "http://purl.oclc.org/ooxml/officeDocument/relationships/officeDocument"
MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"


def paragraph(*runs: str) -> str:
    """Each run is text, or the XML of one."""
    inside = (run if run.startswith("<") else f'<w:t xml:space="preserve">{run}</w:t>' for run in runs)
    return f"<w:p><w:r>{'</w:r><w:r>'.join(inside)}</w:r></w:p>"


def package(
    body: str,
    *,
    part: str = "word/document.xml",
    target: str = "",
    strict: bool = False,
    more: dict[str, bytes] | None = None,
) -> bytes:
    """A DOCX whose text is in `part`, which its relations call `target`."""
    relation = STRICT_RELATION if strict else USUAL_RELATION
    files = {
        "[Content_Types].xml": f'<Types><Override PartName="/{part}" ContentType="{MAIN}"/></Types>',
        "_rels/.rels": (
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            '<Relationship Id="a" Type="http://example.org/thumbnail" Target="word/niets.xml"/>'
            f'<Relationship Id="b" Type="{relation}" Target="{target or part}"/></Relationships>'
        ),
        part: (
            f'<w:document xmlns:w="{STRICT if strict else USUAL}" '
            'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
            f"<w:body>{body}</w:body></w:document>"
        ),
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in (files | (more or {})).items():
            archive.writestr(name, content)
    return out.getvalue()


def paper(stream: bytes, *, differences: str = "", picture: bool = False, before: bytes = b"") -> bytes:
    """A PDF of one page that draws exactly this. `differences` gives codes their glyphs, as in "1 /fi"; `picture` is a
    grey dot that the stream may draw as /Im."""
    encoding = f"<</Type/Encoding/BaseEncoding/WinAnsiEncoding/Differences[{differences}]>>"
    drawn = "/XObject<</Im 6 0 R>>" if picture else ""
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>{drawn}>>>>".encode(),
        b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream),
        f"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding {encoding}>>".encode(),
        b"<</Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray/BitsPerComponent 8"
        b"/Length 1>>stream\n\x80\nendstream",
    ]
    data, places = bytearray(b"%PDF-1.4\n"), []
    for number, item in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d 0 obj%s\nendobj\n" % (number, item)
    start = len(data)
    data += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    data += b"".join(b"%010d 00000 n \n" % place for place in places)
    data += b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    return before + bytes(data)


def written(*lines: str) -> bytes:
    """A stream with these lines below each other."""
    shown = " 0 -15 Td ".join(f"({line}) Tj" for line in lines)
    return f"BT /F 11 Tf 50 700 Td {shown} ET".encode("cp1252")
