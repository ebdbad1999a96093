"""Bytes made to harm, or merely broken: one function for each, by the kind of file it goes for.

    zip, XML, sheets, PDF, text and e-mail  ->  bytes

What must become of each stands in files.py. Every person in them is invented.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Sequence
from email.message import EmailMessage

from reportlab.lib.pdfencrypt import StandardEncryption

from tests.builders import pdf_files
from tests.builders.office_files import docx, packed, sheet, tbl, tc, tr, xlsx

MIB = 1024 * 1024
ROWS = (("03/02/2021", "Heron visit to the aunt."), ("04/02/2021", "Plover letter to the school."))
WORDS = tuple(words for _, words in ROWS)


def table(*extra: str) -> str:
    return tbl(tr("Date", "Event"), *(tr(*row) for row in ROWS), *extra)


def cells(*extra: Sequence[str | float | None], before: str = "") -> str:
    return sheet(("Date", "Event"), *ROWS, *extra, before=before)


def changed(data: bytes, part: str, content: bytes | str) -> bytes:
    """An Office file with one part put in place of another, or added."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts: dict[str, str | bytes] = {n: archive.read(n) for n in archive.namelist()}
    return packed({**parts, part: content})


# ---------------------------------------------------------------- zip
def one_great_member() -> bytes:
    return changed(docx(table()), "word/media/a.bin", b"\0" * (260 * MIB))


def tight_member() -> bytes:
    return changed(docx(table()), "word/media/a.bin", b"\0" * (60 * MIB))


def many_members() -> bytes:
    return packed(
        {**{f"word/media/{n}.xml": "" for n in range(3_000)}, "[Content_Types].xml": "", "word/document.xml": ""}
    )


def lying_size() -> bytes:
    """A directory that says a part has 100 bytes where it unpacks to 40 MiB."""
    data = bytearray(changed(docx(table()), "word/document.xml", b"<a>" + b" " * (40 * MIB) + b"</a>"))
    place = data.rfind(b"word/document.xml") - 46
    struct.pack_into("<I", data, place + 24, 100)
    return bytes(data)


def overlapping() -> bytes:
    """Two names in the directory for the same bytes (the way of the zip bomb without nesting)."""
    data = bytearray(docx(table()))
    first = data.rfind(b"word/document.xml") - 46
    other = data.rfind(b"_rels/.rels") - 46
    data[other + 42 : other + 46] = data[first + 42 : first + 46]
    return bytes(data)


def before_the_beginning() -> bytes:
    """A directory that is said to lie further on than it does: parts lie before the file (found by fuzzing)."""
    data = bytearray(docx(table()))
    (place,) = struct.unpack_from("<I", data, len(data) - 6)
    struct.pack_into("<I", data, len(data) - 6, place + 354)
    return bytes(data)


def locked_zip() -> bytes:
    data = bytearray(docx(table()))
    place = data.rfind(b"word/document.xml") - 46
    data[place + 8] |= 1
    return bytes(data)


def two_of_a_name() -> bytes:
    out = io.BytesIO(docx(table()))
    with zipfile.ZipFile(out, "a") as archive:
        import warnings

        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            archive.writestr("word/document.xml", "<a/>")
    return out.getvalue()


# ---------------------------------------------------------------- XML
LAUGHS = (
    '<!DOCTYPE d [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True))
    + "]>"
)
OUTSIDE = '<!DOCTYPE d [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
REMOTE = '<!DOCTYPE d SYSTEM "http://127.0.0.1:9/evil.dtd">'


def in_utf_7() -> bytes:
    return changed(
        docx(table()), "word/document.xml", b'<?xml version="1.0" encoding="UTF-7"?>+ADwAIQ-DOCTYPE d+AD4-<d/>'
    )


def utf_16_doctype() -> bytes:
    text = '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE d [<!ENTITY e "x">]><d>&e;</d>'
    return changed(docx(table()), "word/document.xml", b"\xff\xfe" + text.encode("utf-16-le"))


def ebcdic_doctype() -> bytes:
    """A DOCTYPE in an encoding in which the word does not stand as such in the bytes."""
    text = '<?xml version="1.0" encoding="IBM037"?><!DOCTYPE d [<!ENTITY e "x">]><d>&e;</d>'
    return changed(docx(table()), "word/document.xml", text.encode("cp037"))


def nested(depth: int) -> str:
    inner = tbl(tr("innermost"))
    for _ in range(depth):
        inner = tbl(tr(tc(inner)))
    return inner


