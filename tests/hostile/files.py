"""Files made to harm, or merely broken, each with what must become of it.

    FILES  ->  Hostile(id, name, build, code | keeps, warns)

`code` is the error that must be told; where it is "" the file must be read, with every text of `keeps` in some
entry, and with a problem told where `warns`. Every person in them is invented. Findings of `make fuzz` are added
here as files of their own.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tests.builders.office_files import docx, ole, packed, relations, tbl, tc, tr, xlsx
from tests.hostile.making import (
    CSV,
    HIDDEN,
    LAUGHS,
    OUTSIDE,
    REMOTE,
    TEXT,
    WORDS,
    before_the_beginning,
    cells,
    changed,
    deep_array,
    deep_elements,
    ebcdic_doctype,
    far_cell,
    great_stream,
    in_utf_7,
    locked_pdf,
    locked_zip,
    lying_size,
    mail,
    many_members,
    many_merges,
    many_pages,
    many_strings,
    merged_whole,
    nested,
    one_great_member,
    overlapping,
    page_loop,
    parts_bomb,
    script_in_pdf,
    table,
    table_pdf,
    tight_member,
    two_of_a_name,
    utf_16_doctype,
    wide_rows,
)

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
