"""Files made to harm, or merely broken, each with what must become of it.

    FILES  ->  Hostile(id, name, build, code | keeps, warns)

`code` is the error that must be told; where it is "" the file must be read, with every text of `keeps` in some
entry, and with a problem told where `warns`. Every person in them is invented. Findings of `make fuzz` are added
here as files of their own.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from email.message import EmailMessage

from reportlab.lib.pdfencrypt import StandardEncryption

from tests.builders import pdf_files
from tests.builders.office_files import docx, ole, packed, relations, sheet, tbl, tc, tr, xlsx

MIB = 1024 * 1024
ROWS = (("03/02/2021", "Heron visit to the aunt."), ("04/02/2021", "Plover letter to the school."))
WORDS = tuple(words for _, words in ROWS)
EMPTY, PASSWORD, KIND, DAMAGED, LIMIT, NO_TEXT, NO_CHRONOLOGY = "R101", "R102", "R103", "R104", "R105", "R106", "R107"


@dataclass(frozen=True, slots=True, kw_only=True)
class Hostile:
    """One such file. `codes` are the errors that may be told; empty where it must be read."""

    id: str
    name: str
    build: Callable[[], bytes]
    codes: tuple[str, ...] = ()
    keeps: tuple[str, ...] = ()
    warns: bool = False


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


def _(made: bytes) -> Callable[[], bytes]:
    return lambda: made


FILES: tuple[Hostile, ...] = (
    Hostile(id="zip: parts before the beginning", name="a.docx", build=before_the_beginning, codes=(DAMAGED,)),
    Hostile(id="zip: unpacks to 260 MB", name="a.docx", build=one_great_member, codes=(LIMIT,)),
    Hostile(id="zip: packed a thousandfold", name="a.docx", build=tight_member, codes=(LIMIT,)),
    Hostile(id="zip: 3,000 members", name="a.docx", build=many_members, codes=(LIMIT,)),
    Hostile(id="zip: says less than it holds", name="a.docx", build=lying_size, codes=(DAMAGED,)),
    Hostile(id="zip: two names for the same bytes", name="a.docx", build=overlapping, codes=(DAMAGED,)),
    Hostile(id="zip: members with a password", name="a.docx", build=locked_zip, codes=(PASSWORD,)),
    Hostile(id="zip: two members of a name", name="a.docx", build=two_of_a_name, codes=(DAMAGED,)),
    Hostile(
        id="zip: member above the folder",
        name="a.docx",
        codes=(DAMAGED,),
        build=lambda: changed(docx(table()), "../../evil.xml", "x"),
    ),
    Hostile(
        id="zip: member with a whole path",
        name="a.docx",
        codes=(DAMAGED,),
        build=lambda: changed(docx(table()), "/etc/evil", "x"),
    ),
    Hostile(
        id="zip: member with a drive",
        name="a.docx",
        codes=(DAMAGED,),
        build=lambda: changed(docx(table()), "C:\\evil.xml", "x"),
    ),
    Hostile(
        id="zip: member above, Windows way",
        name="a.xlsx",
        codes=(DAMAGED,),
        build=lambda: changed(xlsx({"A": cells()}), "xl\\..\\..\\evil.xml", "x"),
    ),
    Hostile(id="zip: cut short", name="a.docx", codes=(DAMAGED,), build=lambda: docx(table())[:-400]),
    Hostile(id="zip: cut in half", name="a.xlsx", codes=(DAMAGED,), build=lambda: xlsx({"A": cells()})[:600]),
    Hostile(
        id="zip: bits turned over",
        name="a.docx",
        codes=(DAMAGED,),
        build=lambda: bytes(b ^ (0x55 if 700 < n < 900 else 0) for n, b in enumerate(docx(table()))),
    ),
    Hostile(
        id="xml: entities in entities", name="a.docx", codes=(DAMAGED,), build=lambda: docx(table(), prolog=LAUGHS)
    ),
    Hostile(
        id="xml: entity of a file",
        name="a.docx",
        codes=(DAMAGED,),
        build=lambda: docx(tbl(tr("Date", "Event"), tr("03/02/2021", "&e;")), prolog=OUTSIDE),
    ),
    Hostile(
        id="xml: definition elsewhere", name="a.docx", codes=(DAMAGED,), build=lambda: docx(table(), prolog=REMOTE)
    ),
    Hostile(
        id="xml: entities in a sheet",
        name="a.xlsx",
        codes=(DAMAGED,),
        build=lambda: changed(xlsx({"A": cells()}), "xl/worksheets/sheet1.xml", f"{LAUGHS}<worksheet>&i;</worksheet>"),
    ),
    Hostile(
        id="xml: entities in the strings",
        name="a.xlsx",
        codes=(DAMAGED,),
        build=lambda: changed(xlsx({"A": cells()}), "xl/sharedStrings.xml", f"{LAUGHS}<sst>&i;</sst>"),
    ),
    Hostile(id="xml: in UTF-7", name="a.docx", codes=(DAMAGED,), build=in_utf_7),
    Hostile(id="xml: type declaration in UTF-16", name="a.docx", codes=(DAMAGED,), build=utf_16_doctype),
    Hostile(id="xml: type declaration in EBCDIC", name="a.docx", codes=(DAMAGED,), build=ebcdic_doctype),
    Hostile(
        id="xml: tables forty deep", name="a.docx", keeps=WORDS, warns=True, build=lambda: docx(table() + nested(40))
    ),
    Hostile(
        id="xml: tables four hundred deep",
        name="a.docx",
        codes=(DAMAGED, LIMIT),
        build=lambda: docx(table() + nested(400)),
    ),
    Hostile(id="xml: elements five thousand deep", name="a.docx", codes=(DAMAGED,), build=deep_elements),
    Hostile(
        id="word: a cell over 200,000,000 columns",
        name="a.docx",
        keeps=(*WORDS, "Siskin rang."),
        build=lambda: docx(table(tr("05/02/2021", tc("Siskin rang.", properties="<w:gridSpan w:val='200000000'/>")))),
    ),
    Hostile(
        id="word: a span that is no number",
        name="a.docx",
        keeps=(*WORDS, "Siskin rang."),
        build=lambda: docx(table(tr("05/02/2021", tc("Siskin rang.", properties="<w:gridSpan w:val='-1e9'/>")))),
    ),
    Hostile(
        id="word: rows left out before by the million",
        name="a.docx",
        keeps=WORDS,
        build=lambda: docx(table(tr("05/02/2021", "x", properties="<w:gridBefore w:val='99999999'/>"))),
    ),
    Hostile(
        id="word: a cell of 400,000 signs",
        name="a.docx",
        keeps=WORDS,
        warns=True,
        build=lambda: docx(table(tr("05/02/2021", "Rook said it. " * 30_000))),
    ),
    Hostile(
        id="word: macros",
        name="a.docm",
        keeps=WORDS,
        warns=True,
        build=lambda: changed(docx(table()), "word/vbaProject.bin", b"\xd0\xcf macro"),
    ),
    Hostile(
        id="word: macros under the plain name",
        name="a.docx",
        keeps=WORDS,
        warns=True,
        build=lambda: changed(docx(table()), "word/vbaProject.bin", b"\xd0\xcf macro"),
    ),
    Hostile(
        id="word: an embedded program",
        name="a.docx",
        keeps=WORDS,
        warns=True,
        build=lambda: changed(docx(table()), "word/embeddings/oleObject1.bin", b"MZ\x90"),
    ),
    Hostile(
        id="word: an embedded workbook",
        name="a.docx",
        keeps=WORDS,
        warns=True,
        build=lambda: changed(docx(table()), "word/embeddings/Microsoft_Excel_Sheet.xlsx", xlsx({"A": cells()})),
    ),
    Hostile(
        id="word: a template and a picture elsewhere",
        name="a.docx",
        keeps=WORDS,
        build=lambda: changed(
            docx(table()),
            "word/_rels/document.xml.rels",
            relations([("r1", "attachedTemplate", "http://127.0.0.1:9/t.dotm"), ("r2", "image", "file:///etc/passwd")]),
        ),
    ),
    Hostile(id="sheet: a cell at the last address", name="a.xlsx", keeps=WORDS, warns=True, build=far_cell),
    Hostile(
        id="sheet: says it is one cell",
        name="a.xlsx",
        keeps=WORDS,
        build=lambda: xlsx({"A": cells(before='<dimension ref="A1"/>')}),
    ),
    Hostile(
        id="sheet: says it is all cells",
        name="a.xlsx",
        keeps=WORDS,
        build=lambda: xlsx({"A": cells(before='<dimension ref="A1:XFD1048576"/>')}),
    ),
    Hostile(id="sheet: merged from end to end", name="a.xlsx", keeps=WORDS, build=merged_whole),
    Hostile(id="sheet: five thousand wide merges", name="a.xlsx", keeps=WORDS, build=many_merges),
    Hostile(id="sheet: a row of 2,000 cells", name="a.xlsx", keeps=WORDS, warns=True, build=wide_rows),
    Hostile(id="sheet: 400,000 unused strings", name="a.xlsx", keeps=WORDS, build=many_strings),
    Hostile(
        id="sheet: a string that is not there",
        name="a.xlsx",
        keeps=WORDS,
        warns=True,
        build=lambda: xlsx({"A": cells(("05/02/2021", '<c t="s"><v>9999999</v></c>'))}),
    ),
    Hostile(
        id="sheet: dates out of all time",
        name="a.xlsx",
        keeps=WORDS,
        warns=True,
        build=lambda: xlsx({"A": cells((1e300, "Rook."), (-1e9, "Crow."), ("<c><v>NaN</v></c>", "Jay."))}),
    ),
    Hostile(
        id="sheet: formulas",
        name="a.xlsx",
        keeps=(*WORDS, "=HYPERLINK"),
        build=lambda: xlsx({"A": cells(("05/02/2021", '=HYPERLINK("http://127.0.0.1:9","x")'.replace('"', "&quot;")))}),
    ),
    Hostile(id="pdf: one stream of 2 GB", name="a.pdf", codes=(LIMIT, NO_TEXT, DAMAGED), build=great_stream),
    Hostile(id="pdf: a page tree that holds itself", name="a.pdf", codes=(DAMAGED, NO_TEXT, LIMIT), build=page_loop),
    Hostile(id="pdf: 200,000 pages", name="a.pdf", codes=(LIMIT, NO_TEXT, DAMAGED), build=many_pages),
    Hostile(id="pdf: arrays 100,000 deep", name="a.pdf", codes=(DAMAGED, NO_TEXT), build=deep_array),
    Hostile(id="pdf: a script on opening", name="a.pdf", codes=(NO_TEXT,), build=script_in_pdf),
    Hostile(id="pdf: password", name="a.pdf", codes=(PASSWORD,), build=locked_pdf),
    Hostile(
        id="pdf: cut in half",
        name="a.pdf",
        codes=(DAMAGED, NO_TEXT),
        build=lambda: table_pdf()[: len(table_pdf()) // 2],
    ),
    Hostile(id="pdf: only its first line", name="a.pdf", codes=(DAMAGED,), build=_(b"%PDF-1.7\n")),
    Hostile(id="old Word", name="a.doc", codes=(KIND,), build=lambda: ole("WordDocument")),
    Hostile(id="old Excel under the new name", name="a.xlsx", codes=(KIND,), build=lambda: ole("Workbook")),
    Hostile(id="Word with a password", name="a.docx", codes=(PASSWORD,), build=lambda: ole("EncryptedPackage")),
    Hostile(id="Outlook message", name="a.msg", codes=(KIND,), build=lambda: ole("__substg1.0_")),
    Hostile(id="mislabelled: Word as PDF", name="a.pdf", codes=(KIND,), build=lambda: docx(table())),
    Hostile(id="mislabelled: Excel as Word", name="a.docx", codes=(KIND,), build=lambda: xlsx({"A": cells()})),
    Hostile(id="mislabelled: program as text", name="a.txt", codes=(KIND,), build=_(b"MZ\x90\0\3\0\0\0\4\0" * 50)),
    Hostile(id="mislabelled: noise as table", name="a.csv", codes=(KIND,), build=_(bytes(range(256)) * 40)),
    Hostile(
        id="mislabelled: plain zip as Word", name="a.docx", codes=(KIND, DAMAGED), build=lambda: packed({"a.txt": "x"})
    ),
    Hostile(
        id="mislabelled: two kinds at once",
        name="a.pdf",
        codes=(KIND, DAMAGED, NO_TEXT, NO_CHRONOLOGY),
        build=lambda: b"%PDF-1.7\n" + docx(table()),
    ),
    Hostile(
        id="mislabelled: web page as Excel", name="a.xlsx", codes=(KIND, DAMAGED), build=_(b"<html><script>x</script>")
    ),
    Hostile(id="empty", name="a.docx", codes=(EMPTY,), build=_(b"")),
    Hostile(id="only zeros", name="a.csv", codes=(EMPTY,), build=_(b"\0" * 5_000)),
    Hostile(
        id="text: one line of 3 MB",
        name="a.csv",
        keeps=WORDS,
        warns=True,
        build=lambda: (CSV + "05/02/2021,Rook " + "x" * 3_000_000 + "\n").encode(),
    ),
    Hostile(
        id="text: a quotation mark never closed",
        name="a.csv",
        keeps=WORDS,
        warns=True,
        build=lambda: (CSV + '05/02/2021,"Rook said so\n06/02/2021,Crow too.\n').encode(),
    ),
    Hostile(id="text: zeros within", name="a.csv", keeps=WORDS, build=lambda: (CSV + "05/02/2021,Ro\0ok.\n").encode()),
    Hostile(
        id="text: broken UTF-8",
        name="a.csv",
        keeps=WORDS,
        build=lambda: CSV.encode() + b"05/02/2021,Caf\xe9 \x80 visit.\n",
    ),
    Hostile(
        id="text: signs of no encoding",
        name="a.csv",
        keeps=WORDS,
        warns=True,
        build=lambda: CSV.encode() + b"05/02/2021,Caf\xe9 \x81\x8d visit.\n",
    ),
    Hostile(id="text: UTF-16 without its mark", name="a.csv", keeps=WORDS, build=lambda: CSV.encode("utf-16-le")),
    Hostile(
        id="text: UTF-16 cut in a sign",
        name="a.csv",
        keeps=WORDS,
        warns=True,
        build=lambda: CSV.encode("utf-16") + b"\x20",
    ),
    Hostile(id="text: UTF-32", name="a.csv", codes=(KIND,), build=lambda: CSV.encode("utf-32-be")),
    Hostile(
        id="text: signs that are not seen",
        name="a.csv",
        keeps=("Her\u200bon vi\u202esit to the a\u2066unt.",),
        warns=True,
        build=lambda: ("Date,Event\n" + HIDDEN).encode(),
    ),
    Hostile(
        id="text: tags and scripts",
        name="a.csv",
        keeps=("<script>alert(1)</script>",),
        build=lambda: (CSV + "05/02/2021,<script>alert(1)</script><img src=//evil.example>\n").encode(),
    ),
    Hostile(
        id="text: a digit 20,000 times",
        name="a.csv",
        keeps=WORDS,
        build=lambda: (CSV + "05/02/2021," + "1" * 20_000 + "\n" + "9" * 5_000 + ",Rook.\n").encode(),
    ),
    Hostile(
        id="text: dates by the thousand in a cell",
        name="a.csv",
        keeps=WORDS,
        build=lambda: (CSV + "05/02/2021," + "1/2/21 and " * 3_000 + "\n").encode(),
    ),
    Hostile(
        id="text: brackets 20,000 deep",
        name="a.txt",
        keeps=WORDS,
        build=lambda: (TEXT + "05/02/2021 Rook " + "(" * 20_000 + "\n").encode(),
    ),
    Hostile(
        id="mail: a path in the attachment's name",
        name="a.eml",
        keeps=WORDS,
        build=lambda: mail("../../../etc/cron.d/evil.csv", CSV.encode()),
    ),
    Hostile(id="mail: a bomb attached", name="a.eml", keeps=WORDS, build=lambda: mail("a.docx", tight_member())),
    Hostile(id="mail: 50,000 parts", name="a.eml", codes=(NO_CHRONOLOGY, LIMIT, DAMAGED), build=parts_bomb),
    Hostile(
        id="mail: a boundary that never ends",
        name="a.eml",
        codes=(NO_CHRONOLOGY, DAMAGED, EMPTY),
        build=_(b"MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n"),
    ),
)
