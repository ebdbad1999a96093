"""A verdict on a gap: confirmed, answered, or dismissed with a reason; open again; notes and tags."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from dashboard import words
from dashboard.casebook import CaseBook
from dashboard.components.edit_event import history, note_forms, notes, signed
from dashboard.components.edit_fields import Field, buttons, fold, form, reason, submit
from dashboard.components.walkthrough_forms import add_to_walkthrough
from model.case import Gap


def edit_gap(book: CaseBook, gap: Gap) -> list[Component]:
    """What was decided on the gap, and the ways to decide anew."""
    decided = book.review.verdicts.get(gap.id)
    made = str(len(book.review.history.get(gap.id, ())))
    said: list[Component] = []
    if decided is not None:
        then = decided.value.get("measured")
        moved = isinstance(then, list) and then != list(gap.measured)
        changed = [html.Span(" The measure has changed since.", className="muted")] if moved else []
        said = [html.P([html.Strong(words.GAP_STATUS_WORDS[gap.status] + ". "), *changed]), signed(decided)]
    items: list[Field] = []
    if gap.status != "confirmed":
        items.append(submit("Confirm", value="confirmed", primary=True, key=f"confirm-{gap.id}"))
    if gap.status != "answered":
        items.append(submit("Answered", value="answered", key=f"answer-{gap.id}"))
    if gap.status != "rejected":
        items.append(submit("Dismiss", value="rejected", key=f"dismiss-{gap.id}"))
    if gap.status != "proposed":
        items.append(submit("Open again", value="proposed", key=f"reopen-{gap.id}"))
    verdict = form(
        "gap",
        gap.id,
        [
            reason("Reason or answer", "Needed to dismiss or answer it; kept in the log."),
            buttons(*items),
        ],
        name="Confirm, answer or dismiss this gap",
        key=made,
    )
    return [
        html.Div(
            [
                html.H3("Review"),
                *said,
                verdict,
                *notes(book, gap.id),
                *history(book, gap.id),
                fold("Note or tag", note_forms(book, gap.id, made), key=f"note-{gap.id}"),
                add_to_walkthrough(book, gap.id, made),
            ],
            className="tools gap-tools",
            key=f"tools-{gap.id}-{made}",
        )
    ]
