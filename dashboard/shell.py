"""What stands around every page: skip link, banner, navigation, live region, place for messages."""

from __future__ import annotations

from dash import dcc, html
from dash.development.base_component import Component

from dashboard import ids
from dashboard.components.basic import attrs, nav_link
from dashboard.config import Settings
from dashboard.routes import HOME, PAGES, UNDER, UNLISTED, address


def shell(settings: Settings, *, team: bool = False) -> Component:
    """The frame of the whole application; a page is put into its main part. A `team` gets the way to its accounts."""
    return html.Div(
        [
            dcc.Location(id=ids.URL, refresh=False),
            dcc.Store(id=ids.REVISION, storage_type="memory", data=0),
            html.A("Skip to the page", href="#main", className="skip"),
            html.Header(
                [
                    nav_link("Casethread", HOME, class_name="brand"),
                    html.Div(
                        [
                            *([html.A("Account", href="/account", className="banner-link")] if team else []),
                            html.Button("Dark colours", id="theme", className="theme", type="button"),
                            html.Span(
                                settings.handling, className="handling", title="Handling: keep to those who need it"
                            ),
                        ],
                        className="banner-end",
                    ),
                ],
                className="banner",
            ),
            html.Div(id=ids.ERROR, className="page-error", role="alert"),
            html.Div(id=ids.PAGE, className="page"),
            html.Footer(
                "Gaps are prompts to look again at the records supplied. They are not findings about any "
                "person or agency.",
                className="foot",
            ),
        ],
        className="shell",
    )


def case_frame(
    case: str,
    title: str,
    subject: str,
    page: str,
    body: list[Component],
    bar: Component | None = None,
    switch: Component | None = None,
) -> list[Component]:
    """The heading and navigation of a page of a case and its body; `bar` between them, `switch` by the title."""
    links = [
        html.Li(nav_link(label, address(case, name), current=name == UNDER.get(page), **_shown(name == page)))
        for name, label in PAGES.items()
        if name not in UNLISTED
    ]
    return [
        html.Section(
            [
                html.Div(
                    [
                        html.Span(title, className="case-title"),
                        html.Span(subject, className="case-subject"),
                        *([switch] if switch is not None else []),
                    ],
                    className="case-name",
                ),
                html.Nav(html.Ul(links), className="tabs", **attrs(aria_label="Pages of this case")),
            ],
            className="case-head",
            **attrs(aria_label="This case"),
        ),
        *([bar] if bar is not None else []),
        html.Main(body, id="main", className=f"main main-{page}", tabIndex="-1", **attrs(data_title=PAGES[page])),
    ]


def _shown(on: bool) -> dict[str, str]:
    return dict(attrs(aria_current="page")) if on else {}


def plain_frame(title: str, body: list[Component]) -> list[Component]:
    """A page that belongs to no case."""
    return [html.Main([html.H1(title), *body], id="main", className="main", tabIndex="-1", **attrs(data_title=title))]
