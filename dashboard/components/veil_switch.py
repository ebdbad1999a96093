"""Whether names are shown: three buttons by the title of a case, on every page of it."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from dashboard import ids
from dashboard.components.basic import attrs
from dashboard.veils import MODES


def veil_switch(mode: str) -> Component:
    """The buttons; the one in force is pressed."""
    buttons = [
        html.Button(
            label, id=ids.veil(value), className="button small", type="button", n_clicks=0,
            **attrs(aria_pressed="true" if value == mode else "false"),
        )
        for value, label in MODES.items()
    ]  # fmt: skip
    return html.Div(
        [html.Span("Names:", className="muted"), *buttons], className="veil-switch group", role="group",
        **attrs(aria_label="How names are shown"),
    )  # fmt: skip
