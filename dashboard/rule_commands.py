"""The rules on the command line: listed, explained, checked, chosen for a case; and the questions they lead to.

`casethread rules`            ->  the rules with their limits, sources and what is local
`casethread rules NAME`       ->  one rule in full
`casethread rules --check F`  ->  a local profile checked
`casethread rules --case C`   ->  what applies to a case, what could not be judged and why; and changes of it
`casethread questions C`      ->  the question of each open gap, of whom, with the entries cited
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from dashboard.cli import DONE
from dashboard.exports.files import write_whole
from dashboard.exports.questions_export import question_rows, questions_csv, questions_xlsx
from dashboard.terminal import notes_of, output
from model.analysis import analyse
from model.errors import RuleFileError, UsageError
from model.gaps.draft import limit_words
from model.gaps.profiles import RuleBook, read_profile, shipped_profiles
from model.gaps.rules import Rule, load_rules
from model.gaps.settings import switched, with_limit, with_own_profile, with_profile, without_profile
from model.names import GAP_KINDS
from model.store import Store

BIGGEST_PROFILE = 1_000_000  # bytes: a profile is a page of text


def run_rules(args: argparse.Namespace) -> int:
    """List, explain, check or choose rules."""
    if args.check:
        return _check(args)
    if args.case:
        _change(args)
        return _of_case(args)
    if args.rule:
        return _explain(args)
    out = output()
    out.print(_table(load_rules()))
    for profile in shipped_profiles():
        out.print(Text(f"\nProfile {profile.id}: {profile.title}", style="bold"))
        out.print(Text(f"{profile.note} Source: {profile.source}"))
        if profile.limits:
            for rule, held in profile.limits.items():
                out.print(Text(f"  {rule}: {limit_words(held.limit, held.unit)}. {held.source}"))
        if profile.rules:
            out.print(_table(profile.rules))
    notes_of(args).print("One in full: casethread rules NAME. For a case: casethread rules --case CASE.")
    return DONE


def run_questions(args: argparse.Namespace) -> int:
    """Print the questions of a case, or write them to a file (csv or xlsx by its ending)."""
    with Store.open(args.case) as store:
        case = store.case()
    rows = question_rows(case, analyse(case))
    if args.output:
        ending = args.output.suffix.lower()
        if ending not in (".csv", ".xlsx"):
            raise UsageError("The file's name must end in .csv or .xlsx.", remedy="Such as -o questions.xlsx.")
        write_whole(args.output, questions_csv(rows) if ending == ".csv" else questions_xlsx(rows))
        notes_of(args).print(f"{len(rows)} questions written to {args.output.name}.")
        return DONE
    out = output()
    for row in rows:
        out.print(Text(f"{row.number}. To {row.asked}: {row.question}", style="bold"))
        out.print(Text(f"   About: {row.gap} ({row.kind})"))
        for entry in row.entries.splitlines():
            out.print(Text(f"   {entry}"))
    notes_of(args).print(f"{len(rows)} questions. As a file: casethread questions CASE -o questions.xlsx")
    return DONE


def _check(args: argparse.Namespace) -> int:
    profile = read_profile(_text_of(args.check), args.check.name)
    output().print(
        Text(
            f"{args.check.name} is right: profile {profile.id} ({profile.title}), "
            f"{len(profile.limits)} local value(s), {len(profile.rules)} rule(s) of its own."
        )
    )
    return DONE


def _text_of(path: Path) -> str:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UsageError("The profile could not be opened.", remedy="Check its name and folder.") from error
    if len(data) > BIGGEST_PROFILE:
        raise UsageError("The file is too large for a profile.", remedy="A profile is a page of text in TOML.")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise RuleFileError("The profile is not plain text.", remedy="Save it as UTF-8 text.") from error


def _change(args: argparse.Namespace) -> None:
    """Apply what was asked for to the settings of the case."""
    if not (args.choose or args.drop or args.add or args.limit or args.off or args.on):
        return
    with Store.open(args.case) as store:
        info = store.info()
        settings: dict[str, Any] = dict(info.settings)
        for path in args.add or ():
            settings = with_own_profile(settings, _text_of(path), path.name)
        for name in args.choose or ():
            settings = with_profile(settings, name)
        for name in args.drop or ():
            settings = without_profile(settings, name)
        for text in args.limit or ():
            settings = with_limit(settings, *_limit(text))
        for name in args.off or ():
            settings = switched(settings, name, on=False)
        for name in args.on or ():
            settings = switched(settings, name, on=True)
        store.update_info(replace(info, settings=settings))


def _limit(text: str) -> tuple[str, int | None]:
    rule, _, value = text.partition("=")
    if not value or not (value.isdigit() or value == "own"):
        raise UsageError("A limit is written RULE=NUMBER.", remedy="Such as cin-meeting-interval=28, or =own.")
    return rule, None if value == "own" else int(value)


def _of_case(args: argparse.Namespace) -> int:
    with Store.open(args.case) as store:
        case = store.case()
    settings = case.info.settings
    book = RuleBook.for_case(settings)
    rules = [r for r in book.rules if not args.rule or r.id == args.rule]
    output().print(_table(rules))
    chosen = [*settings.get("profiles", ()), *settings.get("own_profiles", {})]
    notes = notes_of(args)
    notes.print(Text("Profiles chosen: " + (", ".join(chosen) or "none") + "."))
    for reason in analyse(case).not_judged:
        notes.print(Text(f"Not judged: {reason}"))
    return DONE


def _explain(args: argparse.Namespace) -> int:
    held = [(rule, "") for rule in load_rules()] + [(r, p.title) for p in shipped_profiles() for r in p.rules]
    found = next(((rule, profile) for rule, profile in held if rule.id == args.rule), None)
    if found is None:
        raise UsageError("There is no rule of that name.", remedy="`casethread rules` lists them.")
    _print_rule(output(), *found)
    return DONE


def _print_rule(out: Console, rule: Rule, profile: str) -> None:
    limit = limit_words(rule.limit, rule.unit) if rule.limit is not None else "none"
    out.print(Text(rule.id, style="bold"))
    lines: Sequence[tuple[str, str]] = (
        ("Kind", GAP_KINDS.get(rule.kind, "Good practice")),
        ("Sort of rule", rule.type),
        ("Says", rule.title),
        ("In full", rule.explanation),
        ("Limit", limit),
        ("Scope", rule.scope + (f", profile {profile}" if profile else "")),
        ("In force", _in_force(rule)),
        ("Source", rule.authority(None)),
        ("Answered by", rule.sought),
        ("Asks", rule.question),
    )
    for name, text in lines:
        if text:
            out.print(Text(f"  {name}: {text}"))


def _in_force(rule: Rule) -> str:
    if rule.valid_from is None and rule.valid_to is None:
        return "at all times"
    return f"{rule.valid_from or 'always'} to {rule.valid_to or 'today'}"


def _table(rules: Sequence[Rule]) -> Table:
    table = Table(show_lines=False, pad_edge=False, expand=True)
    for title, ratio in (("Rule", 4), ("Kind", 4), ("Limit", 3), ("Scope", 2), ("Source", 9)):
        table.add_column(title, ratio=ratio)
    for rule in rules:
        limit = limit_words(rule.limit, rule.unit) if rule.limit is not None else ""
        kind = GAP_KINDS.get(rule.kind, "Good practice")
        table.add_row(*(Text(cell) for cell in (rule.id, kind, limit, rule.scope, rule.authority(None))))
    return table
