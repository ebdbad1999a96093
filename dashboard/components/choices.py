"""Lists to choose from that are what they look like: the browser's own select, and checkboxes with their names.

Dash's own drop-down and checklist nest focusable parts and leave lists without a name (axe-core, dash 4.4), so a
callback takes the choice from a store of the same id, property "data"; `assets/screen.js` keeps the store filled.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from dashboard.components.basic import attrs, decoration


def pick_one(id_: str, options: Sequence[tuple[str, str]], *, label: str, chosen: str | None = None) -> Component:
    """One of several (value, words); nothing is chosen at first, unless `chosen` is: it then stands first."""
    made = [html.Option(text, value=value) for value, text in sorted(options, key=lambda o: o[0] != chosen)]
    first = [] if chosen is not None else [html.Option("Choose", value="")]
    select = html.Select([*first, *made], className="select", **attrs(data_fills=id_, aria_label=label))
    return html.Div([select, dcc.Store(id=id_, storage_type="memory", data=chosen)])


def pick_some(id_: str, options: Sequence[tuple[str, str]], chosen: Collection[str], *, label: str) -> Component:
    """Any of several (value, words)."""
    boxes = [_box(value, text, value in chosen) for value, text in options]
    group: Any = attrs(data_fills=id_, aria_label=label)
    store = dcc.Store(id=id_, storage_type="memory", data=[v for v, _ in options if v in chosen])
    return html.Div([html.Div(boxes, className="check-list", role="group", **group), store])


def _box(value: str, text: str, on: bool) -> Component:
    more = attrs(aria_checked="true" if on else "false", data_value=value)
    inside = [decoration("", "box"), html.Span(text)]
    return html.Button(inside, className="check", type="button", role="checkbox", **more)
