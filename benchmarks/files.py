"""How long a file takes from the door to the case, by format and by stage.

    invented rows  ->  one file a format  ->  read (file to dated entries) / language / save  ->  a table

`make bench` runs it; `python benchmarks/files.py --rows 1000 --repeat 3` alone. Times are the best of
the repeats; read them as ratios within one run, since machines and their load differ.
"""

from __future__ import annotations

import argparse
import csv
import io
import random
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from docx import Document
from openpyxl import Workbook
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.platypus import Paragraph, SimpleDocTemplate, Table, TableStyle

from ingest.draft import Scope
from ingest.limits import DEFAULT_LIMITS
from ingest.read import language_reader, read_file, read_language
from model.case import CaseInfo
from model.store import Store

Row = tuple[str, str, str, str]
HEADERS = ("Date", "Source", "Event", "Action taken")
SEED = 7  # the same rows in every run
OPENINGS = (
    "HV to family home, mother and baby seen.",
    "TC from school: child absent three days, no reply from mother.",
    "Strategy discussion held with police and paediatrician, s47 enquiry agreed.",
    "Referral received from midwife, unborn baby due in eight weeks.",
    "DNA clinic appointment, letter sent, second this month.",
    "Core group held. Father sent apologies. School nurse not invited.",
)
DETAILS = (
    "Home warm and tidy, bottles sterilised.",
    "Mother said that she and father had argued on Saturday but 'nothing happened'.",
    "Discussed safer sleep, smoking outside, and who else stays at the house.",
    "Child quiet, said that he likes his new bed.",
    "No evidence that the information was shared with the health visitor.",
    "Police informed, PPN to follow.",
)
ACTIONS = ("NFA.", "To ring again on Monday.", "Next meeting in six weeks.", "Copied to GP.", "TM to review.")


def invented_rows(count: int) -> list[Row]:
    """Rows in the style of a social care chronology, about three a week."""
    random.seed(SEED)
    first = time.strptime("2019-01-07", "%Y-%m-%d")
    start = time.mktime(first)
    rows = []
    for number in range(count):
        day = time.strftime("%d/%m/%Y", time.localtime(start + number * 2 * 86_400))
        event = " ".join([random.choice(OPENINGS), *random.sample(DETAILS, k=random.randint(1, 3))])
        rows.append((day, f"SW{random.randint(1, 4)}", event, random.choice(ACTIONS)))
    return rows


def as_docx(rows: list[Row]) -> bytes:
    document = Document()
    table = document.add_table(rows=0, cols=len(HEADERS))
    for row in (HEADERS, *rows):
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def as_xlsx(rows: list[Row]) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Chronology")
    for row in (HEADERS, *rows):
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def as_csv(rows: list[Row]) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out).writerows([HEADERS, *rows])
    return out.getvalue().encode("utf-8")


def as_pdf(rows: list[Row]) -> bytes:
    style = getSampleStyleSheet()["BodyText"]
    cells = [[Paragraph(text, style) for text in row] for row in (HEADERS, *rows)]
    table = Table(cells, repeatRows=1, colWidths=(70, 60, 420, 180))
    table.setStyle(TableStyle([("GRID", (0, 0), (-1, -1), 0.5, "black"), ("VALIGN", (0, 0), (-1, -1), "TOP")]))
    out = io.BytesIO()
    SimpleDocTemplate(out, pagesize=landscape(A4)).build([table])
    return out.getvalue()


FORMATS: dict[str, Callable[[list[Row]], bytes]] = {"docx": as_docx, "xlsx": as_xlsx, "csv": as_csv, "pdf": as_pdf}


def measure(name: str, data: bytes) -> dict[str, float]:
    """Seconds a stage for one file, with the number of entries that came out."""
    info = CaseInfo(id="bench", title="Benchmark")
    with tempfile.TemporaryDirectory() as folder:
        store = Store.create(Path(folder) / "bench.case", info)
        started = time.perf_counter()
        reading = read_file(name, data, agency="childrens_social_care", scope=Scope(), limits=DEFAULT_LIMITS)
        read = time.perf_counter()
        events = read_language(reading, info)
        understood = time.perf_counter()
        store.add_source(reading.source, data, reading.entries, events)
        saved = time.perf_counter()
        store.close()
    return {
        "entries": len(reading.entries),
        "events": len(events),
        "read": read - started,
        "language": understood - read,
        "save": saved - understood,
        "all": saved - started,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=1000)
    parser.add_argument("--repeat", type=int, default=3)
    args = parser.parse_args()
    rows = invented_rows(args.rows)
    language_reader()  # loaded once a process: not part of a file's time
    print(
        f"{'format':8}{'entries':>9}{'events':>9}{'read s':>9}{'language s':>12}{'save s':>9}{'all s':>9}{'share':>10}"
    )
    for name, build in FORMATS.items():
        data = build(rows)
        best = min((measure(f"chronology.{name}", data) for _ in range(args.repeat)), key=lambda m: m["all"])
        share = best["language"] / best["all"]
        print(
            f"{name:8}{best['entries']:9.0f}{best['events']:9.0f}{best['read']:9.2f}{best['language']:12.2f}"
            f"{best['save']:9.2f}{best['all']:9.2f}{share:10.0%}"
        )


if __name__ == "__main__":
    main()
