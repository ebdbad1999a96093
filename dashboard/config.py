"""Numbers, colours and the chart settings of the pages, each with its reason.

`TOKENS` are the colours of the whole house; `assets/app.css` repeats them as CSS variables and a test
keeps the two alike and above the contrast that WCAG 2.2 AA asks for.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from ingest.limits import MIB


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What may differ between installations. Passed in; nothing reads the environment.

    `hosts` are the names under which the pages may be asked for: a web page elsewhere that points its
    own name at this machine is refused by them (DNS rebinding).
    """

    marks_in_view: int = 600  # above it a lane is told by bars: each mark costs 0.2-0.3 ms per redraw
    always_on_marks: int = 300  # events cited by a prompt, drawn even among bars
    rows_per_page: int = 30  # of the event table: each row costs the browser about 2 ms whenever the view changes
    cards_per_page: int = 40  # of the list of gaps
    matrix_rows: int = 40  # of the knowledge matrix on one page
    known_listed: int = 60  # events of one agency's knowledge on one page
    max_upload_bytes: int = 50 * MIB  # the limit of `ingest.limits` for one file
    max_request_bytes: int = 200 * MIB  # all files of one upload together
    poll_seconds: float = 1.0  # how often the page asks how far the reading has come
    hosts: tuple[str, ...] = ("127.0.0.1", "localhost", "[::1]")
    handling: str = "OFFICIAL-SENSITIVE"  # the marking in the banner


DEFAULT_SETTINGS: Final = Settings()

GRAPH_CONFIG: Final[dict[str, Any]] = {
    "displayModeBar": False,
    "displaylogo": False,
    "showSendToCloud": False,  # on by default in plotly 7: it would offer to send the chart away
    "plotlyServerURL": "",
    "scrollZoom": False,
    "doubleClick": False,
    "responsive": True,
    "showTips": False,
}
"""The one configuration of every chart. Nothing leaves the machine."""

TOKENS: Final[dict[str, str]] = {
    "paper": "#FBFBF9",
    "surface": "#FFFFFF",
    "band": "#F8F8F6",
    "ink": "#1D2430",
    "muted": "#505A68",
    "line": "#D5DAE1",
    "edge": "#767F8C",
    "accent": "#1F4E79",
    "accent-soft": "#E6EEF5",
    "notice": "#FFF6DC",
    "notice-edge": "#8A6100",
    "mark": "#FFE99A",
    "focus": "#FFD24A",
    "gap": "#3D4654",
    "on-accent": "#FFFFFF",
    "banner": "#1D2430",
}

DARK_TOKENS: Final[dict[str, str]] = {
    "paper": "#111214",
    "surface": "#191919",
    "band": "#1F2022",
    "ink": "#E6E9EE",
    "muted": "#B4BBC6",
    "line": "#383D45",
    "edge": "#8A929E",
    "accent": "#9CC3EA",
    "accent-soft": "#22303D",
    "notice": "#33290F",
    "notice-edge": "#C9A24A",
    "mark": "#433606",
    "focus": "#FFD24A",
    "gap": "#A8AFBA",
    "on-accent": "#10151B",
    "banner": "#0B0D11",
}
"""The same for dark screens. Printing is always light."""

CHART_INVERSION: Final = 0.9
"""How far charts are inverted on dark screens (`--chart-filter` in app.css): their white becomes the dark surface.

Charts are drawn on the server, which does not know the screen; a filter turns lightness over, keeps hues and follows
the system at once. A test computes what it makes of every colour, and its contrast.
"""

AGENCY_COLOURS: Final = ("#246D85", "#B9832C", "#877DEB", "#673C14", "#998F74", "#0E036C", "#2F1A26")
"""Support only: the lane and its name are the code. Chosen to stay apart for colour-blind readers."""

SYMBOL_OF_FAMILY: Final[dict[str, str]] = {
    "contact": "circle",
    "meeting": "diamond",
    "step": "square",
    "missed": "x",
    "life": "triangle-up",
    "incident": "star",
    "other": "circle",
}
"""The shape that tells what family of kinds a mark is of."""

SIZE_OF_SYMBOL: Final[dict[str, float]] = {"star": 1.3, "triangle-up": 1.2, "diamond": 1.1, "square": 0.95}
"""Drawn at one size, a star looks smaller than a square: this evens them out."""

WORDS_OF_FAMILY: Final[dict[str, tuple[str, str]]] = {
    "contact": ("●", "Contact, visit, information shared"),
    "meeting": ("◆", "Meeting"),
    "step": ("■", "Assessment, decision, plan, allocation"),
    "missed": ("✖", "Missed, cancelled or no access"),
    "life": ("▲", "Life and health"),
    "incident": ("★", "Incident or concern"),
    "other": ("●", "Other"),
}

PATTERN_OF_GAP: Final[dict[str, str]] = {
    "unshared_incident": "/",
    "reallocation_delay": "\\",
    "timescale_exceeded": ".",
    "action_not_completed": "-",
    "contact_silence": "|",
    "missed_appointment_no_followup": "x",
    "person_not_engaged": "+",
    "conflicting_accounts": "x",
    "meeting_not_rearranged": "\\",
    "check_not_made": ".",
    "referral_not_acknowledged": "/",
    "agency_absent": "+",
    "repeated_concern_no_escalation": "|",
    "impossible_order": "-",
}
"""Patterns survive print in black and white; the label beside the strip says the kind in words."""
