"""The knowledge matrix and its neighbours as plain rows: words for the screen, no components.

Matrix  ->  matrix_page  ->  KnowledgeRow (one event, a CellText an agency)
Flow    ->  flow_rows    ->  FlowRow
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from dashboard import words
from dashboard.casebook import CaseBook
from model.case import Event
from model.flow import Flow
from model.knowledge import SENT, Known
from model.matrix import Cell, Matrix, MatrixRow
from model.when import DayRange, in_words

QUOTE_CHARS = 110
STATE_WORDS: Final[dict[str, str]] = {
    "source": "recorded it itself",
    "known": "knew of it",
    "sent": "was sent word of it; no trace in the files supplied that it arrived",
    "no_record": "no record was found in the files supplied that it knew",
    "not_expected": "no record, and no rule expects it to know",
    "not_covered": "its file does not speak of that time, or none was supplied",
}
SHORT: Final[dict[str, str]] = {
    "source": "source",
    "sent": "sent",
    "no_record": "no record",
    "not_expected": "·",
    "not_covered": "–",
}
HOW_WORDS: Final[dict[str, str]] = {
    "own record": "From its own record.",
    "told": "Told by {by}, as its own record says.",
    "at a meeting": "It was at the meeting, as the record of {by} says.",
    "took part": "It took part, as the record of {by} says.",
    "said by another": "Told, as the record of {by} says.",
    SENT: "Word was sent by {by}. No trace was found in the files supplied that it arrived.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class CellText:
    """One cell: its short text, its full words for the ear and the hover, its state."""

    agency: str
    short: str
    said: str
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class KnowledgeRow:
    """One line of the matrix. `note` says where sharing was not recorded in any file."""

    event: Event
    when: str
    what: str
    quote: str
    cells: tuple[CellText, ...]
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class KnowledgePage:
    """Rows `first` to `last` of `total`, counting from 1."""

    rows: tuple[KnowledgeRow, ...]
    page: int
    pages: int
    first: int
    last: int
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowRow:
    """One direction between two agencies, in words."""

    sender: str
    receiver: str
    times: str
    both: str
    delay: str
    transit: str
    period: str


def matrix_page(book: CaseBook, matrix: Matrix, page: int, per_page: int) -> KnowledgePage:
    """One page of the matrix; a page beyond the last shows the last."""
    pages = max(1, -(-len(matrix.rows) // per_page))
    page = min(max(1, page), pages)
    shown = matrix.rows[(page - 1) * per_page : page * per_page]
    first = (page - 1) * per_page + 1 if shown else 0
    return KnowledgePage(
        rows=tuple(knowledge_row(book, row, matrix.agencies) for row in shown),
        page=page,
        pages=pages,
        first=first,
        last=first + len(shown) - 1 if shown else 0,
        total=len(matrix.rows),
    )


def knowledge_row(book: CaseBook, row: MatrixRow, agencies: tuple[str, ...]) -> KnowledgeRow:
    """One event of the matrix in words."""
    alone = all(cell.known is None for side, cell in row.cells.items() if side != book.knowing.view.side(row.event))
    unsaid = alone and not row.sharing_recorded
    return KnowledgeRow(
        event=row.event,
        when=words.event_when(row.event),
        what=words.kind(row.event),
        quote=words.clipped(book.knowing.view.clause(row.event), QUOTE_CHARS),
        cells=tuple(cell_text(book, row.cells[agency]) for agency in agencies),
        note="Sharing was not recorded in any file." if unsaid else "",
    )


def cell_text(book: CaseBook, cell: Cell) -> CellText:
    """A cell as it is shown and as it is read out."""
    known = cell.known
    if cell.state == "known" and known is not None:
        short = short_delay(cell.delay)
        said = f"knew of it {delay_words(cell.delay)}; {how_words(book, known)}"
    else:
        short, said = SHORT[cell.state], STATE_WORDS[cell.state]
    return CellText(agency=cell.agency, short=short, said=f"{book.label(cell.agency)}: {said}", state=cell.state)


def how_words(book: CaseBook, known: Known) -> str:
    """How an agency knew, in a sentence."""
    if known.how == "said by another" and not known.by:
        return "Another agency's record says that the news came from it."
    return HOW_WORDS[known.how].format(by=book.label(known.by) if known.by else "another agency")


def short_delay(days: DayRange | None) -> str:
    """A delay as a cell shows it: "same day", "+5 d", "+60 to 74 d"."""
    if days is None or days.most is None:
        return "known"
    if days.fewest == days.most:
        return "same day" if days.most == 0 else f"+{days.most} d"
    return f"+{days.fewest or 0} to {days.most} d"


def delay_words(days: DayRange | None) -> str:
    """The same in full: "on the same day", "5 days later", "60 to 74 days later"."""
    if days is None or days.most is None:
        return "at a time that the dates do not settle"
    if days.fewest == days.most:
        return "on the same day" if days.most == 0 else f"{words.amount(days.most, 'days')} later"
    return f"{days.fewest or 0} to {words.amount(days.most, 'days')} later"


def flow_rows(book: CaseBook, flow: Flow) -> tuple[FlowRow, ...]:
    """The edges of a flow, most tellings first."""
    rows = []
    for edge in sorted(flow.edges, key=lambda e: (-e.count, e.sender, e.receiver)):
        both = sum(telling.in_both_files for telling in edge.tellings)
        ends = dict.fromkeys(f"{day.day} {day:%b} {day.year}" for day in (edge.first, edge.last) if day)
        rows.append(
            FlowRow(
                sender=book.label(edge.sender),
                receiver=book.label(edge.receiver),
                times=str(edge.count),
                both=str(both),
                delay=_median(edge.delay),
                transit=_median(edge.transit),
                period=" to ".join(ends),
            )
        )
    return tuple(rows)


def _median(days: DayRange | None) -> str:
    if days is None or days.most is None:
        return "not known"
    if days.fewest == days.most:
        return words.amount(days.most, "days")
    return f"{days.fewest or 0} to {words.amount(days.most, 'days')}"


def since_words(known: Known) -> str:
    """Since when, in words."""
    return in_words(known.since)
