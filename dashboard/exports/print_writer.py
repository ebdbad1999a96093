"""A report as a page of fixed width that the browser prints: paper, margins, marks and page numbers by its style.

Report  ->  to_print  ->  HTML: the parts in order, tables with headers that repeat, pictures one a page

The plain print of a screen page keeps the screen's width; this one is made for the paper. Signs, patterns and codes
tell everything that colour does, so black and white loses nothing. Nothing is loaded but the one button's script.
"""

from __future__ import annotations

import re
from html import escape
from importlib.resources import files
from itertools import count
from typing import Final

from dashboard.exports.cells import visible
from dashboard.exports.report import (
    LANGUAGE,
    MARGIN_MM,
    PAPER_MM,
    CellOf,
    Contents,
    Heading,
    Paragraph,
    Picture,
    Report,
    RowOf,
    Table,
)

STYLE: Final = files("dashboard.exports.page").joinpath("print.css").read_text(encoding="utf-8")
ITEMS: Final = '<ul class="items">'
HEAD_MM: Final = 26  # of a picture's page that heading and caption take


def to_print(report: Report, script: str = "") -> str:
    """The page. `script` is the address of what makes its button print."""
    title = _text(report.title)
    style = _page_style(report) + STYLE
    heads = iter(count(1))
    named = [(next(heads), block) for block in report.blocks if isinstance(block, Heading)]
    places = {id(block): number for number, block in named}
    body = "".join(_block(block, places, named) for block in report.blocks)
    body = body.replace("</ul>" + ITEMS, "")  # items that follow one another are one list
    button = f'<p class="screen"><button type="button" id="print">Print</button> {_paper(report)}</p>' if script else ""
    return (
        f'<!DOCTYPE html>\n<html lang="{LANGUAGE}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>Print – Casethread</title><style>{style}</style></head><body><main>{button}"
        f'<p class="handling">{_text(report.handling)}</p><h1 dir="auto">{title}</h1>{body}</main>'
        + (f'<script src="{escape(script)}"></script>' if script else "")
        + "</body></html>\n"
    )


def _text(text: str) -> str:
    return escape(visible(text))


def _paper(report: Report) -> str:
    return (
        f"Made for {escape(report.paper)}, landscape. Choose that paper and no scaling in the browser's print. "
        "Chrome and Edge put the handling mark and the page number on every page; elsewhere use the PDF instead."
    )


def css_string(text: str) -> str:
    """A text as a string of CSS: whatever is not a plain letter, digit or space is written by its number.

    >>> css_string('a"</style>')
    '"a\\\\22 \\\\3c \\\\2f style\\\\3e "'
    """
    return '"' + re.sub(r"[^A-Za-z0-9 ]", lambda found: f"\\{ord(found[0]):x} ", visible(text)) + '"'


def _page_style(report: Report) -> str:
    wide, high = PAPER_MM[report.paper]
    mark, made = css_string(report.handling), css_string(f"Casethread, {report.made:%d %b %Y %H:%M} UTC")
    font = 'font: 9pt "Segoe UI", Arial, "Liberation Sans", sans-serif'
    return (
        f"@page {{ size: {wide}mm {high}mm; margin: {MARGIN_MM}mm;"
        f" @top-center {{ content: {mark}; {font}; font-weight: bold; }}"
        f" @bottom-left {{ content: {made}; {font}; }}"
        f' @bottom-right {{ content: "Page " counter(page) " of " counter(pages); {font}; }} }}\n'
        f":root {{ --width: {wide - 2 * MARGIN_MM}mm; --picture: {high - 2 * MARGIN_MM - HEAD_MM}mm; }}\n"
    )


# ------------------------------------------------------------------ blocks
def _block(block: object, places: dict[int, int], named: list[tuple[int, Heading]]) -> str:
    if isinstance(block, Heading):
        level = min(6, block.level + 1)
        kind = "part" if block.level == 1 else "sub"
        return f'<h{level} id="h{places[id(block)]}" class="{kind}" dir="auto">{_text(block.text)}</h{level}>'
    if isinstance(block, Paragraph):
        text = f"<b>{_text(block.text)}</b>" if block.bold else _text(block.text)
        return f'{ITEMS}<li dir="auto">{text}</li></ul>' if block.bullet else f'<p dir="auto">{text}</p>'
    if isinstance(block, Picture):
        return f"<figure>{block.svg}<figcaption>{_text(block.alt)}</figcaption></figure>"
    if isinstance(block, Contents):
        items = "".join(
            f'<li class="l{head.level}"><a href="#h{number}">{_text(head.text)}</a></li>' for number, head in named
        )
        return f'<nav aria-label="Contents"><p class="contents">Contents</p><ul>{items}</ul></nav>'
    assert isinstance(block, Table)
    return _table(block)


def _table(table: Table) -> str:
    whole = sum(table.shares)
    columns = "".join(f'<col style="width:{100 * share / whole:.2f}%">' for share in table.shares)
    head = "".join(f'<th scope="col">{_text(title)}</th>' for title in table.titles)
    rows = "".join(
        f"<tr{'' if row.long else ' class=whole'}>{''.join(_cell(cell) for cell in row.cells)}</tr>"
        for row in table.rows
    )
    return (
        f"<table><caption>{_text(table.name)}</caption><colgroup>{columns}</colgroup>"
        f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
    )


def _row(row: RowOf) -> str:
    whole = "" if row.long else ' class="whole"'
    return f"<tr{whole}>{''.join(_cell(cell) for cell in row.cells)}</tr>"


def _cell(cell: CellOf) -> str:
    style = f"background:#{cell.fill};" if cell.fill else ""
    style += f"border-left:4px solid #{cell.edge};" if cell.edge else ""
    words = []
    for part in cell.words:
        text = f"<b>{_text(part.lead)}</b>{_text(part.text)}" if part.lead else _text(part.text)
        text = f"<b>{text}</b>" if part.bold else text
        words.append(f'<p dir="auto">{f"<i>{text}</i>" if part.italic else text}</p>')
    return f"<td{f' style={chr(34)}{style}{chr(34)}' if style else ''}>{''.join(words)}</td>"
