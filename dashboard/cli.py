"""The command line: `casethread COMMAND ...`.

    argv  ->  parser (one sub-parser a command)  ->  dashboard.commands  ->  exit code

Exit codes: 0 done, 1 done with warnings that the user should read, 2 wrong use, 3 could not be done.
Every error we raise on purpose is printed as two plain lines, what and remedy; no trace.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Final

from dashboard.cli_hiding import add_hiding, add_names
from model.errors import CasethreadError, UsageError
from model.keys import KEYS
from model.names import AGENCIES

MODULES: Final = {
    "explain": "dashboard.questions",
    "export": "dashboard.export_commands",
    "returned": "dashboard.returned_commands",
    **dict.fromkeys(("rules", "questions"), "dashboard.rule_commands"),
    "accounts": "dashboard.account_commands",
    "pseudonyms": "dashboard.pseudonym_commands",
    **dict.fromkeys(("bundle", "unbundle"), "dashboard.bundle_commands"),
    **dict.fromkeys(("encrypt", "decrypt", "move", "retention", "destroy"), "dashboard.protecting_commands"),
    **dict.fromkeys(("backup", "restore", "verify"), "dashboard.keeping_commands"),
    **dict.fromkeys(("knew", "flow", "people", "links"), "dashboard.knowing"),
}
"""Where a command's `run_NAME` stands, if not in `dashboard.commands`."""
DONE, WARNINGS, WRONG_USE, COULD_NOT = 0, 1, 2, 3
EXIT_CODES: Final = "Exit codes: 0 done, 1 done with warnings to read, 2 wrong use, 3 could not be done."


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code. Argument errors leave with code 2."""
    args = build_parser().parse_args(argv)
    KEYS.ask = None if args.command in ("serve", "demo") else _ask  # the pages ask by a form
    module = import_module(MODULES.get(args.command, "dashboard.commands"))  # late: --help must answer at once
    try:
        code: int = getattr(module, f"run_{args.command}")(args)
    except UsageError as error:
        return _complain(error, WRONG_USE)
    except CasethreadError as error:
        return _complain(error, COULD_NOT)
    except BrokenPipeError:
        sys.stderr.close()  # the reader of our output has gone: nothing is left to say
        return COULD_NOT
    except KeyboardInterrupt:
        print("Stopped.", file=sys.stderr)
        return COULD_NOT
    return code


def _ask(prompt: str) -> str:
    from dashboard.terminal import ask_secret  # late, as above

    return ask_secret(prompt)


def _complain(error: CasethreadError, code: int) -> int:
    print(f"{error.message}\n{error.remedy} [{error.code}]", file=sys.stderr)
    return code


def build_parser() -> argparse.ArgumentParser:
    """The parser of all commands."""
    parser = argparse.ArgumentParser(
        prog="casethread",
        description="Reads agencies' chronologies, builds one cross-agency timeline and shows the gaps between them.",
        epilog=EXIT_CODES,
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")

    demo = _command(commands, "demo", "open the worked example in the dashboard", "casethread demo --no-browser")
    _serving(demo)

    new = _command(
        commands,
        "new",
        "make a new case",
        'casethread new river.case --title "Review of Child R" --subject "Child R" --birth 2020-02-29',
    )
    _case(new)
    new.add_argument("--title", help="the case's title on screen and in exports (default: the file's name)")
    new.add_argument("--subject", default="", help="what the records call the subject child")
    new.add_argument("--birth", metavar="YYYY-MM-DD", help="the subject child's date of birth")
    new.add_argument("--due", metavar="YYYY-MM-DD", help="the expected date of delivery")
    new.add_argument("--death", metavar="YYYY-MM-DD", help="the subject child's date of death")
    new.add_argument("--encrypted", action="store_true", help="put it under a passphrase, which is asked for")
    new.add_argument("--server", metavar="SERVICE", help="on a PostgreSQL server: its section of pg_service.conf")
    new.add_argument("--keyring", action="store_true", help="with --encrypted: keep it in the system's keyring")

    add = _command(
        commands,
        "add",
        "read agencies' files into a case (docx, xlsx, csv, pdf, txt, md, eml)",
        "casethread add river.case police.xlsx --agency police",
    )
    _case(add)
    add.add_argument("files", nargs="+", type=Path, metavar="FILE", help="a file, or a folder of files")
    add.add_argument(
        "--agency",
        choices=sorted(AGENCIES),
        metavar="AGENCY",
        help="whose files these are, where they do not say it themselves: " + ", ".join(sorted(AGENCIES)),
    )

    show = _command(
        commands, "show", "print the merged chronology", "casethread show river.case --agency police --agency gp"
    )
    _case(show)
    show.add_argument("--agency", action="append", choices=sorted(AGENCIES), metavar="AGENCY", help="only this agency")
    show.add_argument("--since", metavar="YYYY-MM-DD", help="only what can lie on or after this day")
    show.add_argument("--until", metavar="YYYY-MM-DD", help="only what can lie on or before this day")

    gaps = _command(commands, "gaps", "print the gaps found, with their evidence", "casethread gaps river.case")
    _case(gaps)
    gaps.add_argument("--kind", action="append", metavar="KIND", help="only this kind of gap")
    gaps.add_argument("--all", action="store_true", help="weaker prompts and answered ones too")

    asked = _command(
        commands,
        "questions",
        "print or write the question that each open gap leads to",
        "casethread questions river.case -o questions.xlsx",
    )
    _case(asked)
    asked.add_argument("-o", "--output", type=Path, metavar="FILE", help="a file to write: .xlsx or .csv")

    _rules(commands)

    knew = _command(
        commands,
        "knew",
        "print what an agency is shown to have known on a day, and how it came to know",
        "casethread knew river.case --agency health_visiting --on 2021-11-03",
    )
    _case(knew)
    knew.add_argument("--agency", required=True, choices=sorted(AGENCIES), metavar="AGENCY", help="whose knowledge")
    knew.add_argument("--on", required=True, metavar="YYYY-MM-DD", help="the day")
    knew.add_argument("--all", action="store_true", help="its own records too, not only what it had from others")

    flow = _command(
        commands,
        "flow",
        "print who told whom, how often and how soon, in the whole case or a period",
        "casethread flow river.case --since 2021-01-01 --until 2021-06-30",
    )
    _case(flow)
    flow.add_argument("--since", metavar="YYYY-MM-DD", help="the first day")
    flow.add_argument("--until", metavar="YYYY-MM-DD", help="the last day")

    people = _command(
        commands,
        "people",
        "print for each person of the family which agencies met them, and what was asked of them",
        "casethread people river.case",
    )
    _case(people)

    links = _command(
        commands,
        "links",
        "print which records are held for one event, with the reasons, or keep your word on one",
        'casethread links river.case --reject 1a2b3c4d --why "two different visits"',
    )
    _case(links)
    links.add_argument("--confirm", action="append", metavar="NAME", help="the two records tell of one event")
    links.add_argument("--reject", action="append", metavar="NAME", help="they tell of different events")
    links.add_argument("--reopen", action="append", metavar="NAME", help="take an earlier word back")
    links.add_argument("--why", default="", metavar="TEXT", help="the reason, kept with your word")
    links.add_argument("--by", default="", metavar="NAME", help="who decides (default: the name you are logged in by)")

    explain = _command(
        commands,
        "explain",
        "print why an entry was read as it was",
        'casethread explain river.case "police.xlsx row 14"',
    )
    _case(explain)
    explain.add_argument("entry", metavar="ENTRY", help="its id, or words of its file and place, as `show` prints them")

    serve = _command(commands, "serve", "open the dashboard on this computer", "casethread serve river.case")
    serve.add_argument(
        "place", nargs="?", type=Path, metavar="CASE or FOLDER", help="a case, or a folder of cases (default: yours)"
    )
    _serving(serve)
    serve.add_argument(
        "--team",
        metavar="HOST",
        help="serve a team behind a reverse proxy that answers for HOST by TLS (see deployment)",
    )
    serve.add_argument(
        "--sign-on-header", default="", metavar="HEADER", help="with --team: where the single sign-on names the account"
    )
    _accounts(commands)

    export = _command(
        commands, "export", "write the case to a file", "casethread export river.case --format xlsx -o river.xlsx"
    )
    _case(export)
    _exporting(export)

    returned = _command(
        commands,
        "returned",
        "list what was changed in a chronology that was exported to Word, and take changes over",
        "casethread returned river.case edited.docx\n  casethread returned river.case edited.docx --accept all",
    )
    _case(returned)
    returned.add_argument("file", type=Path, metavar="FILE", help="the Word file that came back")
    returned.add_argument("--accept", action="append", metavar="NAME", help="take this change over; all: every one")
    returned.add_argument(
        "--by", default="", metavar="NAME", help="who decides (default: the name you are logged in by)"
    )

    backup = _command(
        commands,
        "backup",
        "copy a case whole, also while it is in use, and check the copy",
        "casethread backup river.case river-friday.backup",
    )
    _case(backup)
    backup.add_argument("to", type=Path, metavar="COPY", help="the file to write; it must not be there yet")

    restore = _command(
        commands,
        "restore",
        "put a checked copy in the place of a case; what stood there is set aside",
        "casethread restore river-friday.backup river.case",
    )
    restore.add_argument("copy", type=Path, metavar="COPY", help="a copy made by casethread backup")
    _case(restore)

    verify = _command(
        commands,
        "verify",
        "check that a case is whole: the file, the agencies' files in it, the chain of decisions",
        "casethread verify river.case",
    )
    _case(verify)

    add_hiding(commands, _command)
    _protecting(commands)

    times = _command(
        commands,
        "times",
        "show how the dates and times of a text are read",
        'casethread times "seen w/c 3.5.21 and two days later" --base 2021-05-04',
    )
    times.add_argument("text", nargs="?", help="the text")
    times.add_argument("--base", metavar="YYYY-MM-DD", help="the date of the row that the text stands in")
    times.add_argument("--born", metavar="YYYY-MM-DD", help="the subject child's date of birth")
    times.add_argument("--jsonl", type=Path, metavar="IN", help="read texts from a file, one JSON object a line")
    times.add_argument("-o", "--output", type=Path, metavar="OUT", help="with --jsonl: the file to write")

    _command(commands, "doctor", "show versions, the language model, and what is missing", "casethread doctor")
    return parser


def _command(
    commands: argparse._SubParsersAction[argparse.ArgumentParser], name: str, what: str, example: str
) -> argparse.ArgumentParser:
    parser = commands.add_parser(
        name,
        help=what,
        description=f"{what[0].upper()}{what[1:]}.",
        epilog=f"Example:\n  {example}\n\n{EXIT_CODES}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--quiet", action="store_true", help="print only errors and what was asked for")
    return parser


def _rules(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    rules = _command(
        commands,
        "rules",
        "list, explain and check the rules, and choose local ones for a case",
        "casethread rules assessment-45\n  casethread rules --check our-area.toml\n"
        "  casethread rules --case river.case --add our-area.toml --limit cin-meeting-interval=28",
    )
    rules.add_argument("rule", nargs="?", metavar="RULE", help="a rule to explain in full")
    rules.add_argument("--check", type=Path, metavar="FILE", help="say whether a local profile is written rightly")
    rules.add_argument("--case", type=Path, metavar="CASE", help="the rules of this case, and what was not judged")
    rules.add_argument("--choose", action="append", metavar="PROFILE", help="with --case: choose a shipped profile")
    rules.add_argument("--add", action="append", type=Path, metavar="FILE", help="with --case: take a local profile")
    rules.add_argument("--drop", action="append", metavar="PROFILE", help="with --case: drop a profile")
    rules.add_argument(
        "--limit", action="append", metavar="RULE=NUMBER", help="with --case: set a limit (RULE=own takes it back)"
    )
    rules.add_argument("--off", action="append", metavar="RULE", help="with --case: turn a rule off")
    rules.add_argument("--on", action="append", metavar="RULE", help="with --case: turn a rule on again")


def _accounts(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    accounts = _command(
        commands,
        "accounts",
        "make, list, lock and remove the accounts of a team, and say who may see which case",
        "casethread accounts add j.doe --label 'J. Doe'\n  casethread accounts role j.doe river.case editor\n"
        "  casethread accounts list",
    )
    accounts.add_argument(
        "what", metavar="WHAT",
        choices=("add", "list", "role", "password", "lock", "unlock", "remove", "trail", "secret"),
        help="add, list, role, password, lock, unlock, remove, trail (what was done), secret (shared with the proxy)",
    )  # fmt: skip
    accounts.add_argument("name", nargs="?", help="the account")
    accounts.add_argument("case", nargs="?", metavar="CASE", help="with role: the case file")
    accounts.add_argument(
        "role", nargs="?", choices=("reader", "editor", "owner", "none"), metavar="ROLE",
        help="with role: reader, editor, owner or none",
    )  # fmt: skip
    accounts.add_argument("--folder", type=Path, metavar="FOLDER", help="the folder of the cases (default: yours)")
    accounts.add_argument(
        "--label", default="", metavar="NAME", help="with add: the person's name, as the log keeps it"
    )
    accounts.add_argument(
        "--administrator", action="store_true", help="with add: may also say who sees which case, without reading any"
    )
    accounts.add_argument("--may-start", action="store_true", help="with add: may make new cases")
    accounts.add_argument(
        "--no-password", action="store_true", help="with add: single sign-on says who it is, so none is asked for"
    )
    accounts.add_argument("--new", action="store_true", help="with secret: make it anew")


def _protecting(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    encrypt = _command(
        commands,
        "encrypt",
        "put a case under a passphrase; a lost passphrase is lost data",
        "casethread encrypt river.case",
    )
    _case(encrypt)
    encrypt.add_argument("--change", action="store_true", help="give an encrypted case another passphrase")
    encrypt.add_argument("--keyring", action="store_true", help="keep the passphrase in the system's keyring")
    decrypt = _command(commands, "decrypt", "take a case from under its passphrase", "casethread decrypt river.case")
    _case(decrypt)
    move = _command(
        commands,
        "move",
        "move a case file to a team's PostgreSQL server; the file is set aside",
        "casethread move river.case --server casethread",
    )
    _case(move)
    move.add_argument("--server", required=True, metavar="SERVICE", help="its section of pg_service.conf")
    kept = _command(
        commands,
        "retention",
        "show or set the day until which a case is kept",
        "casethread retention river.case 2030-03-31",
    )
    _case(kept)
    kept.add_argument("until", nargs="?", metavar="YYYY-MM-DD", help="the last day, or: none")
    end = _command(
        commands,
        "destroy",
        "destroy a case and its known copies for good, with a certificate",
        "casethread destroy river.case",
    )
    _case(end)
    end.add_argument("--certificate", type=Path, metavar="FILE", help="where to write it (default: beside the case)")
    end.add_argument(
        "--by", default="", metavar="NAME", help="who destroys it (default: the name you are logged in by)"
    )
    end.add_argument("--confirm", default="", metavar="NAME", help="the file's name, in place of typing it when asked")
    end.add_argument("--without-passphrase", action="store_true", help="an encrypted case whose passphrase is lost")


def _exporting(export: argparse.ArgumentParser) -> None:
    formats = ("json", "csv", "xlsx", "docx", "pdf", "html", "svg", "png", "graphml", "gexf", "jsonld")
    export.add_argument("--format", required=True, choices=formats)
    export.add_argument("-o", "--output", required=True, type=Path, metavar="FILE", help="the file to write")
    export.add_argument(
        "--document", default="chronology",
        choices=("chronology", "gap-report", "questions", "pack", "timeline", "methods"),
        help="what to write (default: the integrated chronology, or the timeline for svg and png; pack: the briefing "
        "for a rapid review); the reports come as docx and pdf",
    )  # fmt: skip
    choice = export.add_argument_group("what goes in (json, graphml, gexf and jsonld always hold the whole case)")
    choice.add_argument("--since", metavar="YYYY-MM-DD", help="only what can lie on or after this day")
    choice.add_argument("--until", metavar="YYYY-MM-DD", help="only what can lie on or before this day")
    choice.add_argument("--agency", action="append", metavar="AGENCY", help="only this agency; may be given again")
    choice.add_argument("--kind", action="append", metavar="KIND", help="only entries in which this kind was read")
    choice.add_argument(
        "--gaps", action="append", metavar="GROUP",
        choices=("open", "confirmed", "answered", "dismissed", "weaker", "all", "none"),
        help="gaps to put in: open, confirmed, answered, dismissed, weaker, all, none (default: the first three; "
        "xlsx without any choice: all)",
    )  # fmt: skip
    choice.add_argument("--no-notes", action="store_true", help="without reviewers' notes and reasons")
    choice.add_argument("--words", default="source", choices=("source", "summary"), help="summary: not in their words")
    choice.add_argument("--paper", default="A4", choices=("A4", "A3"), help="landscape (default A4)")
    choice.add_argument("--width", type=int, default=1600, metavar="PIXELS", help="of a png (default 1600)")
    choice.add_argument("--handling", default="", metavar="TEXT", help="the handling mark on each page")
    add_names(export)


def _case(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("case", type=Path, metavar="CASE", help="the case file, such as river.case")


def _serving(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--port", type=int, default=8050, help="the port on this computer (default 8050)")
    parser.add_argument("--no-browser", action="store_true", help="print the address, open no browser")


if __name__ == "__main__":
    sys.exit(main())
