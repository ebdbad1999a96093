"""Small pieces that every page uses: links that change the view, chips, notices, headings.

A link that changes the view is a plain `<a href>` with the class "nav": `assets/casethread.js` follows
it without loading the page anew, and it still works as an ordinary link (new tab, no script).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component

Children = Any  # what a Dash component accepts as children


def attrs(**names: object) -> Any:
    """Attributes with a hyphen in their name: attrs(aria_label="Filters") is {"aria-label": "Filters"}.

    The result is typed `Any`, since Dash's signatures do not know such names.
    """
    return {name.replace("_", "-"): value for name, value in names.items()}


def nav_link(
    text: Children, href: str, *, class_name: str = "", current: bool = False, key: str = "", **more: Any
) -> Component:
    """A link to another view or page of ours. `current` marks the one that is shown.

    `key` names the link across views: a change of view makes the controls anew, and the script gives
    the focus back to the link of the same key.
    """
    extra: Any = (attrs(aria_current="true") if current else {}) | (attrs(data_key=key) if key else {}) | more
    return html.A(text, href=href, className=f"nav {class_name}".strip(), **extra)


def decoration(text: str, class_name: str) -> Component:
    """A sign that only repeats what words beside it say."""
    return html.Span(text, className=class_name, **attrs(aria_hidden="true"))


def hidden(text: str) -> Component:
    """Words for screen readers only."""
    return html.Span(text, className="visually-hidden")


def notice(children: Children, *, title: str = "", role: str | None = None, quiet: bool = False) -> Component:
    """A calm box that says something the reader should know; `quiet` for what is no cause to act."""
    head = [html.Strong(title, className="notice-title")] if title else []
    more: dict[str, Any] = {"role": role} if role else {}
    return html.Div([*head, html.Div(children)], className="notice quiet" if quiet else "notice", **more)


def facts(pairs: Sequence[tuple[str, Children]]) -> Component:
    """A list of what is known: names on the left, values on the right."""
    rows = [html.Div([html.Dt(name), html.Dd(value)]) for name, value in pairs if value]
    return html.Dl(rows, className="facts")


def tag(text: str, class_name: str = "") -> Component:
    """A short word in a frame."""
    return html.Span(text, className=f"tag {class_name}".strip())


def agency_code(text: str, colour: str) -> Component:
    """An agency's name with its lane's colour beside it; the name is what tells it."""
    return html.Span([html.Span(className="swatch", style={"background": colour}), text], className="agency")


def text_field(label: str, field: Component, hint: str = "", class_name: str = "") -> Component:
    """A labelled form field; the hint belongs to its label."""
    inside = [html.Span(label, className="label-text")]
    if hint:
        inside.append(html.Span(hint, className="hint"))
    return html.Label([*inside, field], className=f"field {class_name}".strip())


def live_region(id_: str) -> Component:
    """Where a page says aloud what has changed; politely, and unseen."""
    return html.Div(id=id_, className="visually-hidden", role="status", **attrs(aria_live="polite"))
