"""What each command does: one `run_NAME(args) -> exit code` a command of `dashboard.cli`.

    args  ->  Store / add_paths / analyse / exports  ->  lines on the terminal, exit code

What was asked for goes to standard output; progress, warnings and summaries go to standard error, so
that output can be piped. `--quiet` silences the latter.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import tempfile
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Table
from rich.text import Text

from dashboard.access.team import team_of
from dashboard.cli import COULD_NOT, DONE, WARNINGS
from dashboard.demo import build_example
from dashboard.doctor import examine
from dashboard.exports.chronology import ChronologyRow, agency_label, chronology_rows
from dashboard.exports.json_export import problem_in_words
from dashboard.folders import data_folder
from dashboard.progress import shown_progress
from dashboard.protecting_commands import LOST, ask_new_passphrase, new_on_server, warn_of_cloud
from dashboard.serve import serve
from dashboard.terminal import day_of, notes_of, output
from ingest.language.times import jsonl, read_times, timex_json
from ingest.read import FileResult, add_paths
from model.analysis import analyse
from model.case import Case, CaseInfo, Event, Findings, Gap
from model.errors import UsageError
from model.keys import keep_in_keyring
from model.names import GAP_KINDS
from model.places import place_in_words
from model.store import Store
from model.when import When, in_words

HOST = "127.0.0.1"  # this computer only


def run_demo(args: argparse.Namespace) -> int:
    """Read the worked example into a case of its own, which goes when the program stops, and serve it."""
    with tempfile.TemporaryDirectory(prefix="casethread-", ignore_cleanup_errors=True) as folder:
        notes = notes_of(args)
        notes.print("Reading the worked example ...")
        with shown_progress(notes) as progress:
            path, results = build_example(Path(folder), progress=progress)
        _summarise(results, notes)
        serve(path, host=HOST, port=args.port, open_browser=not args.no_browser)
    return DONE


def run_new(args: argparse.Namespace) -> int:
    """Make an empty case."""
    dates = {"birth": args.birth, "due": args.due, "death": args.death}
    key_dates = {
        name: When.on(day_of(text), text=text, rule="given by the user")
        for name, text in dates.items()
        if text is not None
    }
    info = CaseInfo(id=args.case.stem, title=args.title or args.case.stem, subject=args.subject, key_dates=key_dates)
    if args.keyring and not args.encrypted:
        raise UsageError("--keyring is for encrypted cases.", remedy="Add: --encrypted")
    warn_of_cloud(args, args.case)
    raw, passphrase = ask_new_passphrase() if args.encrypted else (None, "")
    if raw is not None and args.keyring:
        keep_in_keyring(raw, passphrase)
    if args.server:
        if args.encrypted:
            raise UsageError("A case on a server is not encrypted by Casethread.", remedy="Encrypt the server's disk.")
        new_on_server(args.case, info, args.server)
    else:
        Store.create(args.case, info, raw).close()
    if raw is not None:
        notes_of(args).print(LOST)
    notes_of(args).print(f"Made {args.case.name}. Next: casethread add {args.case.name} FILE ...")
    return DONE


def run_add(args: argparse.Namespace) -> int:
    """Read files into a case; each by itself, so that one that cannot be read harms no other."""
    notes = notes_of(args)
    paths = _expanded(args.files)
    warn_of_cloud(args, args.case)
    with Store.open(args.case) as store, shown_progress(notes) as progress:
        results = add_paths(store, paths, agency=args.agency, progress=progress)
    _summarise(results, notes)
    failed = [r for r in results if r.status in ("failed", "agency_needed")]
    if args.quiet:
        for result in failed:
            output(stderr=True).print(Text(f"{result.name}: {result.message} {result.remedy}"))
    if failed and len(failed) == len(results):
        return COULD_NOT
    return WARNINGS if failed or any(r.problems for r in results) else DONE


def run_show(args: argparse.Namespace) -> int:
    """Print the merged chronology as a table."""
    case, findings = _opened(args)
    since, until = _optional_day(args.since), _optional_day(args.until)
    labels = {agency_label(a) for a in args.agency} if args.agency else None
    rows = [r for r in chronology_rows(case, findings) if _wanted(r, labels, since, until)]
    table = Table(show_lines=False, pad_edge=False, expand=True)
    table.add_column("When", ratio=2)
    table.add_column("Agency", ratio=2)
    table.add_column("Kind", ratio=2)
    table.add_column("What the agency wrote", ratio=8)
    table.add_column("Where", ratio=3)
    for row in rows:
        what = f"[{row.assertion.lower()}] {row.text}" if row.assertion not in ("", "Happened") else row.text
        table.add_row(*(Text(cell) for cell in (row.when, row.agency, row.kind, what, f"{row.file}, {row.place}")))
    output().print(table)
    undated = sum(row.first is None and row.last is None for row in rows)
    notes_of(args).print(f"{len(rows)} entries of {len(case.entries)}, {undated} without a date.")
    return DONE


def run_gaps(args: argparse.Namespace) -> int:
    """Print each gap with its measure, its rule and the words for and against it."""
    unknown = set(args.kind or ()) - set(GAP_KINDS)
    if unknown:
        raise UsageError("There is no gap of that kind.", remedy="The kinds are: " + ", ".join(GAP_KINDS) + ".")
    case, findings = _opened(args)
    gaps = [g for g in findings.gaps if not args.kind or g.kind in args.kind]
    events = {event.id: event for event in case.events}
    places = _places(case)
    out = output()
    for gap in gaps:
        _print_gap(out, gap, events, places)
    if args.all:
        for heading, more in (("Also noticed", findings.noticed), ("Answered", findings.answered)):
            out.print(Text(heading, style="bold underline"))
            for gap in more:
                _print_gap(out, gap, events, places)
    if not args.kind:
        _print_good(out, findings)
    notes = notes_of(args)
    notes.print(f"{len(findings.noticed)} weaker prompts and {len(findings.answered)} answered ones: --all.")
    notes.print(f"{len(gaps)} prompts to look. Each speaks of the records supplied, not of what happened.")
    for reason in findings.not_judged:
        notes.print(Text(f"Not judged: {reason}"))
    return DONE


def run_serve(args: argparse.Namespace) -> int:
    """Open the dashboard over one case or a folder of cases."""
    place = args.place or data_folder()
    if not place.exists():
        raise UsageError(
            "There is no case or folder of that name.", remedy="Check the name, or make a case with: casethread new"
        )
    warn_of_cloud(args, place)
    team = team_of(place, args.team, args.sign_on_header) if args.team else None
    serve(place, host=HOST, port=args.port, open_browser=not args.no_browser, team=team)
    return DONE


def run_times(args: argparse.Namespace) -> int:
    """Show how a text's time expressions are read, or read a whole file of texts."""
    if args.jsonl:
        if not args.output:
            raise UsageError("--jsonl needs a file to write to.", remedy="Add: -o OUT.jsonl")
        jsonl(args.jsonl, args.output)
        return DONE
    if not args.text or not args.base:
        raise UsageError(
            "A text and the date of its row are needed.",
            remedy='Such as: casethread times "seen on 3/5" --base 2021-05-04',
        )
    born = When.on(day_of(args.born)) if args.born else None
    for timex in read_times(args.text, day_of(args.base), born=born):
        print(json.dumps(timex_json(timex), ensure_ascii=False))
    return DONE


