"""The page of gaps: a card each, by kind, with the evidence for and against."""

from __future__ import annotations

from collections import Counter

from dash import html
from dash.development.base_component import Component

from dashboard import words
from dashboard.casebook import CaseBook
from dashboard.components.basic import attrs, nav_link, notice
from dashboard.components.gap_card import gap_card
from dashboard.components.prompts import answered, good_practice, noticed
from dashboard.config import Settings
from dashboard.routes import address
from dashboard.urlstate import ViewState


def gap_list(book: CaseBook, case: str, state: ViewState, settings: Settings) -> list[Component]:
    """The page's body: what the list is, the kinds, the cards, and what could not be judged."""
    wanted = [
        g
        for g in book.findings.gaps  # in the order of triage, where the book's own are in time order
        if (not state.gaps or g.kind in state.gaps)
        and (not state.agencies or not g.agencies or set(g.agencies) & set(state.agencies))
    ]
    pages = max(1, -(-len(wanted) // settings.cards_per_page))
    page = min(state.page, pages)
    shown = wanted[(page - 1) * settings.cards_per_page : page * settings.cards_per_page]
    total = words.counted(len(book.gaps), "gap")
    return [
        html.H1("Gaps"),
        notice(
            "A gap is a prompt to look again. It rests on the files supplied and nothing else: no record found is not "
            "the same as nothing done. Each card shows what speaks for it and what speaks against it.",
            quiet=True,
        ),
        _kinds(book, case, state),
        html.P(
            (f"{len(wanted):,} of {total} shown" if len(wanted) != len(book.gaps) else total)
            + ", those first that a panel would want first.",
            className="count-line",
        ),
        *([gap_card(book, case, g) for g in shown] or [html.P("None of this kind was found.", className="empty")]),
        *_pager(case, state, page, pages),
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


def _pager(case: str, state: ViewState, page: int, pages: int) -> list[Component]:
    if pages == 1:
        return []
    links: list[Component] = []
    if page > 1:
        links.append(nav_link("Previous", address(case, "gaps", state.but(page=page - 1))))
    links.append(html.Span(f"Page {page} of {pages}"))
    if page < pages:
        links.append(nav_link("Next", address(case, "gaps", state.but(page=page + 1))))
    return [html.Nav(links, className="pager", **attrs(aria_label="Pages of gaps"))]


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
