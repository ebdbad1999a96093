"""The page of gaps: a register to sort and filter, with the chosen gap's evidence for and against beside it.

CaseBook + ViewState  ->  tables.gaps.register  ->  register and card, or every card; then what is not in the register
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final

from dash import html
from dash.development.base_component import Component

from dashboard import ids, words
from dashboard.casebook import CaseBook
from dashboard.components.basic import attrs, nav_link, notice
from dashboard.components.empty import no_files
from dashboard.components.gap_card import gap_beside, gap_card
from dashboard.components.gap_register import register_table
from dashboard.components.paging import choices, paged, pager
from dashboard.components.prompts import answered, good_practice, noticed
from dashboard.config import Settings
from dashboard.routes import address
from dashboard.tables.gaps import ORDERS, GapRow, register
from dashboard.urlstate import ViewState

CARDS: Final = "cards"  # what the address shows instead of the register


def gap_list(book: CaseBook, case: str, state: ViewState, settings: Settings) -> list[Component]:
    """The page's body: the kinds, the register with the chosen gap beside it (or every card), what was not judged."""
    if not book.case.events:
        return [html.H1("Gaps"), *no_files(book, case, "the gaps are listed here")]
    rows = register(book, state)
    shown, page, pages = paged(rows, state.page, settings.cards_per_page)
    total = words.counted(len(book.gaps), "gap")
    many = f"{len(rows):,} of {total} shown" if len(rows) != len(book.gaps) else total
    body = _cards(book, case, state, shown, many) if state.show == CARDS else _beside(book, case, state, shown, many)
    return [
        html.H1("Gaps"),
        notice(
            "A gap is a prompt to look again. It rests on the files supplied and nothing else: no record found is not "
            "the same as nothing done. Each card shows what speaks for it and what speaks against it.",
            quiet=True,
        ),
        html.Div([_kinds(book, case, state), _verdicts(book, case, state), _shows(case, state)], className="chip-rows"),
        *(body if rows else [html.P("None of this kind was found.", className="empty")]),
        *pager(case, "gaps", lambda number: state.but(page=number).query(), page, pages),
        *(
            [
                *good_practice(book, case, book.findings.good_practice),
                *_contradictions(book, case),
                *noticed(book, case, book.findings.noticed),
                *answered(book, case, book.findings.answered),
                *_not_judged(book, case),
            ]
            if page == pages
            else []
        ),
    ]


def _cards(book: CaseBook, case: str, state: ViewState, rows: Sequence[GapRow], many: str) -> list[Component]:
    """Every gap told in full, one below the other."""
    return [
        html.P(f"{many}, {_order(state)}.", className="count-line"),
        *(gap_card(book, case, r.gap) for r in rows),
    ]


def _beside(book: CaseBook, case: str, state: ViewState, rows: Sequence[GapRow], many: str) -> list[Component]:
    """The register, and the card of the chosen gap (of the first where none is chosen) beside it."""
    if not rows:
        return []
    at = next((n for n, row in enumerate(rows) if row.gap.id == state.gap), 0)
    table = register_table(book, case, state, rows, rows[at].gap.id, f"{many}, {_order(state)}")
    card = gap_beside(book, case, rows[at].gap, _steps(case, state, rows, at))
    panel = html.Aside(card, id=ids.GAP_PANEL, className="panel gap-panel", **attrs(aria_label="The chosen gap"))
    return [html.Div([html.Div(table, className="register-box"), panel], className="register-and-card")]


def _steps(case: str, state: ViewState, rows: Sequence[GapRow], at: int) -> Component:
    """To the gap before and after it in the register."""
    links = [
        nav_link(text, address(case, "gaps", state.but(gap=rows[n].gap.id, page=state.page)), class_name="button small",
                 key=key)
        for n, text, key in ((at - 1, "Previous", "previous-gap"), (at + 1, "Next", "next-gap"))
        if 0 <= n < len(rows)
    ]  # fmt: skip
    return html.Div([*links, html.Span(f"{at + 1} of {len(rows)}", className="muted")], className="group steps")


def _order(state: ViewState) -> str:
    if (state.sort or "").lstrip("-") in ORDERS:
        return "in the order of the marked column"
    return "those first that a panel would want first"


def _verdicts(book: CaseBook, case: str, state: ViewState) -> Component:
    """What reviewers said of them; nothing to choose from while nothing was said."""
    counts: Counter[str] = Counter(g.status for g in book.findings.gaps)
    if set(counts) <= {"proposed"} and not state.statuses:
        return html.Div()
    links = [
        html.Li(
            nav_link(f"{words.GAP_STATUS_SHORT[status]} ({counts[status]})",
                     address(case, "gaps", state.toggled("statuses", status)), class_name="chip",
                     current=status in state.statuses, key=f"status-{status}")
        )
        for status in words.GAP_STATUS_SHORT
        if counts[status] or status in state.statuses
    ]  # fmt: skip
    return html.Ul(links, className="chips", **attrs(aria_label="What reviewers said of them"))


def _shows(case: str, state: ViewState) -> Component:
    options = [("", "Register", state.but(show=None).query()), (CARDS, "All cards", state.but(show=CARDS).query())]
    return choices(case, "gaps", options, CARDS if state.show == CARDS else "", "How they are shown")


def _kinds(book: CaseBook, case: str, state: ViewState) -> Component:
    counts = Counter(g.kind for g in book.gaps)
    everything = address(case, "gaps", state.but(gaps=()))
    links = [html.Li(nav_link("All", everything, class_name="chip", current=not state.gaps, key="all"))]
    links += [
        html.Li(
            nav_link(f"{words.gap_kind_name(kind)} ({n})", address(case, "gaps", state.toggled("gaps", kind)),
                     class_name="chip", current=kind in state.gaps, key=kind,)
        )
        for kind, n in sorted(counts.items(), key=lambda item: words.gap_kind_name(item[0]))
    ]  # fmt: skip
    return html.Ul(links, className="chips", **attrs(aria_label="Kinds of gap"))


def _contradictions(book: CaseBook, case: str) -> list[Component]:
    found = book.findings.contradictions
    if not found:
        return []
    items = [
        html.Li(
            [
                c.explanation,
                html.Div(
                    [
                        nav_link(words.event_when(book.event_by_id[e]) + ", " + words.kind(book.event_by_id[e]),
                                 address(case, "timeline", ViewState(event=e)), class_name="spaced")
                        for e in c.events
                        if e in book.event_by_id
                    ]
                ),
            ]
        )
        for c in found
    ]  # fmt: skip
    return [
        html.H2("Statements that cannot all hold"),
        html.P("The records supplied differ. Which is right is for a person to say."),
        html.Ul(items, className="plain-list cards-list"),
    ]


def _not_judged(book: CaseBook, case: str) -> list[Component]:
    if not book.findings.not_judged:
        return []
    return [
        html.H2("Could not be judged"),
        html.P("These rules had too little to go on in the files supplied. No gap is claimed and none is ruled out."),
        html.P(nav_link("The rules, their values and profiles", address(case, "rules"))),
        html.Details(
            [
                html.Summary(f"{words.counted(len(book.findings.not_judged), 'rule')}, each with the reason"),
                html.Ul([html.Li(text) for text in book.findings.not_judged]),
            ],
            className="folded",
        ),
    ]
