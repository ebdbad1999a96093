"""Questions about knowledge on the command line: who knew what, who told whom, who met whom, which records are one.

case  ->  model.knowledge          ->  `casethread knew`
      ->  model.flow               ->  `casethread flow`
      ->  model.contacts           ->  `casethread people`
      ->  model.matching, review   ->  `casethread links` (and a reviewer's word on one)
"""

from __future__ import annotations

import argparse
import datetime as dt
import getpass
from collections.abc import Iterable, Mapping
from hashlib import sha256
from pathlib import Path

from rich.console import Console
from rich.table import Table
from rich.text import Text

from dashboard.cli import DONE
from dashboard.exports.chronology import agency_label
from dashboard.terminal import day_of, notes_of, output
from model.case import Case, Decision, Event, Link, Status
from model.contacts import PersonView, people_views
from model.errors import UsageError
from model.flow import FlowEdge, flow
from model.knowledge import SENT, Knowledge, Known, knowledge_and_links
from model.names import KINDS, ROLES
from model.people import people
from model.places import place_in_words
from model.review import mark_of
from model.store import Store
from model.subjects import LINK
from model.view import CaseView
from model.when import DayRange, in_words

OWN = "own record"
HOW_WORDS: Mapping[str, str] = {
    OWN: "from its own record",
    "told": "told by {by}, as its own record says",
    "at a meeting": "at a meeting, as the record of {by} says",
    "took part": "it took part, as the record of {by} says",
    "said by another": "told, as the record of {by} says",
    SENT: "word was sent by {by}; no trace in the files supplied that it arrived",
}


def how_words(known: Known) -> str:
    """How a side knew, in words."""
    if known.how == "said by another" and not known.by:
        return "another agency's record says that the news came from it"
    return HOW_WORDS[known.how].format(by=agency_label(known.by) if known.by else "another agency")


def days_words(days: DayRange | None) -> str:
    """A span of days as people say it: "the same day", "3 days", "60 to 74 days"."""
    if days is None or days.most is None:
        return "not known"
    if days.fewest == days.most:
        return "the same day" if days.most == 0 else "1 day" if days.most == 1 else f"{days.most} days"
    return f"{days.fewest or 0} to {days.most} days"


# ---------------------------------------------------------------- knew
def run_knew(args: argparse.Namespace) -> int:
    """Print what the agency is shown to have known on that day; its own records only with --all."""
    on = day_of(args.on)
    case = _case(args.case)
    view, _, knowledge = knowledge_and_links(case)
    places = _places(case)
    known = [k for k in knowledge.once(knowledge.state(args.agency, on)) if args.all or k.how != OWN]
    out = output()
    for item in known:
        _print_known(out, view, knowledge, item, places)
    sent = knowledge.once(knowledge.sent(args.agency, on))
    if sent:
        out.print(Text("Sent to it by then, with no trace in the files supplied that it arrived:", style="bold"))
        for item in sent:
            _print_known(out, view, knowledge, item, places)
    notes_of(args).print(
        f"{len(known)} events that {agency_label(args.agency)} is shown to have known of on {on:%d %B %Y}"
        f"{'' if args.all else ', besides its own records'}. "
        "What was known and not recorded cannot be seen in the files supplied."
    )
    return DONE


def _print_known(out: Console, view: CaseView, knowledge: Knowledge, item: Known, places: Mapping[str, str]) -> None:
    event = view.by_id[item.event]
    out.print(Text(f"{in_words(event.when)}: {KINDS[event.kind]} ({agency_label(event.agency)})", style="bold"))
    out.print(Text(f"  {_quote(event)} ({places[event.entry]})"))
    out.print(Text(f"  Known since {in_words(item.since)}: {how_words(item)}."))
    steps = knowledge.chain(item)
    if len(steps) > 1:
        way = ", then ".join(f"{agency_label(step.agency)} ({in_words(step.since)})" for step in steps)
        out.print(Text(f"  By way of: {way}."))
    for evidence in (view.by_id[e] for e in item.evidence if e in view.by_id and e != event.id):
        where = f"{agency_label(evidence.agency)}, {in_words(evidence.when)}"
        out.print(Text(f"    {where}: {_quote(evidence)} ({places[evidence.entry]})"))


# ---------------------------------------------------------------- flow
def run_flow(args: argparse.Namespace) -> int:
    """Print who told whom in a period: how often, how soon, what was one-way, who was silent."""
    first = day_of(args.since) if args.since else None
    last = day_of(args.until) if args.until else None
    view, links, _ = knowledge_and_links(_case(args.case))
    found = flow(view, links, first, last)
    table = Table(pad_edge=False)
    for title in ("Who told", "whom", "times", "in both files", "after the event", "until received", "first", "last"):
        table.add_column(title)
    for edge in sorted(found.edges, key=lambda e: (-e.count, e.sender, e.receiver)):
        table.add_row(*(Text(cell) for cell in _edge_cells(edge)))
    out = output()
    out.print(table)
    _print_pairs(out, "One way only", found.one_way, "told")
    _print_pairs(out, "No word between them in the files supplied, though both were involved", found.silent, "and")
    notes_of(args).print(
        "Medians of days; a range where the dates are uncertain. A meeting counts for all who were there."
    )
    return DONE


