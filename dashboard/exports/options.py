"""What goes into an export: one object for every format, the command line and the Export page.

    command line | query of an address  ->  ExportOptions  ->  extract  ->  every writer
    ExportOptions  ->  query (the address of a download), said (sentences for the reader of the export)

An entry is in the period when it can lie in it; one without a date is always kept, and said to be so. A gap goes
in by what a reviewer said of it. "summary" leaves the agencies' own words out: kinds, people by role, agencies told.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal, cast
from urllib.parse import urlencode

from dashboard.config import DEFAULT_SETTINGS
from dashboard.words import listed
from model.errors import UsageError
from model.names import KINDS
from model.when import When, in_words

GAP_CHOICES: Final[dict[str, str]] = {
    "open": "Not yet reviewed",
    "confirmed": "Confirmed by a reviewer",
    "answered": "Answered",
    "dismissed": "Dismissed by a reviewer",
    "weaker": "Weaker prompts",
}
"""The groups of gaps that an export can hold; together they are every gap."""
DEFAULT_GAPS: Final = ("open", "confirmed", "answered")
WORDS: Final[dict[str, str]] = {
    "source": "The agencies' own words",
    "summary": "Summaries without the agencies' words",
}
PAPERS: Final[dict[str, str]] = {"A4": "A4, landscape", "A3": "A3, landscape"}
PICTURE_WIDTHS: Final[dict[int, str]] = {
    800: "800 pixels: a message", 1600: "1600 pixels: a page in Word", 2400: "2400 pixels: a slide",
    4000: "4000 pixels: a poster",
}  # fmt: skip
MIN_WIDTH, DEFAULT_WIDTH, MAX_WIDTH = 300, 1600, 8000  # pixels of a PNG; above, memory for one picture is too much
NAME_CHOICES: Final[dict[str, str]] = {
    "names": "As written",
    "pseudonyms": "Pseudonyms",
    "shifted": "Pseudonyms, dates shifted",
}
PSEUDONYMS: Final = (
    "Names, numbers and places that can identify are replaced by pseudonyms; the key is kept apart and is not in here. "
    "Not everything that can identify is found by a program."
)
SHIFTED: Final = (
    "All dates are moved by one secret number of whole weeks: weekdays, intervals and ages are the true ones, seasons "
    "and bank holidays are not. Working days were counted by the true dates."
)
MAX_HANDLING: Final = 80  # signs: the mark is one line of a header
Words = Literal["source", "summary"]
Paper = Literal["A4", "A3"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportOptions:
    """The choice. Empty `agencies` or `kinds` mean all of them."""

    since: dt.date | None = None
    until: dt.date | None = None
    agencies: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    gaps: tuple[str, ...] = DEFAULT_GAPS
    notes: bool = True
    words: Words = "source"
    paper: Paper = "A4"
    width: int = DEFAULT_WIDTH
    handling: str = DEFAULT_SETTINGS.handling
    pseudonyms: bool = False
    shifted: bool = False
    more: tuple[str, ...] = ()  # further sentences for the reader, such as what the shifting of dates changes

    @property
    def narrow(self) -> bool:
        """Whether entries can be left out."""
        return bool(self.since or self.until or self.agencies or self.kinds)

    def query(self) -> str:
        """The choice as the query of an address; what is as usual is left out."""
        pairs: list[tuple[str, str]] = []
        pairs += [("since", self.since.isoformat())] if self.since else []
        pairs += [("until", self.until.isoformat())] if self.until else []
        pairs += [("agency", a) for a in self.agencies] + [("kind", k) for k in self.kinds]
        if set(self.gaps) != set(DEFAULT_GAPS):
            pairs += [("gaps", g) for g in self.gaps or ("none",)]
        pairs += [] if self.notes else [("notes", "no")]
        pairs += [("words", self.words)] if self.words != "source" else []
        pairs += [("paper", self.paper)] if self.paper != "A4" else []
        pairs += [("width", str(self.width))] if self.width != DEFAULT_WIDTH else []
        pairs += [("names", "shifted" if self.shifted else "pseudonyms")] if self.pseudonyms else []
        return urlencode(pairs)

    def said(self, label: Mapping[str, str]) -> list[str]:
        """The choice in sentences; `label` gives the names of agencies."""
        lines = []
        if self.since or self.until:
            period = in_words(When(start=self.since, end=self.until))
            lines.append(f"Period: {period}. Entries without a date are kept.")
        if self.agencies:
            lines.append(f"Agencies: only {listed(label.get(a, a) for a in self.agencies)}.")
        if self.kinds:
            lines.append(f"Kinds: only entries in which one of these was read: {listed(KINDS[k] for k in self.kinds)}.")
        groups = listed(GAP_CHOICES[g].lower() for g in self.gaps)
        lines.append(f"Gaps: {groups}." if self.gaps else "Gaps: left out.")
        if not self.notes:
            lines.append("Reviewers' notes and the reasons of their decisions are left out.")
        if self.words == "summary":
            lines.append("Summaries stand in place of the agencies' own words.")
        if self.pseudonyms:
            lines.append(PSEUDONYMS)
        if self.shifted:
            lines.append(SHIFTED)
        return [*lines, *self.more]


def checked_options(
    *, since: dt.date | None = None, until: dt.date | None = None, agencies: Iterable[str] = (),
    kinds: Iterable[str] = (), gaps: Sequence[str] = (), notes: bool = True, words: str = "source",
    paper: str = "A4", width: int = DEFAULT_WIDTH, handling: str = "", known_agencies: Iterable[str] = (),
    names: str = "names",
) -> ExportOptions:  # fmt: skip
    """The options of values from outside. Raises `UsageError` for a value that there is not.

    `gaps` may hold "all" or "none"; empty means the usual ones. `known_agencies` are those of the case.
    """
    if since and until and since > until:
        raise UsageError("The period ends before it begins.", remedy="Give the earlier day first.")
    agencies, kinds = tuple(dict.fromkeys(agencies)), tuple(dict.fromkeys(kinds))
    _known("agency of this case", agencies, known_agencies)
    _known("kind", kinds, KINDS)
    _known("group of gaps", gaps, [*GAP_CHOICES, "all", "none"])
    _known("choice of words", [words], WORDS)
    _known("size of paper", [paper], PAPERS)
    _known("way of showing names", [names], NAME_CHOICES)
    if not MIN_WIDTH <= width <= MAX_WIDTH:
        raise UsageError(
            "A picture of that width is not made.", remedy=f"Give {MIN_WIDTH} to {MAX_WIDTH} pixels; svg fits any size."
        )
    return ExportOptions(
        since=since, until=until, agencies=agencies, kinds=kinds, gaps=_groups(gaps), notes=notes,
        pseudonyms=names != "names",
        shifted=names == "shifted", words=cast(Words, words), paper=cast(Paper, paper), width=width,
        handling=" ".join(handling.split())[:MAX_HANDLING] or DEFAULT_SETTINGS.handling,
    )  # fmt: skip


def _groups(gaps: Sequence[str]) -> tuple[str, ...]:
    if not gaps:
        return DEFAULT_GAPS
    if "all" in gaps:
        return tuple(GAP_CHOICES)
    return tuple(g for g in GAP_CHOICES if g in gaps)


def _known(what: str, values: Iterable[str], known: Iterable[str]) -> None:
    names = list(known)
    if strange := [value for value in values if value not in names]:
        raise UsageError(f"There is no {what} named {strange[0][:40]!r}.", remedy="Choose of: " + ", ".join(names))
