"""The web pages: one Dash application over a folder of cases or a single case.

    create_app(place, settings)  ->  Dash: shell, callbacks, upload route, headers  ->  serve.serve

Nothing is loaded from another place, debug mode and the MCP server are off, and an error in a
callback shows a plain message with a reference number, never its text.
"""

from __future__ import annotations

import logging
import secrets
from pathlib import Path
from typing import Final

from dash import Dash, set_props

from dashboard import ids
from dashboard.access.gate import Gate, install
from dashboard.access.guarded import GuardedDash
from dashboard.access.pages import Pages
from dashboard.authors import session_token
from dashboard.callbacks import (
    bring_in,
    cases,
    export,
    knowledge,
    names,
    presence,
    present,
    printing,
    returned,
    review,
    routing,
    rules,
    timeline,
    views,
)
from dashboard.compress import compress
from dashboard.config import DEFAULT_SETTINGS, Settings
from dashboard.jobs import Jobs
from dashboard.library import Library
from dashboard.plain_pages import CasePages
from dashboard.returned.keep import Kept
from dashboard.security import content_security_policy, protect
from dashboard.services import Services
from dashboard.shell import shell
from dashboard.start_token import StartToken, require_start_token
from model.analysis import analyse
from model.errors import CasethreadError

log = logging.getLogger(__name__)

INDEX = """<!DOCTYPE html>
<html lang="en-GB">
    <head>
        {%metas%}
        <title>{%title%}</title>
        {%favicon%}
        {%css%}
    </head>
    <body>
        {%app_entry%}
        <input type="file" id="file-input" multiple hidden aria-hidden="true" tabindex="-1">
        <input type="file" id="folder-input" webkitdirectory hidden aria-hidden="true" tabindex="-1">
        <noscript>Casethread's pages need JavaScript, which is switched off in this browser.</noscript>
        {%config%}
        {%scripts%}
        {%renderer%}
    </body>
</html>"""

CALLBACKS: Final = (
    routing,
    timeline,
    knowledge,
    cases,
    bring_in,
    rules,
    review,
    views,
    export,
    present,
    printing,
    returned,
    names,
)


def create_app(
    place: Path, settings: Settings = DEFAULT_SETTINGS, start: StartToken | None = None, gate: Gate | None = None
) -> GuardedDash:
    """The application for a folder of `*.case` files, or for one case file.

    With `start` only its browser gets in; with `gate` a team does, each with the rights of their account.
    """
    app = GuardedDash(
        "dashboard",
        assets_folder=str(Path(__file__).parent / "assets"),
        serve_locally=True,
        suppress_callback_exceptions=True,  # pages come and go, so not all ids are there at the start
        index_string=INDEX,
        title="Casethread",
        update_title="",
        meta_tags=[{"name": "viewport", "content": "width=device-width, initial-scale=1"}],
        on_error=report,
        enable_mcp=False,
        websocket_callbacks=False,
        use_pages=False,
        add_log_handler=False,
    )
    app.enable_dev_tools(
        debug=False, dev_tools_ui=False, dev_tools_props_check=False, dev_tools_serve_dev_bundles=False,
        dev_tools_hot_reload=False,
    )  # fmt: skip  # said outright: Dash and Flask would take them from variables in the surroundings
    app.server.debug = False
    app.gate = gate
    library = Library(place, analyse)
    kept = Kept()
    jobs = Jobs(after=library.true_book, came_back=lambda case, *held: kept.take(case, library.true_book(case), *held))
    services = Services(library=library, jobs=jobs, settings=settings, gate=gate, returned=kept)
    app.layout = shell(settings, team=gate is not None)
    services.veils.who = session_token if gate is None else gate.account_name
    for module in CALLBACKS:
        module.register(app, services)
    compress(app.server)
    protect(app.server, content_security_policy(app.csp_hashes()), settings.hosts)
    if start is not None:
        require_start_token(app.server, start)
    CasePages(services).add_to(app.server)
    if gate is not None:
        serve_team(app, gate, services)
    return app


def serve_team(app: Dash, gate: Gate, services: Services) -> None:
    """Put the gate before everything, and give the library and the log the rights and the name of whoever asks."""
    library = services.library
    library.may_read, library.may_edit = gate.may_read, gate.may_edit
    library.may_start, library.made = lambda: gate.allowed("start", None), gate.made
    services.authors.of_account = gate.label
    install(app.server, gate)
    Pages(gate, library, services.settings).add_to(app.server)
    presence.register(app, services)


def report(error: Exception) -> None:
    """Say on the page that something went wrong; log the kind of error and a number, never its text."""
    if isinstance(error, CasethreadError):
        text = f"{error.message} {error.remedy}"
    else:
        number = secrets.token_hex(3)
        log.error("callback ended by %s, reference %s", type(error).__name__, number)
        text = f"Something went wrong on this page (reference {number}). Your case is unharmed. Load the page again."
    set_props(ids.ERROR, {"children": text})