def _edge_cells(edge: FlowEdge) -> tuple[str, ...]:
    both = sum(telling.in_both_files for telling in edge.tellings)
    return (
        agency_label(edge.sender), agency_label(edge.receiver), str(edge.count), str(both), days_words(edge.delay),
        days_words(edge.transit), _day(edge.first), _day(edge.last),
    )  # fmt: skip


def _print_pairs(out: Console, title: str, pairs: Iterable[tuple[str, str]], word: str) -> None:
    shown = [f"{agency_label(a)} {word} {agency_label(b)}" for a, b in pairs]
    if shown:
        out.print(Text(f"{title}:", style="bold"))
        for line in shown:
            out.print(Text(f"  {line}"))


# ---------------------------------------------------------------- people
def run_people(args: argparse.Namespace) -> int:
    """Print for each person of the family who had direct contact, from when to when, and what was asked of them."""
    view, _, _ = knowledge_and_links(_case(args.case))
    out = output()
    for person in people_views(view, people(view.events)):
        _print_person(out, view, person)
    notes_of(args).print(
        "Direct contact is a visit, call, appointment or the like that took place and names the person. "
        "Being written about is not contact. No record means none in the files supplied."
    )
    return DONE


def _print_person(out: Console, view: CaseView, person: PersonView) -> None:
    role = ROLES.get(person.actor.role, person.actor.role)
    out.print(Text(f"{role} (“{person.actor.label}”): named in {person.rows} rows", style="bold"))
    for contact in person.contacts:
        since = (
            f"{in_words(contact.first)} to {in_words(contact.last)}" if contact.count > 1 else in_words(contact.first)
        )
        silence = f"; longest time without one {contact.silence_days} days" if contact.silence_days else ""
        out.print(Text(f"  {agency_label(contact.agency)}: {contact.count} direct, {since}{silence}"))
    for agency, rows in person.without:
        out.print(Text(f"  {agency_label(agency)}: no direct contact recorded; named in {rows} rows"))
    for event in (view.by_id[e] for e in person.asked):
        out.print(
            Text(f"  Asked or planned, {agency_label(event.agency)}, {in_words(view.decided(event))}: {_quote(event)}")
        )


# ---------------------------------------------------------------- links
def run_links(args: argparse.Namespace) -> int:
    """Print the records held for one event, with the reasons; or keep a reviewer's word on one of them."""
    asked: dict[Status, list[str] | None] = {
        "confirmed": args.confirm,
        "rejected": args.reject,
        "proposed": args.reopen,
    }
    wanted = [(name, verdict) for verdict, names in asked.items() for name in names or ()]
    case = _case(args.case)
    view, links, _ = knowledge_and_links(case)
    same = [link for link in links if link.kind == "same_event"]
    if wanted:
        return _decide(args, case, view, {link_name(link): link for link in same}, wanted)
    places, out = _places(case), output()
    for link in sorted(same, key=lambda x: (view.order(view.by_id[x.from_id]), x.to_id)):
        _print_link(out, view, link, places)
    notes_of(args).print(
        f"{len(same)} links. A link is a proposal until you confirm it: "
        f"casethread links {args.case.name} --confirm NAME, or --reject NAME."
    )
    return DONE


def link_name(link: Link) -> str:
    """A short name of a link that stays the same while the two records are read the same."""
    return sha256("|".join(sorted((link.from_id, link.to_id))).encode()).hexdigest()[:8]


def _print_link(out: Console, view: CaseView, link: Link, places: Mapping[str, str]) -> None:
    sort = "perhaps entered twice" if link.duplicate else link.status
    out.print(Text(f"{link_name(link)} ({sort}, certainty {link.certainty:.2f})", style="bold"))
    for event in (view.by_id[link.from_id], view.by_id[link.to_id]):
        when = in_words(event.when)
        out.print(Text(f"  {agency_label(event.agency)}, {when}: {_quote(event)} ({places[event.entry]})"))
    out.print(Text(f"  {link.evidence}"))
    for conflict in link.conflicts:
        out.print(Text(f"  They differ. {conflict}"))


def _decide(
    args: argparse.Namespace, case: Case, view: CaseView, by_name: Mapping[str, Link], wanted: list[tuple[str, Status]]
) -> int:
    unknown = [name for name, _ in wanted if name not in by_name]
    if unknown:
        raise UsageError("There is no link of that name.", remedy="The names are printed by: casethread links CASE")
    made = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
    author = args.by or getpass.getuser()
    with Store.open(args.case) as store:
        for name, verdict in wanted:
            ends = (by_name[name].from_id, by_name[name].to_id)
            about = tuple(mark_of(case, view.by_id[end]) for end in ends)
            store.decide(
                Decision(subject=LINK, verdict=verdict, about=about, reason=args.why, author=author, made=made)
            )
    notes_of(args).print(f"Kept: {', '.join(f'{name} {verdict}' for name, verdict in wanted)}.")
    return DONE


# ---------------------------------------------------------------- helpers
def _case(path: Path) -> Case:
    with Store.open(path) as store:
        return store.case()


def _places(case: Case) -> dict[str, str]:
    files = {source.id: source.file for source in case.sources}
    return {entry.id: f"{files[entry.source]}, {place_in_words(entry.locator)}" for entry in case.entries}


def _quote(event: Event) -> str:
    return f'"{" ".join(event.quote.split())}"'


def _day(day: dt.date | None) -> str:
    return f"{day.day} {day:%b} {day.year}" if day else ""