def run_doctor(args: argparse.Namespace) -> int:
    """Print every check; 1 if something is missing or wants a look."""
    checks = examine()
    out = output()
    for check in checks:
        if args.quiet and check.state == "fine":
            continue
        out.print(Text(f"{check.state:8}{check.name}: {check.detail}"))
        if check.remedy:
            out.print(Text(f"        {check.remedy}"))
    return DONE if all(check.state == "fine" for check in checks) else WARNINGS


# ---------------------------------------------------------------- helpers
def _opened(args: argparse.Namespace) -> tuple[Case, Findings]:
    """The case with all that follows from it; a turning mark shows that a large one is at work."""
    with Store.open(args.case) as store, notes_of(args).status("Working out what follows from the records ..."):
        case = store.case()
        findings = analyse(case)
        return findings.dated(case), findings


def _expanded(paths: Sequence[Path]) -> list[Path]:
    """Files as named; a folder stands for the files in it (not those of its folders)."""
    out: list[Path] = []
    for path in paths:
        out += sorted(p for p in path.iterdir() if p.is_file()) if path.is_dir() else [path]
    return out


def _summarise(results: Sequence[FileResult], notes: Console) -> None:
    for result in results:
        notes.print(Text(f"{result.name}: {_outcome(result)}"))
        for problem in result.problems:
            notes.print(Text(f"  {problem_in_words(problem)}"))


def _outcome(result: FileResult) -> str:
    if result.status == "added" and result.source:
        agency = agency_label(result.source.agency or "other")
        return f"{agency}, {result.entries} entries, {result.events} events read"
    if result.status == "already":
        return "already in the case, nothing changed"
    return f"{result.message} {result.remedy}"


def _print_gap(out: Console, gap: Gap, events: dict[str, Event], places: dict[str, str]) -> None:
    out.print(Text(f"{GAP_KINDS[gap.kind]}: {gap.title}", style="bold"))
    out.print(Text(f"  {gap.explanation}"))
    out.print(Text(f"  {in_words(gap.when)}. Rule: {gap.rule}. Source: {gap.source}"))
    out.print(Text(f"  {gap.confidence}"))
    if gap.sought:
        out.print(Text(f"  Looked for against it: {gap.sought}."))
    if gap.answer:
        out.print(Text(f"  Answered by: {gap.answer}"))
    if gap.question and not gap.answer:
        out.print(Text(f"  To ask {', '.join(agency_label(a) for a in gap.asked)}: {gap.question}"))
    if gap.folded:
        out.print(Text(f"  With {len(gap.folded)} more of the same."))
    for heading, ids in (("For", gap.events), ("Against", gap.against)):
        for event_id in ids:
            event = events.get(event_id)
            if event:
                agency = agency_label(event.agency)
                quote = " ".join(event.quote.split())
                out.print(Text(f'  {heading}: {agency}, {in_words(event.when)}: "{quote}" ({places[event.entry]})'))
    out.print()


def _print_good(out: Console, findings: Findings) -> None:
    if findings.good_practice:
        out.print(Text("Good practice in the records", style="bold underline"))
    for found in findings.good_practice:
        out.print(Text(f"{found.title}", style="bold"))
        out.print(Text(f"  {found.explanation} Source: {found.source}"))


def _places(case: Case) -> dict[str, str]:
    files = {source.id: source.file for source in case.sources}
    return {entry.id: f"{files[entry.source]}, {place_in_words(entry.locator)}" for entry in case.entries}


def _wanted(row: ChronologyRow, labels: set[str] | None, since: dt.date | None, until: dt.date | None) -> bool:
    """Whether a row is of a wanted agency and can lie in the period; undated rows always can."""
    if labels is not None and row.agency not in labels:
        return False
    return not (since and row.last and row.last < since) and not (until and row.first and row.first > until)


def _optional_day(text: str | None) -> dt.date | None:
    return day_of(text) if text else None
