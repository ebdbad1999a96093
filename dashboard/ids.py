"""Every component id of the pages, in one place, so that layout and callbacks cannot drift apart."""

from __future__ import annotations

from typing import Any, Final

URL: Final = "url"
PAGE: Final = "page"
SAID: Final = "said"  # the live region of the timeline
ERROR: Final = "error"

# timeline
SEARCH_BOX: Final = "search-box"
SEARCH_GO: Final = "search-go"
CHART: Final = "chart"
CHART_LABEL: Final = "chart-label"
CHART_WINDOW: Final = "chart-window"  # memory store: the days that the chart was last drawn for
CHART_KEYS: Final = "chart-keys"
CAPTION: Final = "chart-caption"
CONTROLS: Final = "controls"
FILTERS: Final = "filters"  # the menus
CHIPS: Final = "filters-in-force"
MENUS_KEY: Final = "menus-key"  # memory store: what the menus were last made for
PANEL: Final = "panel"
COMPARE: Final = "compare"
PASTE_TEXT: Final = "paste-text"
PASTE_NAME: Final = "paste-name"
PASTE_SEND: Final = "paste-send"
GAP_PANEL: Final = "gap-panel"
TRAY: Final = "tray"
TABLE: Final = "event-table"
DRAWN: Final = "drawn"  # fingerprints of what the page has, so that only what changed is sent
RANGE_FROM: Final = "range-from"
RANGE_TO: Final = "range-to"
RANGE_GO: Final = "range-go"
RANGE_ERROR: Final = "range-error"
VIEWS: Final = "views"
VIEW_NAME: Final = "view-name"
VIEW_GO: Final = "view-go"
VIEW_SAID: Final = "view-said"
MEASURE: Final = "measure"
ARRANGE: Final = "arrange"

# overview
NETWORK_CHART: Final = "network-chart"
SMALL_CHART: Final = "small-chart"

# review
REVISION: Final = "revision"  # grows with every decision: what is shown is drawn anew
REVIEW_BAR: Final = "review-bar"
REVIEW_SAID: Final = "review-said"
PRESENCE: Final = "presence"  # who else is at work in the case, on a team's server
PRESENCE_POLL: Final = "presence-poll"
BODY: Final = "page-body"  # of the pages that follow every decision

# gaps
GAP_LIST: Final = "gap-list"

# knowledge
KNOWLEDGE: Final = "knowledge-body"
KNOWLEDGE_SAID: Final = "knowledge-said"
KNOWLEDGE_ON: Final = "knowledge-on"
KNOWLEDGE_FROM: Final = "knowledge-from"
KNOWLEDGE_TO: Final = "knowledge-to"
KNOWLEDGE_GO: Final = "knowledge-go"
KNOWLEDGE_ERROR: Final = "knowledge-error"
FLOW_CHART: Final = "flow-chart"

# rules
RULES_BODY: Final = "rules-body"
RULES_ERROR: Final = "rules-error"
PROFILES: Final = "profiles"
PROFILES_GO: Final = "profiles-go"
RULE_NAME: Final = "rule-name"
RULE_LIMIT: Final = "rule-limit"
RULE_SET: Final = "rule-set"
RULE_OFF: Final = "rule-off"
RULE_ON: Final = "rule-on"

# export
EXPORT_FROM: Final = "export-from"
EXPORT_TO: Final = "export-to"
EXPORT_AGENCIES: Final = "export-agencies"
EXPORT_KINDS: Final = "export-kinds"
EXPORT_GAPS: Final = "export-gaps"
EXPORT_NOTES: Final = "export-notes"
EXPORT_WORDS: Final = "export-words"
EXPORT_PAPER: Final = "export-paper"
EXPORT_NAMES: Final = "export-names"
EXPORT_WIDTH: Final = "export-width"
EXPORT_LINKS: Final = "export-links"
EXPORT_SAID: Final = "export-said"

# bring in
RETURNED_BODY: Final = "returned-body"
JOB: Final = "job"
JOB_SAID: Final = "job-said"
JOB_POLL: Final = "job-poll"
UPLOAD_MESSAGE: Final = "upload-message"

# names
NAMES_SEARCH: Final = "names-search"
NAMES_TABLE: Final = "names-table"

# cases
NEW_FORM: Final = "new-case-form"
NEW_TITLE: Final = "new-title"
NEW_SUBJECT: Final = "new-subject"
NEW_DAY: Final = "new-birth-day"
NEW_MONTH: Final = "new-birth-month"
NEW_YEAR: Final = "new-birth-year"
NEW_GO: Final = "new-go"
NEW_ERROR: Final = "new-error"
EXAMPLE_GO: Final = "example-go"
EXAMPLE_NOTE: Final = "example-note"


def veil(mode: Any) -> dict[str, Any]:
    """The button that shows names in that way."""
    return {"type": "veil", "mode": mode}


def view_drop(view: Any) -> dict[str, Any]:
    """The button that takes a saved view away."""
    return {"type": "view-drop", "view": view}