def deep_elements() -> bytes:
    return docx(table() + "<w:x>" * 5_000 + "</w:x>" * 5_000)


# ---------------------------------------------------------------- sheets
FAR = '<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>Dunlin far away.</t></is></c></row>'


def far_cell() -> bytes:
    return xlsx({"A": cells().replace("</sheetData>", FAR + "</sheetData>")})


def merged_whole() -> bytes:
    return xlsx({"A": cells() + '<mergeCells><mergeCell ref="D1:XFD1048576"/></mergeCells>'})


def many_merges() -> bytes:
    merges = "".join(f'<mergeCell ref="D{n}:XFD{n}"/>' for n in range(1, 5_000))
    return xlsx({"A": cells() + f"<mergeCells>{merges}</mergeCells>"})


def many_strings() -> bytes:
    return xlsx({"A": cells()}, strings=["<t>x</t>"] * 400_000)


def wide_rows() -> bytes:
    row = "".join(f"<c t='inlineStr'><is><t>w{n}</t></is></c>" for n in range(2_000))
    return xlsx({"A": cells().replace("</sheetData>", f'<row r="4">{row}</row></sheetData>')})


# ---------------------------------------------------------------- PDF
def pdf(*objects: bytes) -> bytes:
    """A PDF of numbered objects, the first one its catalogue, with a right table of places."""
    out, places = bytearray(b"%PDF-1.7\n"), []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, start)
    return bytes(out)


CATALOGUE = b"<</Type/Catalog/Pages 2 0 R>>"
PAGE = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R>>"


def stream(content: bytes) -> bytes:
    return b"<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream" % (len(content), content)


def great_stream() -> bytes:
    packer = zlib.compressobj(9)
    body = b"".join(packer.compress(b" " * MIB) for _ in range(2_048)) + packer.flush()
    return pdf(CATALOGUE, b"<</Type/Pages/Kids[3 0 R]/Count 1>>", PAGE, stream(body))


def page_loop() -> bytes:
    return pdf(CATALOGUE, b"<</Type/Pages/Kids[2 0 R]/Count 100000>>", PAGE, stream(zlib.compress(b"")))


def many_pages() -> bytes:
    kids = b"3 0 R " * 200_000
    return pdf(CATALOGUE, b"<</Type/Pages/Kids[" + kids + b"]/Count 200000>>", PAGE, stream(zlib.compress(b"")))


def script_in_pdf() -> bytes:
    catalogue = b"<</Type/Catalog/Pages 2 0 R/OpenAction<</S/JavaScript/JS(app.alert\\(1\\))>>>>"
    return pdf(catalogue, b"<</Type/Pages/Kids[3 0 R]/Count 1>>", PAGE, stream(zlib.compress(b"")))


def deep_array() -> bytes:
    return pdf(
        CATALOGUE, b"<</Type/Pages/Kids[3 0 R]/Count 1/X " + b"[" * 100_000 + b"]" * 100_000 + b">>", PAGE, stream(b"")
    )


def table_pdf() -> bytes:
    return pdf_files.ruled([(d, "HV1", w, "") for d, w in ROWS])


def locked_pdf() -> bytes:
    return pdf_files.drawn([pdf_files.lines_at([(50, 50, "x")])], encrypt=StandardEncryption("secret"))


# ---------------------------------------------------------------- text, tables in text form, e-mail
TEXT = "".join(f"{day} {words}\n" for day, words in ROWS)
CSV = "Date,Event\n" + "".join(f"{day},{words}\n" for day, words in ROWS)
HIDDEN = "03/02/2021,Her\u200bon vi\u202esit to the a\u2066unt.\n04/02/2021,Plo\u00adver letter.\n"


def mail(attachment: str, content: bytes) -> bytes:
    message = EmailMessage()
    message["From"] = "a@police.example"
    message["Subject"] = "Chronology"
    message.set_content(TEXT)
    message.add_attachment(content, maintype="application", subtype="octet-stream", filename=attachment)
    return message.as_bytes()


def mail_in_mail(depth: int) -> bytes:
    inner = EmailMessage()
    inner.set_content(TEXT)
    for _ in range(depth):
        outer = EmailMessage()
        outer.set_content("forwarded")
        outer.add_attachment(inner)
        inner = outer
    return inner.as_bytes()


def parts_bomb() -> bytes:
    edge = "".join(f"--b\nContent-Type: text/plain\n\n{n}\n" for n in range(50_000))
    return f"MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n{edge}--b--\n".encode()
