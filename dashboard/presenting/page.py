"""The page around the stage: the same for the server and for a file that is opened without one.

    stage_page   the stage with its buttons; nothing of the case is in it, its script fetches each scene
    notes_page   the speaker's notes in a window of their own, which follows the stage
    stage_body   the part that both the server's page and the file share

The buttons do all that the keys do. Style and script are files of the package (`presenting/files`).
"""

from __future__ import annotations

from html import escape
from importlib.resources import files
from typing import Final

_FOLDER: Final = files("dashboard.presenting").joinpath("files")
FILES: Final[dict[str, str]] = {
    "stage.css": "text/css; charset=utf-8",
    "stage.js": "text/javascript; charset=utf-8",
    "served.js": "text/javascript; charset=utf-8",
    "notes.js": "text/javascript; charset=utf-8",
    "print.js": "text/javascript; charset=utf-8",
}
"""What the server gives out for the stage and for paper, with its type; none of it holds case text."""
KEYS: Final = (
    ("Right arrow, Space, Page down", "next stop"),
    ("Left arrow, Page up", "stop before"),
    ("Home, End", "first and last stop"),
    ("1 to 9", "blinkers of an agency, by its number"),
    ("0", "all agencies"),
    ("R", "reveal, step by step"),
    ("B", "blank the screen"),
    ("N", "speaker's notes"),
    ("F", "full screen"),
    ("?", "this list"),
    ("Esc", "leave"),
)


def file_text(name: str) -> str:
    """One of the files of the stage."""
    return _FOLDER.joinpath(name).read_text(encoding="utf-8")


def stage_page(case: str, walkthrough: str, handling: str, *, names: bool) -> str:
    """The stage as the server gives it; case and walkthrough are opaque names of ours."""
    named = _named(case, walkthrough, names=names)
    return (
        f'{_head("Presenting – Casethread")}<link rel="stylesheet" href="/stage/stage.css"></head>'
        f"<body {named}>{stage_body(handling)}"
        '<script src="/stage/served.js"></script><script src="/stage/stage.js"></script></body></html>'
    )


def notes_page(case: str, walkthrough: str, *, names: bool) -> str:
    """The window of the speaker's notes."""
    named = _named(case, walkthrough, names=names)
    return (
        f'{_head("Notes – Casethread")}<link rel="stylesheet" href="/stage/stage.css"></head>'
        f'<body class="notes-window" {named}><main><h1>Speaker\'s notes</h1>'
        '<p class="buttons"><button type="button" data-go="back">Back</button> '
        '<button type="button" data-go="next">Next</button></p>'
        '<div id="notes" role="status">Waiting for the stage.</div></main>'
        '<script src="/stage/notes.js"></script></body></html>'
    )


def _named(case: str, walkthrough: str, *, names: bool) -> str:
    with_names = ' data-names="yes"' if names else ""
    return f'data-case="{escape(case)}" data-walkthrough="{escape(walkthrough)}"{with_names}'


def _head(title: str) -> str:
    return (
        '<!DOCTYPE html>\n<html lang="en-GB"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)}</title>"
    )


def stage_body(handling: str, before: str = "") -> str:
    """The stage and its buttons; `before` is HTML that stands on it until the first scene comes."""
    keys = "".join(f"<div><dt>{escape(key)}</dt><dd>{escape(what)}</dd></div>" for key, what in KEYS)
    return f"""
<div id="wrap">
<header class="bar">
<p class="mark">{escape(handling)}</p>
<div class="buttons" role="group" aria-label="Stops">
<button type="button" data-do="first">First</button><button type="button" data-do="back">Back</button>
<button type="button" data-do="next" class="main">Next</button><button type="button" data-do="last">Last</button>
</div>
<div class="buttons" role="group" aria-label="Blinkers" id="agencies"></div>
<div class="buttons" role="group" aria-label="This stop">
<button type="button" data-do="reveal" id="reveal">Reveal</button>
<button type="button" data-do="outlines" aria-pressed="false">Outlines of what others had</button>
<button type="button" data-do="blank" aria-pressed="false">Blank</button>
<button type="button" data-do="notes" aria-pressed="false">Notes</button>
<button type="button" data-do="window" id="window">Notes in a window</button>
<button type="button" data-do="full">Full screen</button>
<button type="button" data-do="keys" aria-pressed="true">Keys</button>
<button type="button" data-do="help" aria-label="Keys, help">?</button>
<button type="button" data-do="leave" id="leave">Leave</button>
</div>
</header>
<div class="find" role="search"><label for="find">Find in what was known</label>
<input id="find" type="search" autocomplete="off"> <span id="found" role="status"></span></div>
<p id="said" class="unseen" role="status" aria-live="polite"></p>
<p id="trouble" class="trouble" role="alert"></p>
<main id="stage" tabindex="0" aria-label="Stage"><div id="scene">{before}</div></main>
<section id="notes" class="notes" aria-label="Speaker's notes" hidden></section>
<dialog id="help" aria-labelledby="help-title"><h2 id="help-title">Keys</h2>
<p>Keys act while the stage has the focus: press Tab until it is framed, or click it. The button
“Keys” turns them off.</p>
<dl>{keys}</dl><button type="button" data-do="close">Close</button></dialog>
</div>
"""
