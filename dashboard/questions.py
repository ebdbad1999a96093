"""Questions to an entry on the command line: why was it read as it was?

entry  ->  ingest.language.explain  ->  `casethread explain`
"""

from __future__ import annotations

import argparse
import re

from rich.text import Text

from dashboard.cli import DONE
from dashboard.exports.chronology import agency_label
from dashboard.terminal import output
from dashboard.words import readable
from ingest.language.explain import Explained, explain_entry
from ingest.read import context_of, language_reader
from model.case import Case, Entry, Event
from model.errors import UsageError
from model.names import ASSERTIONS, KINDS
from model.places import place_in_words
from model.store import Store
from model.when import in_words

SHOWN_AT_MOST = 8  # entries named where the words given fit several


def run_explain(args: argparse.Namespace) -> int:
    """Print each event of one entry with what decided and what was set aside."""
    case = _case(args)
    entry = _find(case, args.entry)
    source = next(s for s in case.sources if s.id == entry.source)
    out = output()
    out.print(Text(f"{source.file}, {place_in_words(entry.locator)} ({agency_label(entry.agency)})", style="bold"))
    out.print(Text(entry.text))
    file = [e for e in case.entries if e.source == entry.source]
    for explained in explain_entry(language_reader(), entry, context_of(source, case.info), file):
        out.print()
        _print_explained(explained)
    return DONE


def _print_explained(explained: Explained) -> None:
    out = output()
    event = explained.event
    role = "main event" if event.main else "mentioned"
    out.print(
        Text(f"{KINDS[event.kind]}, {ASSERTIONS[event.assertion].lower()} ({role}): {_quote(event)}", style="bold")
    )
    rule = f" (read by: {event.when.rule})" if event.when and event.when.rule else ""
    out.print(Text(f"  When: {in_words(event.when)}{rule}"))
    out.print(Text(f"  Words looked at: {' '.join(explained.scope.split())}"))
    for reason in explained.reasons:
        out.print(Text(f"  Because: {readable(reason)}"))
    for other in explained.set_aside:
        out.print(Text(f"  Set aside: {other}"))


def _case(args: argparse.Namespace) -> Case:
    with Store.open(args.case) as store:
        return store.case()


def _quote(event: Event) -> str:
    return f'"{" ".join(event.quote.split())}"'


def _find(case: Case, words: str) -> Entry:
    """The one entry of that id, or whose file and place hold all the words given. Raises `UsageError`."""
    files = {source.id: source.file for source in case.sources}
    by_id = [entry for entry in case.entries if entry.id == words]
    wanted = re.findall(r"\w+", words.casefold())
    fitting = by_id or [e for e in case.entries if _fits(wanted, f"{files[e.source]} {place_in_words(e.locator)}")]
    if len(fitting) == 1:
        return fitting[0]
    if not fitting:
        raise UsageError(
            "No entry has that id or place.", remedy="Use the words of the last column of: casethread show CASE"
        )
    named = "; ".join(f"{files[e.source]}, {place_in_words(e.locator)}" for e in fitting[:SHOWN_AT_MOST])
    raise UsageError(f"{len(fitting)} entries fit those words.", remedy=f"Say more of the place. Among them: {named}.")


def _fits(wanted: list[str], place: str) -> bool:
    have = re.findall(r"\w+", place.casefold())
    return bool(wanted) and all(word in have for word in wanted)
