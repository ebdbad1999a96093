"""Every component id of the pages, in one place, so that layout and callbacks cannot drift apart."""

from __future__ import annotations

from typing import Any, Final

URL: Final = "url"
PAGE: Final = "page"
SAID: Final = "said"  # the live region of the timeline
ERROR: Final = "error"

# timeline
SEARCH_WORDS: Final = "search-words"  # memory store: case text never stands in the address
SEARCH_BOX: Final = "search-box"
SEARCH_GO: Final = "search-go"
CHART: Final = "chart"
CHART_LABEL: Final = "chart-label"
CAPTION: Final = "chart-caption"
CONTROLS: Final = "controls"
FILTERS: Final = "filters"
PANEL: Final = "panel"
TRAY: Final = "tray"
TABLE: Final = "event-table"
DRAWN: Final = "drawn"  # fingerprints of what the page has, so that only what changed is sent
RANGE_FROM: Final = "range-from"
RANGE_TO: Final = "range-to"
RANGE_GO: Final = "range-go"
RANGE_ERROR: Final = "range-error"

# review
REVISION: Final = "revision"  # grows with every decision: what is shown is drawn anew
REVIEW_BAR: Final = "review-bar"
REVIEW_SAID: Final = "review-said"
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
EXPORT_LINKS: Final = "export-links"
EXPORT_SAID: Final = "export-said"

# bring in
JOB: Final = "job"
JOB_SAID: Final = "job-said"
JOB_POLL: Final = "job-poll"
UPLOAD_MESSAGE: Final = "upload-message"

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


def agency_choice(job: Any, index: Any) -> dict[str, Any]:
    """The drop-down that says whose a file is; `index` is its place in the job (or a dash wildcard)."""
    return {"type": "agency-choice", "job": job, "index": index}


def agency_go(job: Any, index: Any) -> dict[str, Any]:
    """The button beside it."""
    return {"type": "agency-go", "job": job, "index": index}
